"""The eighteen regions of France: Insee's code after an R, and the NUTS area of each."""

from dataclasses import dataclass
from functools import cache

from veille.core.reference import nuts
from veille.core.reference.departments import normalise_department
from veille.core.reference.tables import rows


@dataclass(frozen=True, slots=True)
class Region:
    """A region: ``R76``, its name, the NUTS code that its départements' codes begin with."""

    code: str
    label: str
    nuts: str


def region(code: str) -> Region | None:
    """The region of a code such as ``R76``; null when there is none."""
    return _regions().get(code)


def regions() -> tuple[Region, ...]:
    """Every region, by code."""
    return tuple(_regions().values())


def region_of_nuts(code: str) -> Region | None:
    """The region that holds a NUTS area, old codes included; null for one larger or foreign."""
    area = nuts.current(code)
    return next((one for one in _regions().values() if area.startswith(one.nuts)), None)


def region_of_department(number: str) -> Region | None:
    """The region of a département (``34`` → Occitanie); null for one that is in none."""
    known = normalise_department(number)
    return _by_department().get(known) if known else None


@cache
def _by_department() -> dict[str, Region | None]:
    return {area.department: region_of_nuts(area.code) for area in nuts.areas() if area.department}


@cache
def _regions() -> dict[str, Region]:
    return {row["code"]: Region(row["code"], row["label"], row["nuts"]) for row in rows("regions")}
