"""The reference tables that ship with the package: small CSV files, read when first needed."""

import csv
from collections.abc import Iterator
from importlib.resources import files


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of table ``name`` (its file name without ``.csv``), keyed by column; no null."""
    path = files("veille.core.reference") / "data" / f"{name}.csv"
    with path.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def items(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by ``;``."""
    return tuple(item for item in cell.split(";") if item)
