"""What the keeper makes of pages: kept before they are read, and the newest content wins."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from spiders import reading
from spiders.boamp import record_of
from spiders.items import DamagedPage, FeedState, Page
from spiders.job import CrawlJob
from spiders.keeping import Keeper
from spiders.parsers import parse, read_payload
from spiders.parsers.result import Parsed
from spiders.tally import Tally
from tests.spiders.crawling import MONDAY, NOW, Crawls, small_record
from veille.store import StoreError, notices, payloads

ID = "26-930001"


@pytest.fixture
def keeper(crawls: Crawls) -> Keeper:
    job = CrawlJob(
        source="boamp",
        since=MONDAY,
        until=MONDAY,
        now=NOW,
        database_url=crawls.url,
        address="http://127.0.0.1:9",
        user_agent="Veille",
    )
    made = Keeper(crawls.store, job, Tally("boamp"), lambda _: None)
    made.open()
    return made


def page(*titles: str | None, day: date = MONDAY) -> Page:
    """A page of one record a title, all of one number."""
    sent = [small_record(ID, day, objet=title, donnees=None) for title in titles]
    return Page(unit="lundi", records=tuple(record_of(one, day) for one in sent))


def unreadable(title: str) -> Page:
    record = small_record(ID, MONDAY, objet=title, donnees="{")
    return Page(unit="lundi", records=(record_of(record, MONDAY),))


def test_the_newest_content_wins_even_where_it_is_an_older_one(
    keeper: Keeper, crawls: Crawls
) -> None:
    titles, stored = [], []
    for title in ("Premier", "Second", "Premier", "Premier", "Second", "Troisième", "Premier"):
        before = keeper.tally.stored
        keeper.keep(page(title))
        titles.append(crawls.title(f"boamp:{ID}"))
        stored.append(keeper.tally.stored - before)

    assert titles == [
        "Premier", "Second", "Premier", "Premier", "Second", "Troisième", "Premier",
    ]  # fmt: skip
    assert stored == [1, 1, 0, 0, 0, 1, 0]
    assert [one.state for one in crawls.payloads()] == ["parsed", "superseded", "superseded"]
    assert reading.reread(crawls.store, NOW).read == 1
    assert crawls.title(f"boamp:{ID}") == "Premier"


def test_an_older_content_wins_over_a_newer_one_that_could_not_be_read(
    keeper: Keeper, crawls: Crawls
) -> None:
    keeper.keep(page("Premier"))
    keeper.keep(unreadable("Second"))
    assert [one.state for one in crawls.payloads()] == ["parsed", "failed"]
    keeper.keep(page("Premier"))

    assert [one.state for one in crawls.payloads()] == ["parsed", "superseded"]


def test_of_a_number_sent_twice_in_a_page_the_last_stays_and_again_changes_nothing(
    keeper: Keeper, crawls: Crawls
) -> None:
    for _ in range(3):
        keeper.keep(page("Premier", "Second"))
        assert crawls.title(f"boamp:{ID}") == "Second"
        assert [one.state for one in crawls.payloads()] == ["superseded", "parsed"]


def test_a_parser_that_fails_unexpectedly_costs_one_notice_and_no_payload(
    keeper: Keeper, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(source: str, content: bytes, address: str | None, decoded: Any) -> Parsed:
        if decoded is not None and decoded["idweb"] == "26-2":
            raise KeyError("natureMarche")
        return parse(source, content)

    monkeypatch.setattr(reading, "read_payload", odd)
    records = tuple(record_of(small_record(f"26-{n}", MONDAY), MONDAY) for n in range(4))
    keeper.keep(Page(unit="lundi", records=records))

    assert (keeper.tally.stored, keeper.tally.unread) == (4, 1)
    assert crawls.notice_ids() == {"boamp:26-0", "boamp:26-1", "boamp:26-3"}
    (failed,) = [one for one in crawls.payloads() if one.state == "failed"]
    assert failed.key == "26-2"
    assert failed.error is not None
    assert failed.error.startswith("KeyError (test_keeping.py:")

    monkeypatch.setattr(reading, "read_payload", read_payload)
    again = reading.reread(crawls.store, NOW)
    assert (again.read, again.changed, again.failed) == (4, 1, 0)


def test_a_notice_that_cannot_be_stored_does_not_take_the_others_with_it(
    keeper: Keeper, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = notices.save

    def odd(session: Any, rows: Any, now: Any) -> Any:
        if any(notice.id == "boamp:26-2" for notice, _, _ in rows):
            raise ValueError("odd")
        return save(session, rows, now)

    monkeypatch.setattr(reading.notices, "save", odd)
    records = tuple(record_of(small_record(f"26-{n}", MONDAY), MONDAY) for n in range(4))
    keeper.keep(Page(unit="lundi", records=records))

    assert (keeper.tally.stored, keeper.tally.unread) == (4, 1)
    assert crawls.notice_ids() == {"boamp:26-0", "boamp:26-1", "boamp:26-3"}
    assert sorted(one.state for one in crawls.payloads()) == ["failed", *["parsed"] * 3]


def test_a_database_that_fails_is_not_the_notices_fault(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading.notices, "save", _full)
    with pytest.raises(StoreError):
        keeper.keep(page("Premier"))
    assert keeper.tally.unread == 0


def test_what_a_stopped_crawl_left_unread_is_read_when_it_comes_again(
    keeper: Keeper, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_payload", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            keeper.keep(page("Premier"))
    assert [one.state for one in crawls.payloads()] == ["pending"]
    keeper.keep(page("Premier"))

    assert [one.state for one in crawls.payloads()] == ["parsed"]
    assert crawls.title(f"boamp:{ID}") == "Premier"


def test_a_damaged_page_is_kept_whole_with_its_reason(keeper: Keeper, crawls: Crawls) -> None:
    damaged = DamagedPage(
        unit="lundi", address="http://source.example/", content=b"<html>", reason="page HTML"
    )
    keeper.keep_damaged(damaged)
    keeper.keep_damaged(damaged)

    (kept,) = crawls.pages()
    assert (kept.content, kept.state, kept.error) == (b"<html>", "failed", "page HTML")
    assert reading.reread(crawls.store, NOW).failed == 0


def test_what_a_feed_said_is_remembered_with_its_entries_or_not_at_all(
    keeper: Keeper, crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://flux.example/"
    keeper.job = replace(keeper.job, feeds=(address,))
    told = replace(page("Premier"), state=FeedState(address=address, etag='"1"'))
    with monkeypatch.context() as patch:
        patch.setattr(payloads, "add", _full)
        with pytest.raises(StoreError):
            keeper.keep(told)
    assert keeper.feed_states() == {}
    assert keeper.tally.progress().received == 0
    keeper.keep(told)

    assert keeper.feed_states() == {address: told.state}


def _full(*args: Any) -> Any:
    raise StoreError("database x: disk is full")


def _interrupt(*payload: object) -> Parsed:
    raise KeyboardInterrupt
