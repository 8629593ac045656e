"""What a digest says of the BOAMP when it was read by the API, by the directories, or by both."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from newsletters.reading import coverage_of
from tests.store.invented import NOW, notice, payload
from tests.store.templates import store_at
from veille.core.clock import Week
from veille.core.editions import SourceCoverage
from veille.core.periods import weekly
from veille.store import Store, crawls, notices, payloads
from veille.store.crawls import CrawlEnd

WEEK = Week.of(date(2026, 11, 9))
DAYS = [WEEK.monday + timedelta(days=number) for number in range(7)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


def crawl(store: Store, source: str, days: list[date], end: CrawlEnd, cause: str = "") -> None:
    with store.transaction() as session:
        number = crawls.start(session, source, DAYS[0], DAYS[-1], NOW)
        crawls.mark_days_done(session, number, source, days, NOW)
        crawls.finish(session, number, end, NOW, cause or None)


def sent(store: Store, source: str, key: str, *, read: bool) -> None:
    """A payload of one of the two ways; what is read of it is the notice of that number."""
    with store.transaction() as session:
        given = payload(key, source=source, content=source.encode())
        (added,) = payloads.add(session, [given])
        state: payloads.PayloadState = "parsed" if read else "failed"
        outcome = payloads.ParseOutcome(payload_id=added.id, state=state)
        payloads.record_parsed(session, [outcome])
        if read:
            told = notice(id=f"boamp:{key}", published_on=DAYS[0])
            notices.save(session, [(told, added.id, False)], NOW)


def said(store: Store) -> SourceCoverage:
    with store.read() as session:
        (one,) = coverage_of(session, weekly(WEEK)).sources
    return one


def test_what_the_directories_completed_is_complete_and_named(store: Store) -> None:
    crawl(store, "boamp", DAYS[:3], "incomplete", "page HTML")
    crawl(store, "dila", DAYS[2:], "complete")
    one = said(store)
    assert (one.label, one.complete, one.cause) == ("boamp", True, None)
    assert one.instead is not None
    assert one.instead.startswith("avec les répertoires quotidiens de la DILA")


def test_directories_that_failed_are_not_named_where_the_api_was_whole(store: Store) -> None:
    crawl(store, "boamp", DAYS, "complete")
    crawl(store, "dila", [], "incomplete", "page HTML")
    one = said(store)
    assert (one.label, one.complete, one.cause, one.instead) == ("boamp", True, None, None)


def test_a_day_that_neither_gave_is_missing(store: Store) -> None:
    crawl(store, "boamp", DAYS[:3], "incomplete", "page HTML")
    crawl(store, "dila", DAYS[4:], "incomplete", "réponse coupée")
    one = said(store)
    assert (one.complete, one.cause, one.instead) == (False, "page HTML", None)


@pytest.mark.parametrize(
    ("read", "unreadable"),
    [
        ({"dila": False, "boamp": True}, 0),
        ({"boamp": False, "dila": True}, 0),
        ({"boamp": False, "dila": False}, 1),
        ({"boamp": False}, 1),
    ],
    ids=str,
)
def test_a_notice_that_one_of_both_told_is_not_unreadable(
    store: Store, read: dict[str, bool], unreadable: int
) -> None:
    for source, well in read.items():
        sent(store, source, "26-1", read=well)
    with store.read() as session:
        assert coverage_of(session, weekly(WEEK)).unreadable == unreadable
