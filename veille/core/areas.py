"""The areas that a person may ask for: communes, EPCI, the département, its region.

Codes: INSEE commune ``34172``, SIREN of an EPCI, département ``34``, region ``R76``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from veille.core.reference import communes as register
from veille.core.reference.departments import (
    department_name,
    departments,
    normalise_department,
)
from veille.core.reference.place_names import MAX_LENGTH, plain_name
from veille.core.reference.regions import region, region_of_department, regions
from veille.core.territory import UnknownTerritoryError

Level = Literal["commune", "epci", "department", "region"]


@dataclass(frozen=True, slots=True)
class Area:
    """An area: ``communes`` are the INSEE codes that are known of it, none outside the Hérault."""

    code: str
    label: str
    level: Level
    communes: frozenset[str]


_LONGEST_SHOWN = 40


@cache
def area(code: str) -> Area:
    """The area of ``code``.

    Raises:
        UnknownTerritoryError: no area has this code.
    """
    found = _commune(code) or _epci(code) or _region(code) or _department(code)
    if found is None:
        raise UnknownTerritoryError(f"territoire inconnu : {code}")
    return found


def find_area(text: str) -> Area:
    """The area of a code or of a name (« Sète », « Occitanie »), whatever its spelling.

    Raises:
        UnknownTerritoryError: no area is called so.
    """
    given = text.strip()
    named = _by_name().get(plain_name(given)) if len(given) <= MAX_LENGTH else None
    return area(named or given[:_LONGEST_SHOWN])


def share_ground(code: str, scopes: Iterable[str]) -> bool:
    """Is the area in one of ``scopes``, or does it hold one of them?

    Raises:
        UnknownTerritoryError: no area has one of these codes.
    """
    asked = area(code)
    return any(code == scope or asked.communes & area(scope).communes for scope in scopes)


def _commune(code: str) -> Area | None:
    found = register.commune(code)
    return Area(code, found.name, "commune", frozenset({code})) if found else None


def _epci(code: str) -> Area | None:
    found = register.epci(code)
    return Area(code, found.name, "epci", frozenset(found.communes)) if found else None


def _region(code: str) -> Area | None:
    found = region(code)
    if found is None:
        return None
    holds = region_of_department(register.DEPARTMENT) == found
    return Area(code, found.label, "region", _every_commune() if holds else frozenset())


def _department(code: str) -> Area | None:
    name = department_name(code) if normalise_department(code) == code else None
    if name is None:
        return None
    holds = code == register.DEPARTMENT
    return Area(code, name, "department", _every_commune() if holds else frozenset())


@cache
def _by_name() -> dict[str, str]:
    """The larger an area, the more its name is meant, but a commune's rather than its EPCI's."""
    found = {plain_name(one.name): one.siren for one in register.epcis().values()}
    found |= {plain_name(one.name): one.insee for one in register.communes().values()}
    found |= {plain_name(one.label): one.code for one in regions()}
    return found | {plain_name(name): code for code, name in departments().items()}


def _every_commune() -> frozenset[str]:
    return frozenset(register.communes())
