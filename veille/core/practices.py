"""A buyer's practice: what it declared of its contracts, year by year. Counts, no judgement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from veille.core.contracts import Social
from veille.core.reference.sectors import SECTORS, sector_of_cpv

MOST_SECTORS = 6
_OTHER = "autres"


@dataclass(frozen=True, slots=True)
class Counted:
    """``contracts`` of one year that have the same code and declare the same (null: not said)."""

    year: int | None
    cpv: str | None
    social: tuple[Social, ...] | None
    contracts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Contracts: all, those whose data say whether there is a social consideration, and which."""

    contracts: int = 0
    said: int = 0
    social: int = 0
    reserved: int = 0
    clause: int = 0
    criterion: int = 0

    @property
    def share(self) -> float | None:
        """Of those whose data say, the share with a social consideration; null where none says."""
        return self.social / self.said if self.said else None

    def plus(self, one: Counted) -> "Tally":
        """With these counted too."""
        said = one.contracts if one.social is not None else 0
        has = {name: one.contracts * (name in (one.social or ())) for name in _NAMES}
        return Tally(
            contracts=self.contracts + one.contracts,
            said=self.said + said,
            social=self.social + (one.contracts if one.social else 0),
            reserved=self.reserved + has["reserved"],
            clause=self.clause + has["clause"],
            criterion=self.criterion + has["criterion"],
        )


_NAMES: tuple[Social, ...] = ("reserved", "clause", "criterion")


@dataclass(frozen=True, slots=True)
class Practice:
    """What is known of a buyer's contracts: in all, by year (newest first), by sector (largest)."""

    total: Tally
    years: tuple[tuple[int, Tally], ...]
    sectors: tuple[tuple[str, Tally], ...]


def practice(counted: Iterable[Counted]) -> Practice:
    """The practice that these counts show."""
    total = Tally()
    years: defaultdict[int, Tally] = defaultdict(Tally)
    sectors: defaultdict[str, Tally] = defaultdict(Tally)
    for one in counted:
        total = total.plus(one)
        if one.year is not None:
            years[one.year] = years[one.year].plus(one)
        sector = _sector(one.cpv)
        sectors[sector] = sectors[sector].plus(one)
    largest = sorted(sectors.items(), key=lambda item: (-item[1].contracts, item[0]))
    newest = tuple((year, years[year]) for year in sorted(years, reverse=True))
    return Practice(total, newest, tuple(largest[:MOST_SECTORS]))


def _sector(cpv: str | None) -> str:
    code = sector_of_cpv(cpv) if cpv else None
    return SECTORS[code] if code else _OTHER
