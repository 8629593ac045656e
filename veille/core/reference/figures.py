"""The figures of an hours estimate and the ESS list: row types, and how a row is read.

Shares and rates are fractions (0.05 is 5 %), costs euros an hour. ``confirmed`` is false where no
source was read: such a figure is shown « à confirmer ».
"""

from collections.abc import Mapping
from dataclasses import dataclass

from veille.core.reference import cells
from veille.core.reference.sectors import SECTORS
from veille.core.reference.thresholds import ANY

_HIGHEST_COST = 500  # euros an hour


@dataclass(frozen=True, slots=True)
class LabourShare:
    """The part of labour in the price of a trade.

    ``cpv`` are prefixes, the longest one wins; ``descriptors`` BOAMP codes; ``sector`` gives the
    rate and the cost; ``note`` is what to mind, in French.
    """

    trade: str
    label: str
    sector: str
    cpv: tuple[str, ...]
    descriptors: tuple[str, ...]
    low: float
    high: float
    note: str | None
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """One row replaces another of the same trade."""
        return self.trade


@dataclass(frozen=True, slots=True)
class InsertionRate:
    """The usual part of the labour given to integration in a sector, or in ``any``."""

    sector: str
    low: float
    high: float
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """One row replaces another of the same sector."""
        return self.sector


@dataclass(frozen=True, slots=True)
class HourlyCost:
    """What an hour of labour costs in a sector, charges included, or in ``any``."""

    sector: str
    low: float
    high: float
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """One row replaces another of the same sector."""
        return self.sector


@dataclass(frozen=True, slots=True)
class EssCode:
    """A CPV code that may be reserved to the social economy (L2113-15)."""

    code: str
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """Its eight digits."""
        return self.code


def read_labour_share(row: Mapping[str, str]) -> LabourShare:
    """Raises ``ValueError``, one line, where a cell is not what it should be; so do the others."""
    low, high = cells.interval(row, least=0, most=1)
    return LabourShare(
        trade=cells.word(row, "trade"),
        label=cells.word(row, "label"),
        sector=_sector(row),
        cpv=cells.cpv_prefixes(row, "cpv"),
        descriptors=cells.several(row, "descriptors"),
        low=low,
        high=high,
        note=cells.words(row, "note"),
        source=cells.words(row, "source"),
        confirmed=cells.confirmed(row),
    )


def read_insertion_rate(row: Mapping[str, str]) -> InsertionRate:
    """A row of ``insertion_rates``."""
    low, high = cells.interval(row, least=0, most=1)
    return InsertionRate(_sector(row), low, high, cells.words(row, "source"), cells.confirmed(row))


def read_hourly_cost(row: Mapping[str, str]) -> HourlyCost:
    """A row of ``hourly_costs``."""
    low, high = cells.interval(row, least=1, most=_HIGHEST_COST)
    return HourlyCost(_sector(row), low, high, cells.words(row, "source"), cells.confirmed(row))


def read_ess_code(row: Mapping[str, str]) -> EssCode:
    """A row of ``ess_cpv``."""
    code = cells.cpv_prefix(row, "code")
    if len(code) != 8:
        raise ValueError(f"code : huit chiffres d’un code CPV attendus, et non « {code} »")
    return EssCode(code, cells.words(row, "source"), cells.confirmed(row))


def _sector(row: Mapping[str, str]) -> str:
    code = cells.word(row, "sector")
    if code != ANY and code not in SECTORS:
        raise ValueError(f"sector : secteur inconnu, « {code} »")
    return code
