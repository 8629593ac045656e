"""The periods of editions: half-open days in Paris, when each is due, which were missed.

A weekly edition is one ISO week, a monthly one a calendar month, a daily one the days since the
working day before; an immediate one is the ``part``-th of its day. An edition is due at 07:30 on
the day its period ends, later where that is a Sunday or a public holiday.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from veille.core.clock import PARIS, Week, paris, start_of_day
from veille.core.workdays import is_working_day, next_working_moment

EditionKind = Literal["immediate", "daily", "weekly", "monthly"]

DUE = time(7, 30)
MOST_MISSED = 13
"""Whole periods made up one by one after a long stop; what is older comes late in the first."""

_DAY = timedelta(days=1)
_IMMEDIATE_LATE = timedelta(days=3)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days ``start`` to before ``end``; ``part`` numbers the editions of one immediate day."""

    kind: EditionKind
    start: date
    end: date
    part: int = 0

    @property
    def last_day(self) -> date:
        """The last day it holds."""
        return self.end - _DAY

    @property
    def late_before(self) -> date:
        """What was published before this day is late: a source shows a notice a day or two after.

        Only an immediate edition, which is of the running day, has to allow for it.
        """
        return self.start - _IMMEDIATE_LATE if self.kind == "immediate" else self.start

    def due(self, composed_at: datetime, at: time = DUE) -> datetime:
        """When it goes out: at ``at`` on a working day, at once if it was composed after that."""
        if self.kind == "immediate":
            return next_working_moment(composed_at)
        planned = next_working_moment(datetime.combine(self.end, at, tzinfo=PARIS))
        return planned if composed_at <= planned else next_working_moment(composed_at)


def weekly(week: Week) -> Period:
    """The period of an ISO week."""
    return Period("weekly", week.monday, week.next().monday)


def monthly(day: date) -> Period:
    """The calendar month that holds ``day``."""
    start = day.replace(day=1)
    return Period("monthly", start, _next_month(start))


def immediate(now: datetime, part: int) -> Period:
    """The ``part``-th immediate edition of today, counted from 1."""
    today = paris(now).date()
    return Period("immediate", today, today + _DAY, part)


def missed(kind: EditionKind, made_until: date | None, now: datetime) -> list[Period]:
    """The periods that have ended and have no edition, oldest first.

    ``made_until`` is the end of the newest period that has one; without any, only the last period
    counts. A day is never made up alone: one daily edition holds all the days since the last.
    """
    today = paris(now).date()
    if kind == "daily":
        return _missed_days(made_until, today)
    if kind == "weekly":
        last = weekly(Week.of(today - timedelta(days=7)))
        following = weekly(Week.of(made_until)) if made_until else last
    elif kind == "monthly":
        last = monthly(today.replace(day=1) - _DAY)
        following = monthly(made_until) if made_until else last
    else:
        return []
    found = []
    while following.end <= last.end:
        found.append(following)
        following = _after(following)
    return found[-MOST_MISSED:]


def next_due(kind: EditionKind, now: datetime, at: time = DUE) -> datetime:
    """When the next edition of a kind goes out after ``now``, if it has anything to say."""
    today = paris(now).date()
    if kind == "immediate":
        return next_working_moment(now)
    if kind == "weekly":
        last = weekly(Week.of(today - timedelta(days=7)))
    elif kind == "monthly":
        last = monthly(today.replace(day=1) - _DAY)
    else:
        last = Period("daily", today - _DAY, today)
    due = last.due(start_of_day(last.end), at)
    while due <= now:
        last = _after(last)
        due = last.due(start_of_day(last.end), at)
    return due


def _after(period: Period) -> Period:
    if period.kind == "daily":
        return Period("daily", period.end, period.end + _DAY)
    return weekly(Week.of(period.end)) if period.kind == "weekly" else monthly(period.end)


def _missed_days(made_until: date | None, today: date) -> list[Period]:
    end = today
    while not is_working_day(end):
        end -= _DAY
    start = made_until or _working_day_before(end)
    return [Period("daily", start, end)] if start < end else []


def _working_day_before(day: date) -> date:
    day -= _DAY
    while not is_working_day(day):
        day -= _DAY
    return day


def _next_month(start: date) -> date:
    return (start + timedelta(days=32)).replace(day=1)
