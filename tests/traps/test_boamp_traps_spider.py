"""Traps 10 and 12 of the BOAMP: publication days, and which API is spoken."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spiders.job import CrawlJob, CrawlResult
from tests.sources.shared_crawler import SharedCrawler
from tests.spiders.crawling import asked_of, small_record, write_boamp
from tests.store.templates import store_at
from veille.app.gathering.span import first_missing
from veille.core.clock import PARIS, days_between
from veille.portal.server import Portal
from veille.store import crawls

FRIDAY, SUNDAY = date(2026, 11, 6), date(2026, 11, 8)
MONDAY = date(2026, 11, 9)


class Install:
    """A database, and a portal that serves one notice a day from Friday to Monday."""

    def __init__(self, folder: Path, portal: Portal, crawler: SharedCrawler) -> None:
        self.store = store_at(folder / "veille.db")
        self.url = f"sqlite:///{folder / 'veille.db'}"
        self.portal = portal
        self.crawler = crawler

    def crawl(self, now: datetime) -> CrawlResult:
        return self.crawler.crawl(
            CrawlJob(
                source="boamp",
                since=FRIDAY,
                until=MONDAY,
                now=now,
                database_url=self.url,
                address=self.portal.url,
                user_agent="Veille (tests)",
            )
        )

    def done(self) -> set[date]:
        with self.store.read() as session:
            return crawls.done_days(session, "boamp")


@pytest.fixture
def install(tmp_path: Path, crawler: SharedCrawler) -> Iterator[Install]:
    days = [FRIDAY + timedelta(days=number) for number in range(4)]
    records = [small_record(f"26-94000{number}", day) for number, day in enumerate(days)]
    with Portal(write_boamp(tmp_path / "replay", records)) as portal:
        made = Install(tmp_path, portal, crawler)
        yield made
        made.store.dispose()


def test_boamp_trap_10_a_day_is_done_once_it_is_over_in_paris_on_any_day_of_the_week(
    install: Install,
) -> None:
    evening = datetime(2026, 11, 9, 23, 59, tzinfo=PARIS)
    first = install.crawl(evening)
    assert (first.received, first.stored, first.complete) == (4, 4, True)
    assert install.done() == {FRIDAY, date(2026, 11, 7), SUNDAY}

    again = install.crawl(evening + timedelta(minutes=1))
    assert (again.received, again.stored) == (4, 0)
    assert install.done() == {FRIDAY, date(2026, 11, 7), SUNDAY, MONDAY}


def test_boamp_trap_10_the_two_days_before_the_first_missing_one_are_read_again(
    install: Install,
) -> None:
    now = datetime(2026, 11, 10, 7, tzinfo=PARIS)
    begin = date(2026, 11, 2)
    with install.store.transaction() as session:
        for source in ("boamp", "ted"):
            crawl = crawls.start(session, source, begin, SUNDAY, now)
            crawls.mark_days_done(session, crawl, source, days_between(begin, SUNDAY), now)

    assert first_missing(install.store, MONDAY) == date(2026, 11, 7)


def test_boamp_trap_12_one_version_of_the_api_and_no_time_zone(install: Install) -> None:
    install.crawl(datetime(2026, 11, 10, 7, tzinfo=PARIS))
    asked: list[Any] = asked_of(install.portal, "/")
    assert {one.path for one in asked} == {"/api/explore/v2.1/catalog/datasets/boamp/records"}
    names = {name for one in asked for name, _ in one.parameters}
    assert names == {"where", "order_by", "limit", "offset"}
