"""The seventeen EPCI of the Hérault as equal tiles, placed roughly as on the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from veille.core.reference import communes as register
from veille.core.reference.tables import items, rows

SHADES = 5
"""Of which the first, 0, is for none."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tile is, from 0, and the name that fits in it, on two lines at most."""

    siren: str
    column: int
    row: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile with its number; ``shade`` from 0 (none) to ``SHADES - 1`` (most)."""

    place: Place
    name: str
    value: int
    shade: int


@cache
def places() -> tuple[Place, ...]:
    """Where each EPCI is, from top to bottom."""
    found = (
        Place(row["siren"], int(row["column"]), int(row["row"]), items(row["lines"]))
        for row in rows("epci_tiles")
    )
    return tuple(sorted(found, key=lambda one: (one.row, one.column)))


def tiles(values: Mapping[str, int]) -> tuple[Tile, ...]:
    """A tile for each EPCI; one that is not in ``values`` has none."""
    most = max(values.values(), default=0)
    return tuple(
        Tile(
            place,
            register.epcis()[place.siren].name,
            values.get(place.siren, 0),
            shade(values.get(place.siren, 0), most),
        )
        for place in places()
    )


def shade(value: int, most: int) -> int:
    """0 for none, else the quarter of ``most`` that ``value`` is in, from 1."""
    if value <= 0 or most <= 0:
        return 0
    return min(SHADES - 1, 1 + (SHADES - 1) * (value - 1) // most)


def size() -> tuple[int, int]:
    """How many columns and rows there are."""
    return 1 + max(one.column for one in places()), 1 + max(one.row for one in places())
