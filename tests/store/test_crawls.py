"""Crawls: what ended badly is never taken for done."""

from datetime import timedelta

from tests.store.invented import MONDAY, NOW
from veille.store import Store, crawls
from veille.store.crawls import FetchState

SUNDAY = MONDAY + timedelta(days=6)


def test_an_interrupted_crawl_is_incomplete_and_nothing_is_done(store: Store) -> None:
    with store.transaction() as session:
        crawl_id = crawls.start(session, "boamp", MONDAY, SUNDAY, NOW)
    with store.transaction() as session:
        crawls.progress(session, crawl_id, announced=300, received=100, stored=90)
        crawls.progress(session, crawl_id, received=200)
        crawls.progress(session, crawl_id)
    with store.read() as session:
        (run,) = crawls.recent(session, NOW)
        assert (run.status, run.outcome, run.finished_at) == ("running", "incomplete", None)
        assert run.cause == crawls.INTERRUPTED
        assert (run.announced, run.received, run.stored, run.failed) == (300, 200, 90, 0)
        assert crawls.last_success(session, "boamp") is None
        assert crawls.done_days(session, "boamp") == set()


def test_days_are_done_one_by_one_and_for_one_source(store: Store) -> None:
    with store.transaction() as session:
        crawl_id = crawls.start(session, "boamp", MONDAY, SUNDAY, NOW)
        crawls.mark_days_done(session, crawl_id, "boamp", [SUNDAY, MONDAY], NOW)
        crawls.mark_days_done(session, crawl_id, "boamp", [MONDAY], NOW)
        crawls.mark_days_done(session, crawl_id, "boamp", [], NOW)
    with store.read() as session:
        assert crawls.done_days(session, "boamp") == {MONDAY, SUNDAY}
        assert crawls.done_days(session, "boamp", since=SUNDAY) == {SUNDAY}
        assert crawls.done_days(session, "boamp", until=MONDAY) == {MONDAY}
        assert crawls.done_days(session, "ted") == set()


def test_the_last_success_is_the_last_complete_run(store: Store) -> None:
    later = NOW + timedelta(days=1)
    with store.transaction() as session:
        first = crawls.start(session, "boamp", MONDAY, SUNDAY, NOW)
        crawls.finish(session, first, "complete", NOW)
        second = crawls.start(session, "boamp", MONDAY, SUNDAY, later)
        crawls.finish(session, second, "failed", later, cause="HTTP 500")
    with store.read() as session:
        success = crawls.last_success(session, "boamp")
        assert success is not None
        assert (success.id, success.outcome, success.finished_at) == (first, "complete", NOW)
        assert [(one.id, one.outcome, one.cause) for one in crawls.recent(session, NOW)] == [
            (first, "complete", None),
            (second, "failed", "HTTP 500"),
        ]
        assert [one.id for one in crawls.recent(session, later)] == [second]


def test_a_total_as_absurd_as_it_likes_is_stored(store: Store) -> None:
    with store.transaction() as session:
        crawl_id = crawls.start(session, "boamp", None, None, NOW)
        crawls.progress(session, crawl_id, announced=10**15)
        (run,) = crawls.recent(session, NOW)
    assert run.announced == 10**15


def test_what_a_server_said_of_an_address_is_remembered(store: Store) -> None:
    address = "https://feeds.example/rss"
    with store.transaction() as session:
        assert crawls.fetch_state(session, address) is None
        crawls.save_fetch_state(session, FetchState(address=address, etag='"1"'), NOW)
        crawls.save_fetch_state(session, FetchState(address=address, last_modified="Mon"), NOW)
    with store.read() as session:
        found = crawls.fetch_state(session, address)
    assert found == FetchState(address=address, last_modified="Mon")
