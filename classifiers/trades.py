"""The trade of what is bought, and the figures that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from veille.core.notices import Notice
from veille.core.reference.figures import HourlyCost, InsertionRate, LabourShare
from veille.core.tables import Tables

Range = tuple[float, float]
_Figure: TypeAlias = LabourShare | InsertionRate | HourlyCost


@dataclass(frozen=True, slots=True)
class Trade:
    """What an hour estimate needs of a trade; ranges are low then high.

    ``labour`` and ``rate`` are fractions, ``cost`` euros an hour. ``confirmed`` is false where one
    of the figures has no source that was read.
    """

    labels: tuple[str, ...]
    labour: Range
    rate: Range
    cost: Range
    notes: tuple[str, ...]
    confirmed: bool


def trade_of(notice: Notice, cpv: Sequence[str], tables: Tables) -> Trade | None:
    """The trade of these codes: the first code that has one; null when none has.

    BOAMP descriptors speak only where there is no code, and not for supplies: there they name the
    goods. Several trades give the widest range.
    """
    rows = _rows(notice, cpv, tables)
    return _trade(rows, tables) if rows else None


def _rows(notice: Notice, cpv: Sequence[str], tables: Tables) -> tuple[LabourShare, ...]:
    if cpv:
        found = (tables.labour_of_cpv(code) for code in cpv)
        return tuple(row for row in found if row is not None)[:1]
    if notice.contract_nature == "supplies":
        return ()
    rows = [row for item in notice.descriptors for row in tables.labour_of_descriptor(item.code)]
    return tuple(dict.fromkeys(rows))


def _trade(rows: Sequence[LabourShare], tables: Tables) -> Trade | None:
    rates = [rate for row in rows if (rate := tables.insertion_rate(row.sector))]
    costs = [cost for row in rows if (cost := tables.hourly_cost(row.sector))]
    if not rates or not costs:
        return None
    figures: tuple[_Figure, ...] = (*rows, *rates, *costs)
    return Trade(
        labels=tuple(row.label for row in rows),
        labour=_widest(rows),
        rate=_widest(rates),
        cost=_widest(costs),
        notes=tuple(dict.fromkeys(row.note for row in rows if row.note)),
        confirmed=all(figure.confirmed for figure in figures),
    )


def _widest(rows: Sequence[_Figure]) -> Range:
    return min(row.low for row in rows), max(row.high for row in rows)
