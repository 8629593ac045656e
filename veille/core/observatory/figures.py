"""The figures of a year in a territory, as they were counted: plain numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from veille.core.estimates import Interval


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a year (null: all of them) of an area (null: all that was read).

    ``sample`` counts the invented procedures, which are never mixed with the others.
    """

    year: int | None
    area: str | None
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Procedures, each once. Hours are sums, over the number of procedures named beside them.

    ``flagged`` are reserved, or carry a clause; ``unclear`` neither for sure. ``hours`` are stated
    by ``with_hours``; ``clause_low`` to ``clause_high`` estimate those of ``clause_estimated`` that
    carry a clause without stating them, ``open_…`` those of procedures where nothing was seen.
    ``outside`` are those with a clause that are neither works nor green spaces, of ``placed`` whose
    sector is known. ``expected_seen`` and ``expected_unseen``: the law expects a clause, and one
    was seen in the notice or not.
    """

    procedures: int = 0
    publications: int = 0
    reserved: int = 0
    clause: int = 0
    flagged: int = 0
    unclear: int = 0
    hours: int = 0
    with_hours: int = 0
    clause_low: int = 0
    clause_high: int = 0
    clause_estimated: int = 0
    open_low: int = 0
    open_high: int = 0
    open_estimated: int = 0
    placed: int = 0
    outside: int = 0
    expected_seen: int = 0
    expected_unseen: int = 0
    exempt: int = 0
    not_applicable: int = 0
    obligation_unknown: int = 0
    planned: int = 0
    opened: int = 0
    planned_opened: int = 0
    opened_awarded: int = 0
    cancelled: int = 0

    @property
    def expected(self) -> int:
        """How many the law expects a clause of."""
        return self.expected_seen + self.expected_unseen


COUNT_NAMES: tuple[str, ...] = tuple(item.name for item in fields(Counts))


def added(several: Iterable[Counts]) -> Counts:
    """The sum."""
    kept = list(several)
    return Counts(**{name: sum(getattr(one, name) for one in kept) for name in COUNT_NAMES})


@dataclass(frozen=True, slots=True)
class Group:
    """The procedures of one sector, area, buyer or kind; ``code`` is what it is looked up by."""

    code: str
    label: str
    procedures: int
    reserved: int = 0
    clause: int = 0
    flagged: int = 0
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Waits:
    """Days from a call to its deadline → how many procedures, of all and of the flagged."""

    every: Mapping[int, int] = field(default_factory=dict)
    flagged: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearFigures:
    """All that was counted for one scope.

    ``months`` are keyed 1 to 12. ``winners`` are the companies and structures that won most often
    of ``winners_known``, the flagged procedures only; ``buyers`` those with most flagged ones, of
    ``buyers_known``, of which ``buyers_flagged`` have one. ``only_awarded`` procedures are left
    out: their call was never read.
    """

    scope: Scope
    months: Mapping[int, Counts] = field(default_factory=dict)
    sectors: tuple[Group, ...] = ()
    buyer_sorts: tuple[Group, ...] = ()
    buyers: tuple[Group, ...] = ()
    buyers_known: int = 0
    buyers_flagged: int = 0
    parts: tuple[Group, ...] = ()
    reserved_kinds: tuple[Group, ...] = ()
    clause_kinds: tuple[Group, ...] = ()
    winners: tuple[Group, ...] = ()
    winners_known: int = 0
    waits: Waits = field(default_factory=Waits)
    only_awarded: int = 0

    @property
    def total(self) -> Counts:
        """The whole year."""
        return added(self.months.values())

    @property
    def quarters(self) -> dict[int, Counts]:
        """By quarter, 1 to 4; those without any procedure are left out."""
        kept = {
            quarter: [one for month, one in self.months.items() if (month + 2) // 3 == quarter]
            for quarter in range(1, 5)
        }
        return {quarter: added(months) for quarter, months in kept.items() if months}


@dataclass(frozen=True, slots=True)
class Recall:
    """The published estimate of what share of the written clauses is found; null: too few tags."""

    found: Interval | None


def quantiles(counted: Mapping[int, int]) -> tuple[int, int, int] | None:
    """First quartile, median and third quartile of values counted in a histogram; null: none.

    Each is the smallest value that at least that share of all do not exceed, so it is one of them.
    """
    total = sum(counted.values())
    if not total:
        return None
    return tuple(_quantile(counted, total * part) for part in (1, 2, 3))  # type: ignore[return-value]


def _quantile(counted: Mapping[int, int], quarters: int) -> int:
    """The smallest value with at least ``quarters`` quarters of an item at or below it."""
    below = 0
    for value in sorted(counted):
        below += counted[value]
        if 4 * below >= quarters:
            return value
    return max(counted)
