"""How full the notices of a source are, week after week, and which fields fell."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from veille.app.sources.situation import BEFORE, RECENT, falls_until
from veille.core.clock import Week
from veille.core.fill_rates import FIELDS, Filled, rate, together
from veille.core.french import NBSP, number
from veille.store.source_days import SourceDay

WEEKS = 6
_POINTS = 10
"""A change of fewer points is not shown as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldLine:
    """A field: its rates in words, in the last seven days, before, and by week (oldest first).

    ``of`` is the number of notices of the last seven days that may have it.
    """

    label: str
    now: str
    before: str
    change: str
    fell: bool
    of: int
    weeks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """The table: the mondays of its weeks, its lines."""

    weeks: tuple[date, ...]
    lines: tuple[FieldLine, ...]


def filling(days: Sequence[SourceDay], today: date) -> Filling:
    """The rates of the seven days until today, of the eight weeks before, of the last weeks."""
    recent, earlier = today - timedelta(days=RECENT), today - timedelta(days=RECENT + BEFORE)
    now = together(one.filled for one in days if recent < one.day <= today)
    before = together(one.filled for one in days if earlier < one.day <= recent)
    by_week: defaultdict[Week, list[Filled]] = defaultdict(list)
    for one in days:
        by_week[Week.of(one.day)].append(one.filled)
    weeks = [Week.of(today - timedelta(days=7 * back)) for back in range(WEEKS - 1, -1, -1)]
    sums = [together(by_week[week]) for week in weeks]
    fallen = {fall.field for fall in falls_until(days, today)}
    return Filling(
        weeks=tuple(week.monday for week in weeks),
        lines=tuple(
            FieldLine(
                label=field.label,
                now=_percent(rate(now, field.name)),
                before=_percent(rate(before, field.name)),
                change=_change(rate(before, field.name), rate(now, field.name)),
                fell=field.name in fallen,
                of=now.get(field.name, (0, 0))[1],
                weeks=tuple(_percent(rate(one, field.name)) for one in sums),
            )
            for field in FIELDS
            if field.name in now or field.name in before
        ),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{number(100 * share, decimals=0)}{NBSP}%"


def _change(before: float | None, now: float | None) -> str:
    if before is None or now is None:
        return ""
    points = round(100 * (now - before))
    if abs(points) < _POINTS:
        return "stable"
    return f"{'+' if points > 0 else ''}{number(points, decimals=0)}{NBSP}points"
