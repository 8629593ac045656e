"""The twenty sectors that people subscribe to, from CPV codes or BOAMP descriptors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from veille.core.reference import cells
from veille.core.reference import cpv as vocabulary
from veille.core.reference.tables import items, rows


class _Sectors(Mapping[str, str]):
    """Sector code → French label, in the order of the table, read when first asked for."""

    def __getitem__(self, code: str) -> str:
        return _labels()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_labels())

    def __len__(self) -> int:
        return len(_labels())


SECTORS: Mapping[str, str] = _Sectors()


@dataclass(frozen=True, slots=True)
class SectorPrefix:
    """The sector of every CPV code that begins with ``prefix``; the longest prefix wins."""

    prefix: str
    sector: str
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """One row replaces another of the same prefix."""
        return self.prefix


def read_sector_prefix(row: Mapping[str, str]) -> SectorPrefix:
    """Raises ``ValueError``, one line, where a cell is not what it should be."""
    return SectorPrefix(
        prefix=cells.cpv_prefix(row, "prefix"),
        sector=cells.one_of(row, "sector", SECTORS),
        source=cells.words(row, "source"),
        confirmed=cells.confirmed(row),
    )


def sectors_of(
    cpv: Iterable[str],
    descriptors: Iterable[str] = (),
    prefixes: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The sectors of a procedure, each once, the first code's first.

    ``cpv`` are the codes of the procedure and of all its lots: each gives the sector of its
    longest known prefix. ``descriptors`` (BOAMP codes) speak only where no CPV code does; the
    general ones (« Prestations de services ») give none. ``prefixes`` (prefix → sector) are those
    that ship by default.
    """
    by_cpv = [sector for code in cpv if (sector := sector_of_cpv(code, prefixes)) is not None]
    if by_cpv:
        return tuple(dict.fromkeys(by_cpv))
    found = [sector for code in descriptors for sector in sectors_of_descriptor(code)]
    return tuple(dict.fromkeys(found))


def sector_of_cpv(code: str, prefixes: Mapping[str, str] | None = None) -> str | None:
    """The sector of the longest known prefix of a CPV code; null when it is none."""
    digits = vocabulary.clean(code)
    if digits is None:
        return None
    known = _prefixes() if prefixes is None else prefixes
    found = (known.get(digits[:length]) for length in range(len(digits), 0, -1))
    return next((sector for sector in found if sector), None)


def cpv_of_sector(sector: str) -> str | None:
    """The widest CPV code of a sector; null when no code gives it."""
    prefixes = [prefix for prefix, own in _prefixes().items() if own == sector]
    widest = min(prefixes, key=lambda prefix: (len(prefix), prefix), default=None)
    return widest.ljust(8, "0") if widest else None


def sectors_of_descriptor(code: str) -> tuple[str, ...]:
    """The sectors of a BOAMP descriptor; empty when it is unknown or too general."""
    return _descriptors().get(code.strip(), ())


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows("sectors")}


@cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["sector"] for row in rows("sector_prefixes")}


@cache
def _descriptors() -> dict[str, tuple[str, ...]]:
    return {row["code"]: items(row["sectors"]) for row in rows("descriptors")}
