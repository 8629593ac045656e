"""The domain tables: reference, overlaid by what the staff have changed.

Plain frozen data, built once on the top floor and handed down. A judgement reads thresholds,
labour shares, rates of integration, hourly costs and the list of ESS codes; cards and entries read
the sectors of CPV codes and the bodies that follow clauses. Each row knows its source and whether
it is confirmed.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any, Literal, TypeAlias, TypeVar, get_args

from veille.core.directory import Directory
from veille.core.notices import BuyerKind, ContractNature, Regime
from veille.core.reference import cpv as vocabulary
from veille.core.reference.facilitators import Body, Facilitator, read_body, read_facilitator
from veille.core.reference.figures import (
    EssCode,
    HourlyCost,
    InsertionRate,
    LabourShare,
    read_ess_code,
    read_hourly_cost,
    read_insertion_rate,
    read_labour_share,
)
from veille.core.reference.sectors import SectorPrefix, read_sector_prefix, sectors_of
from veille.core.reference.tables import rows as reference_rows
from veille.core.reference.thresholds import ANY, Threshold, matching, read_threshold
from veille.core.refusals import Refusal

JudgingTable = Literal["thresholds", "labour_shares", "insertion_rates", "hourly_costs", "ess_cpv"]
TableName = Literal[JudgingTable, "sector_prefixes", "bodies", "facilitators"]
JUDGING_TABLES: tuple[JudgingTable, ...] = get_args(JudgingTable)
TABLE_NAMES: tuple[TableName, ...] = get_args(TableName)

_T = TypeVar("_T")
Row: TypeAlias = (
    Threshold
    | LabourShare
    | InsertionRate
    | HourlyCost
    | EssCode
    | SectorPrefix
    | Body
    | Facilitator
)

_READERS: Mapping[TableName, Callable[[Mapping[str, str]], Row]] = {
    "thresholds": read_threshold,
    "labour_shares": read_labour_share,
    "insertion_rates": read_insertion_rate,
    "hourly_costs": read_hourly_cost,
    "ess_cpv": read_ess_code,
    "sector_prefixes": read_sector_prefix,
    "bodies": read_body,
    "facilitators": read_facilitator,
}


class InvalidRow(Refusal):
    """A row that cannot be used; the message names the table and the column."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A change by the staff: the cells of a row, by the column names of the reference table.

    It replaces the row of the same key, or is added. ``withdrawn`` takes that row away instead.
    Who changed it and when is the store's business; ``values["source"]`` says where it is from.
    """

    table: TableName
    values: Mapping[str, str]
    withdrawn: bool = False


@dataclass(frozen=True)
class Tables:
    """Everything that is taken from the domain, each table in a fixed order."""

    thresholds: tuple[Threshold, ...]
    labour_shares: tuple[LabourShare, ...]
    insertion_rates: tuple[InsertionRate, ...]
    hourly_costs: tuple[HourlyCost, ...]
    ess_cpv: tuple[EssCode, ...]
    sector_prefixes: tuple[SectorPrefix, ...]
    bodies: tuple[Body, ...]
    facilitators: tuple[Facilitator, ...]

    def rows(self, name: TableName) -> tuple[Row, ...]:
        """The rows of a table, in order."""
        content: tuple[Row, ...] = getattr(self, name)
        return content

    def thresholds_on(
        self, day: date, regime: Regime, kind: BuyerKind, nature: ContractNature | None
    ) -> tuple[Threshold, ...]:
        """Every threshold that may apply to a consultation launched on ``day``."""
        rows = self._thresholds_by_regime.get(regime, self.thresholds)
        return matching(rows, day, regime, kind, nature)

    def labour_of_cpv(self, code: str) -> LabourShare | None:
        """The trade of the longest known prefix of a CPV code; null when it has none."""
        return _longest(self._labour_by_prefix, code)

    def labour_of_descriptor(self, code: str) -> tuple[LabourShare, ...]:
        """The trades of a BOAMP descriptor, none when it tells none."""
        return self._labour_by_descriptor.get(code, ())

    def insertion_rate(self, sector: str) -> InsertionRate | None:
        """The rate of the sector, else that of ``any``."""
        return self._rates.get(sector) or self._rates.get(ANY)

    def hourly_cost(self, sector: str) -> HourlyCost | None:
        """The cost of the sector, else that of ``any``."""
        return self._costs.get(sector) or self._costs.get(ANY)

    def is_ess(self, code: str) -> bool:
        """Whether a CPV code is in the ESS list, or below one that is."""
        return _longest(self._ess_by_prefix, code) is not None

    def sectors_of(self, cpv: Iterable[str], descriptors: Iterable[str] = ()) -> tuple[str, ...]:
        """The sectors of a procedure, see ``veille.core.reference.sectors.sectors_of``."""
        return sectors_of(cpv, descriptors, self._sectors)

    @cached_property
    def directory(self) -> Directory:
        """Who follows the clauses of which area."""
        return Directory(self.bodies, self.facilitators)

    @cached_property
    def fingerprint(self) -> str:
        """Eight hexadecimal digits that change whenever something does that a judgement reads.

        It reads no source, and neither sectors nor bodies.
        """
        content = [
            [replace(row, source=None) for row in getattr(self, name)] for name in JUDGING_TABLES
        ]
        return hashlib.sha256(repr(content).encode()).hexdigest()[:8]

    @cached_property
    def _thresholds_by_regime(self) -> dict[str, tuple[Threshold, ...]]:
        return {
            regime: tuple(row for row in self.thresholds if row.regime in {ANY, regime})
            for regime in get_args(Regime)
            if regime != "unknown"
        }

    @cached_property
    def _labour_by_prefix(self) -> dict[str, LabourShare]:
        return {prefix: row for row in self.labour_shares for prefix in row.cpv}

    @cached_property
    def _labour_by_descriptor(self) -> dict[str, tuple[LabourShare, ...]]:
        found: dict[str, tuple[LabourShare, ...]] = {}
        for row in self.labour_shares:
            for code in row.descriptors:
                found[code] = (*found.get(code, ()), row)
        return found

    @cached_property
    def _rates(self) -> dict[str, InsertionRate]:
        return {row.sector: row for row in self.insertion_rates}

    @cached_property
    def _costs(self) -> dict[str, HourlyCost]:
        return {row.sector: row for row in self.hourly_costs}

    @cached_property
    def _sectors(self) -> dict[str, str]:
        return {row.prefix: row.sector for row in self.sector_prefixes}

    @cached_property
    def _ess_by_prefix(self) -> dict[str, EssCode]:
        """By significant digits: 85000000 stands for every code that begins with 85."""
        return {row.code[:2] + row.code[2:].rstrip("0"): row for row in self.ess_cpv}


@cache
def reference_tables() -> Tables:
    """The tables that ship with the package."""
    contents: dict[str, Any] = {name: _reference(name) for name in TABLE_NAMES}
    return Tables(**contents)


def overlay(tables: Tables, rows: Iterable[TableRow]) -> Tables:
    """The tables with the staff's rows over them; of two rows with the same key the later wins.

    Pure. A row that replaces another keeps its place, so the order is the same every time.

    Raises:
        InvalidRow: a row names no table, or a cell is not what it should be.
    """
    changed: dict[str, dict[str, Row]] = {}
    for edit in rows:
        row = read_row(edit.table, edit.values)
        content = changed.setdefault(edit.table, _by_key(getattr(tables, edit.table)))
        if edit.withdrawn:
            content.pop(row.key, None)
        else:
            content[row.key] = row
    contents: dict[str, Any] = {name: tuple(kept.values()) for name, kept in changed.items()}
    return replace(tables, **contents)


def _by_key(content: Iterable[Row]) -> dict[str, Row]:
    return {row.key: row for row in content}


def _reference(name: TableName) -> tuple[Any, ...]:
    return tuple(read_row(name, row) for row in reference_rows(name))


def read_row(name: TableName, values: Mapping[str, str]) -> Row:
    """The row that these cells make.

    Raises:
        InvalidRow: it is no table, or a cell is not what it should be.
    """
    if name not in _READERS:
        raise InvalidRow(f"table inconnue, « {name} » : {', '.join(TABLE_NAMES)} attendue")
    try:
        return _READERS[name](values)
    except ValueError as error:
        raise InvalidRow(f"{name}, {error}") from None


def _longest(by_prefix: Mapping[str, _T], code: str) -> _T | None:
    digits = vocabulary.clean(code) or ""
    found = (by_prefix.get(digits[:length]) for length in range(len(digits), 0, -1))
    return next((row for row in found if row is not None), None)
