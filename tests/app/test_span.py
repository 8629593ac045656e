"""Which days a run reads: what is missing, with an overlap, however long the absence."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.store.templates import store_at
from veille.app.console import Failure
from veille.app.gathering.replaying import Rerun
from veille.app.gathering.span import LONGEST_ABSENCE, Span, first_missing, span_of, weeks_of
from veille.core.clock import Week, days_between, morning_after
from veille.settings import Settings
from veille.store import crawls
from veille.store.database import Store

TODAY = date(2026, 11, 18)
NOW = morning_after(TODAY - timedelta(days=1))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = store_at(tmp_path / "span.db")
    yield store
    store.dispose()


def done(store: Store, source: str, since: date, until: date, *but: date) -> None:
    days = [day for day in days_between(since, until) if day not in but]
    with store.transaction() as session:
        crawl = crawls.start(session, source, since, until, NOW)
        crawls.mark_days_done(session, crawl, source, days, NOW)


def test_a_new_install_begins_with_the_week_before(store: Store) -> None:
    assert first_missing(store, TODAY) == date(2026, 11, 9)


def test_a_daily_run_reads_two_days_again(store: Store) -> None:
    for source in ("boamp", "ted"):
        done(store, source, date(2026, 11, 9), date(2026, 11, 17))
    assert first_missing(store, TODAY) == date(2026, 11, 16)


def test_a_day_that_was_incomplete_is_read_again_however_far(store: Store) -> None:
    done(store, "ted", date(2026, 10, 1), date(2026, 11, 17))
    done(store, "boamp", date(2026, 10, 1), date(2026, 11, 17), date(2026, 10, 20))
    assert first_missing(store, TODAY) == date(2026, 10, 18)


def test_an_absence_of_weeks_is_made_up(store: Store) -> None:
    for source in ("boamp", "ted"):
        done(store, source, date(2026, 10, 1), date(2026, 10, 10))
    assert first_missing(store, TODAY) == date(2026, 10, 9)
    span = span_of(store, Rerun(Settings()), None, None, NOW)
    assert weeks_of(span, replaying=False)[-1] == Week.of(date(2026, 11, 10))
    assert len(weeks_of(span, replaying=False)) == 6


def test_nothing_older_than_the_longest_absence_is_looked_for(store: Store) -> None:
    for source in ("boamp", "ted"):
        done(store, source, date(2026, 1, 1), date(2026, 1, 10))
    assert first_missing(store, TODAY) >= TODAY - timedelta(days=LONGEST_ABSENCE)


def test_a_week_is_composed_only_once_it_is_over_unless_it_is_replayed() -> None:
    span = Span(date(2026, 11, 9), TODAY, NOW)
    assert weeks_of(span, replaying=False) == [Week(2026, 46)]
    assert weeks_of(span, replaying=True) == [Week(2026, 46), Week(2026, 47)]


def test_a_span_that_ends_before_it_begins_is_refused(store: Store) -> None:
    with pytest.raises(Failure):
        span_of(store, Rerun(Settings()), TODAY, TODAY - timedelta(days=1), NOW)
