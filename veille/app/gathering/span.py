"""Which days a run is about, and which weeks it composes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from veille.app.console import Failure
from veille.app.gathering.replaying import Rerun
from veille.app.gathering.sources import SOURCES
from veille.core.clock import Week, days_between, weeks_between
from veille.core.second_ways import SECOND_WAYS
from veille.store import crawls
from veille.store.database import Store

OVERLAP_DAYS = 2
"""Days already read that are read again: a source may complete a day late."""

LONGEST_ABSENCE = 60
"""How many days back a run looks for days that were never read whole."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a run is about, both included, and the moment it is."""

    since: date
    until: date
    now: datetime


def span_of(
    store: Store, rerun: Rerun, since: date | None, until: date | None, now: datetime
) -> Span:
    """The days asked for; else, in a replay, the last week recorded; else what is missing.

    Raises:
        Failure: the first day is after the last one.
    """
    last = until or rerun.last_day or now.date()
    if since is not None:
        first = since
    else:
        first = Week.of(last).monday if rerun.replaying else first_missing(store, last)
    if first > last:
        raise Failure(f"--since {first} est après --until {last}")
    return Span(first, last, now)


def first_missing(store: Store, last: date) -> date:
    """Two days before the first day that a source did not give whole since it was first read.

    A source never read begins with the Monday of the week before ``last``.
    """
    oldest = last - timedelta(days=LONGEST_ABSENCE)
    beginning = Week.of(last - timedelta(days=7)).monday
    # A second way that fails must not have the first ones read again: it holds nothing of its own.
    by_day = [one.name for one in SOURCES if one.by_day and one.name not in SECOND_WAYS]
    with store.read() as session:
        done = [crawls.done_days(session, name, since=oldest, until=last) for name in by_day]
    return min(_missing(days, last) or beginning for days in done)


def weeks_of(span: Span, *, replaying: bool) -> list[Week]:
    """The weeks to compose: those that are over, and in a replay every week asked for."""
    weeks = weeks_between(span.since, span.until)
    if replaying:
        return weeks
    return [week for week in weeks if week.sunday < span.now.date()]


def _missing(done: set[date], last: date) -> date | None:
    if not done:
        return None
    missing = next((day for day in days_between(min(done), last) if day not in done), last)
    return max(min(done), missing - timedelta(days=OVERLAP_DAYS))
