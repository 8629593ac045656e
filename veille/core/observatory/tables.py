"""A section of the yearly page: a sentence, the table that it reads, what is drawn of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from veille.core.french import NBSP, number

ColumnKind = Literal["text", "count", "share"]
ChartKind = Literal["bars", "columns"]
LinkKind = Literal["", "buyer", "sector", "area", "year"]
Cell = str | int | float | None

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and how its cells are written (a share is a fraction)."""

    title: str
    kind: ColumnKind = "count"

    def written(self, cell: Cell) -> str:
        """A cell as people read it."""
        if cell is None:
            return UNKNOWN
        if isinstance(cell, str):
            return cell
        if self.kind == "share":
            return f"{number(100 * cell, decimals=1)}{NBSP}%"
        return number(cell)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells; ``link`` and ``code`` say what its first cell leads to."""

    cells: tuple[Cell, ...]
    link: LinkKind = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and lines."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()

    def written(self, row: Row) -> tuple[str, ...]:
        """The cells of a line as people read them."""
        pairs = zip(self.columns, row.cells, strict=True)
        return tuple(column.written(cell) for column, cell in pairs)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value that is drawn."""

    x: str
    y: float
    series: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: ``share`` says that values are fractions; no drawing library knows of it."""

    kind: ChartKind
    x: str
    y: str
    marks: tuple[Mark, ...]
    share: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; ``code`` names its files. ``chart`` is null where a table says enough."""

    code: str
    title: str
    sentence: str
    table: Table
    chart: Chart | None = None
    note: str = ""

    @property
    def fingerprint(self) -> str:
        """Twelve digits that change with what is drawn, or said of it."""
        content = repr((self.title, self.sentence, self.chart))
        return hashlib.sha256(content.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Part:
    """Sections that belong together, under a heading."""

    title: str
    sections: tuple[Section, ...] = field(default_factory=tuple)


def drawn(
    kind: ChartKind, x: str, y: str, marks: Sequence[Mark], *, share: bool = False
) -> Chart | None:
    """The chart of ``marks``; null where there is one value, or nothing but zeros."""
    names = {mark.x for mark in marks}
    if len(names) < 2 or not any(mark.y for mark in marks):
        return None
    return Chart(kind, x, y, tuple(marks), share)
