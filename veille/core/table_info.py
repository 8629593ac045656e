"""A domain table in words: what its rows are called, what changed of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from veille.core.table_fields import Field
from veille.core.tables import JUDGING_TABLES, Row, TableName

NOTHING = "(rien)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """A table in words; ``slug`` is its name in addresses.

    ``by_admins``: only admins change it, since the law fixes what is in it.
    """

    name: TableName
    slug: str
    title: str
    purpose: str
    used: str
    fields: tuple[Field, ...]
    by_admins: bool = False

    @property
    def is_judging(self) -> bool:
        """Whether a change makes everything be judged anew."""
        return self.name in JUDGING_TABLES

    @property
    def shown(self) -> tuple[Field, ...]:
        """The columns of a list: not the source, which stands apart, nor codes and notes."""
        left_out = ("source", "note", "trade")
        return tuple(field for field in self.fields if field.column not in left_out)

    def label(self, cells: Mapping[str, str]) -> str:
        """What a row is called, from its cells."""
        if cells.get("label"):
            return cells["label"]
        parts = (
            field.explained(cells.get(field.column, ""))
            or field.written(cells.get(field.column, ""))
            for field in self.fields
            if field.key
        )
        return ", ".join(part for part in parts if part)


def cells_of(row: Row) -> dict[str, str]:
    """The cells of a row, by column, as the reference tables write them."""
    found = {field.name: _cell(getattr(row, field.name)) for field in fields(row)}
    if "confirmed" in found:
        found["status"] = "seen" if row.confirmed else "to_confirm"
        del found["confirmed"]
    return found


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else str(value)


def changed_words(
    info: TableInfo, before: Mapping[str, str] | None, after: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """What changed of a row: the name of each column, its old and its new value, in words."""
    for field in info.fields:
        old, new = (before or {}).get(field.column, ""), after.get(field.column, "")
        if old != new:
            yield field.label, field.written(old) or NOTHING, field.written(new) or NOTHING
