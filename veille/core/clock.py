"""The one clock: Europe/Paris days, ISO weeks and wall times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris(moment: datetime) -> datetime:
    """``moment`` in Europe/Paris; a naive one is taken as Paris wall time."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=PARIS)
    return moment.astimezone(PARIS)


def start_of_day(day: date) -> datetime:
    """Midnight in Paris at which ``day`` begins."""
    return datetime.combine(day, time.min, tzinfo=PARIS)


def end_of_day(day: date) -> datetime:
    """The last minute of ``day`` in Paris, for a deadline given as a day alone."""
    return datetime.combine(day, time(23, 59), tzinfo=PARIS)


def morning_after(day: date) -> datetime:
    """07:30 in Paris on the day after ``day``: when a weekly edition is due."""
    return datetime.combine(day + timedelta(days=1), time(7, 30), tzinfo=PARIS)


def days_between(since: date, until: date) -> Iterator[date]:
    """Every day of ``since``..``until``, both included."""
    for index in range((until - since).days + 1):
        yield since + timedelta(days=index)


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, Monday 00:00 to the next Monday 00:00 (half-open), Europe/Paris."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        """The ISO week that holds ``day``."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return date.fromisocalendar(self.year, self.number, 7)

    def next(self) -> "Week":
        """The week after."""
        return Week.of(self.monday + timedelta(days=7))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


def weeks_between(since: date, until: date) -> list[Week]:
    """The ISO weeks that hold a day of ``since``..``until``, both included."""
    week, last, found = Week.of(since), Week.of(until), []
    while week <= last:
        found.append(week)
        week = week.next()
    return found
