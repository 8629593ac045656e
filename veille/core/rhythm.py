"""How much a source usually publishes on a day of the week, and whether it is silent now.

Sundays and public holidays are normal silences: nothing is expected of them, nothing learned.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from veille.core.workdays import is_working_day

WEEKS = 8
"""How many last same weekdays tell what is usual."""

TELLING = 5.0
"""A silence says something once this many notices are usually published in its time."""

_FEW, _OF_MANY = 5, 20
_LONGEST = timedelta(days=60)

Counts = Mapping[date, int]
"""Notices by day of publication; a day that is missing had none."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What the last same weekdays brought: the least, the middle, the most."""

    low: int = 0
    middle: float = 0
    high: int = 0


NOTHING = Usual()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is usual by day of the week (Monday is 1)."""

    weekdays: Mapping[int, Usual]

    def on(self, day: date) -> Usual:
        """What is usual on that day."""
        return self.weekdays.get(day.isoweekday(), NOTHING) if is_working_day(day) else NOTHING

    def is_little(self, day: date, notices: int) -> bool:
        """Whether that is nothing, or next to nothing, for such a day.

        Less than a fifth of the middle of the last weeks, where that is twenty or more.
        """
        usual = self.on(day)
        return notices == 0 or (usual.middle >= _OF_MANY and notices * _FEW < usual.middle)


@dataclass(frozen=True, slots=True)
class Silence:
    """``since`` is its first day; ``missing`` how many notices are usual in its time."""

    since: date
    missing: float


def learn(counts: Counts, before: date) -> Rhythm:
    """What is usual, from the days before one.

    The silence that may last until then teaches nothing: a source that stopped stays silent,
    however long ago it did.
    """
    spoken = [day for day, notices in counts.items() if notices and day < before]
    if not spoken:
        return Rhythm({})
    first, last = min(spoken), max(spoken)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for day in _backwards(last, first):
        if is_working_day(day) and len(found[day.isoweekday()]) < WEEKS:
            found[day.isoweekday()].append(counts.get(day, 0))
    return Rhythm(
        {
            weekday: Usual(min(past), median(past), max(past))
            for weekday, past in found.items()
            if past
        }
    )


def silence(counts: Counts, rhythm: Rhythm, until: date) -> Silence | None:
    """The silence that lasts on ``until``, the last day read whole; null where it is usual."""
    missing, since = 0.0, None
    for day in _backwards(until, until - _LONGEST):
        notices = counts.get(day, 0)
        if not rhythm.is_little(day, notices):
            break
        usual = rhythm.on(day)
        if usual.middle:
            missing += max(usual.middle - notices, 0)
            since = day
    return Silence(since, missing) if since and missing >= TELLING else None


def _backwards(last: date, first: date) -> Iterator[date]:
    for back in range((last - first).days + 1):
        yield last - timedelta(days=back)
