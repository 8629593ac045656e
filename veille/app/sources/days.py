"""What a source announced, gave and was read for, day by day: a chart, a table, a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from veille.app.charts import Axis, Figure, Point, columns, day_value
from veille.core.clock import days_between
from veille.core.french import count, day_month, join
from veille.core.rhythm import Rhythm, Usual
from veille.core.workdays import is_working_day
from veille.store.crawl_units import DayTotal

DAYS = 35
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A day of publication: what was announced and received, the notices read, what is usual.

    ``whole``: the day need not be read again.
    """

    day: date
    announced: int | None
    received: int | None
    notices: int
    usual: Usual
    whole: bool

    @property
    def short(self) -> bool:
        """Whether less came than the source announced."""
        return self.announced is not None and (self.received or 0) < self.announced

    @property
    def rests(self) -> bool:
        """Whether nothing is expected of such a day."""
        return not is_working_day(self.day)


def day_lines(
    today: date,
    counts: Mapping[date, int],
    totals: Mapping[date, DayTotal],
    done: set[date],
    rhythm: Rhythm,
) -> tuple[DayLine, ...]:
    """The last days, oldest first."""
    found = []
    for day in days_between(today - timedelta(days=DAYS - 1), today):
        total = totals.get(day)
        found.append(
            DayLine(
                day=day,
                announced=total.announced if total else None,
                received=total.received if total else None,
                notices=counts.get(day, 0),
                usual=rhythm.on(day),
                whole=day in done,
            )
        )
    return tuple(found)


def in_words(lines: Sequence[DayLine]) -> str:
    """What the chart shows."""
    notices = sum(one.notices for one in lines)
    said = f"{count(notices, 'avis', 'avis')} en {count(len(lines), 'jour')}"
    announced = [one for one in lines if one.announced is not None]
    if not announced:
        return f"{said}. Cette source n’annonce pas de total par jour."
    short = [one for one in announced if one.short]
    if not short:
        return f"{said}. Tout ce que la source a annoncé a été reçu."
    named = join([day_month(one.day) for one in short[-_NAMED:]])
    more = f", {count(len(short), 'jour')} en tout" if len(short) > _NAMED else ""
    return f"{said}. Il manque des relevés annoncés le {named}{more}."


def figure(label: str, lines: Sequence[DayLine]) -> Figure:
    """The chart; drawn once for the same figures."""
    drawn = [("avis lus", one.day, one.notices) for one in lines]
    drawn += [
        ("annoncés par la source", one.day, one.announced)
        for one in lines
        if one.announced is not None
    ]
    return _drawn(label, in_words(lines), tuple(drawn))


@lru_cache(maxsize=32)
def _drawn(label: str, sentence: str, drawn: tuple[tuple[str, date, int], ...]) -> Figure:
    points = [Point(day_value(day), number, series) for series, day, number in drawn]
    return columns(
        f"{label}, par jour de parution",
        sentence,
        points,
        Axis("jour de parution", "day"),
        Axis("avis"),
    )
