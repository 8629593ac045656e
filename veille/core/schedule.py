"""When things are due: the slots of a calendar, in Paris wall time.

A slot's name is the period of a run: two clocks that look at the same calendar name it alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from veille.core.clock import PARIS, Week, days_between, paris
from veille.core.workdays import next_working_moment

QUIET_FROM = time(2)
QUIET_UNTIL = time(3, 30)


def is_quiet(moment: time) -> bool:
    """Whether nothing starts at this time of day in Paris: clocks change between 02:00 and 03:30.

    (They change at 02:00 or 03:00; half an hour more lets what was late come to rest.)
    """
    return QUIET_FROM <= moment.replace(tzinfo=None) < QUIET_UNTIL


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A run that is due at ``due``, about ``period``."""

    due: datetime
    period: str


class Calendar(Protocol):
    """A rule that gives slots."""

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """The slots due after ``since`` and not after ``until``, oldest first."""


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day at each of ``times``: ``2026-11-16``, or ``2026-11-16/1`` where there are several.

    With ``workdays``, what falls on a Sunday or a public holiday is due on the next working day.
    """

    times: tuple[time, ...]
    workdays: bool = False

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """See ``Calendar``."""
        found = (
            Slot(_due(day, moment, self.workdays), _numbered(day, number, len(self.times)))
            for day in _days(since, until)
            for number, moment in enumerate(sorted(self.times), start=1)
        )
        yield from _between(found, since, until)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Every week on ``weekday`` (Monday is 1) at ``at``: ``2026-W47``, the week it is due in."""

    weekday: int
    at: time
    workdays: bool = False

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """See ``Calendar``."""
        found = (
            Slot(_due(day, self.at, self.workdays), str(Week.of(day)))
            for day in _days(since, until)
            if day.isoweekday() == self.weekday
        )
        yield from _between(found, since, until)


@dataclass(frozen=True, slots=True)
class Monthly:
    """On the first of every month at ``at``: ``2026-11``, the month it is due in."""

    at: time
    workdays: bool = False

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """See ``Calendar``."""
        found = (
            Slot(_due(day, self.at, self.workdays), f"{day:%Y-%m}")
            for day in _days(since, until)
            if day.day == 1
        )
        yield from _between(found, since, until)


@dataclass(frozen=True, slots=True)
class Every:
    """Every ``minutes`` of the day, counted from midnight UTC, but at no quiet time."""

    minutes: int

    def slots(self, since: datetime, until: datetime) -> Iterator[Slot]:
        """See ``Calendar``."""
        step = timedelta(minutes=self.minutes)
        start = since.astimezone(UTC)
        midnight = start.replace(hour=0, minute=0, second=0, microsecond=0)
        due = midnight + (start - midnight) // step * step
        while (due := due + step) <= until:
            if not is_quiet(paris(due).time()):
                yield Slot(paris(due), f"{due:%Y-%m-%dT%H:%MZ}")


def latest(calendar: Calendar, since: datetime, until: datetime) -> Slot | None:
    """The last slot due after ``since`` and not after ``until``."""
    last = None
    for slot in calendar.slots(since, until):
        last = slot
    return last


_LONGEST_DELAY = timedelta(days=5)  # more than the longest run of holidays and Sundays


def _days(since: datetime, until: datetime) -> Iterator[date]:
    """The days whose slots may be due between the two: a delay moves a slot some days on."""
    return days_between(paris(since - _LONGEST_DELAY).date(), paris(until).date())


def _due(day: date, at: time, workdays: bool) -> datetime:
    moment = datetime.combine(day, at, tzinfo=PARIS)
    return next_working_moment(moment) if workdays else moment


def _numbered(day: date, number: int, of: int) -> str:
    return f"{day}/{number}" if of > 1 else f"{day}"


def _between(slots: Iterator[Slot], since: datetime, until: datetime) -> Iterator[Slot]:
    yield from sorted(slot for slot in slots if since < slot.due <= until)
