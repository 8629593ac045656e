"""The territories of the observatory, and the parts that each is split into."""

from dataclasses import dataclass

from veille.core.areas import area
from veille.core.reference import communes as register
from veille.core.reference.departments import departments
from veille.core.reference.regions import region_of_department, regions
from veille.core.territory import territories

EVERYWHERE = "tout"
"""What stands in an address for all that was read."""


@dataclass(frozen=True, slots=True)
class Where:
    """A territory: ``code`` in an address, ``area`` in the store (null: everywhere).

    ``parts`` is what its parts are called, null where it has none, ``part_codes`` which they are.
    """

    code: str
    label: str
    area: str | None
    parts: str | None
    part_codes: tuple[str, ...]

    @property
    def has_map(self) -> bool:
        """Whether its parts are those of the map of tiles."""
        return self.area == register.DEPARTMENT


def where(code: str) -> Where:
    """The territory of a code.

    Raises:
        UnknownTerritoryError: no territory has this code.
    """
    if code == EVERYWHERE:
        found = tuple(one.code for one in regions())
        return Where(code, "Tout ce qui a été lu", None, "régions", found)
    known = area(code)
    if code == register.DEPARTMENT:
        return Where(code, known.label, code, "intercommunalités", tuple(register.epcis()))
    if known.level == "epci":
        return Where(code, known.label, code, "communes", tuple(sorted(known.communes)))
    if known.level == "region":
        held = tuple(number for number in departments() if _is_in(number, code))
        return Where(code, known.label, code, "départements", held)
    return Where(code, known.label, code, None, ())


def offered(first: str) -> tuple[tuple[str, str], ...]:
    """Code and name of the territories to choose from: that of the install, those of the

    Hérault, everything.
    """
    known = {first: where(first).label}
    known |= {one.code: one.label for one in territories()}
    known |= {EVERYWHERE: where(EVERYWHERE).label}
    return tuple(known.items())


def _is_in(department: str, region: str) -> bool:
    found = region_of_department(department)
    return found is not None and found.code == region
