"""Places of performance: from the fields that have them, else from a line of prose."""

import re
from collections.abc import Iterable
from dataclasses import replace

from spiders.parsers.cleaning import one_line
from spiders.parsers.values import nuts, postcode
from veille.core.notices import Place
from veille.core.text import fold

_MAX_PROSE = 2_000
_MAX_PLACES = 50
_MAX_CITY = 60

_CITY = r"[^\W\d_][^\d,;:()/\n]{0,60}"
_AFTER = re.compile(rf"(?<!\d)([0-9]{{5}})(?!\d)[ ,\-–]{{0,3}}({_CITY})?")
_BEFORE = re.compile(rf"^({_CITY}?)[ ,\-–(]{{0,3}}([0-9]{{5}})(?!\d)\W*$")
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞŒ][^\W\d_]*(?:[ '’\-][^\W\d_]+){0,6}")
_AFTER_NAME = re.compile(r"\s+(?:cedex\b.*|et|ou)$", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:voir|cf|selon|cctp|ccap|rc|dce|cahier|reglement|divers|diverses|plusieurs|different|"
    r"differents|ensemble|territoire|perimetre|sites?|locaux|batiments?|sans objet|neant|precis\w*|"
    r"departement\w*|communes? membres?|rue|avenue|place|boulevard|lieux?|adresse|france)\b"
)


def place(code: str | None, city: str | None, region: str | None = None) -> tuple[Place, ...]:
    """One place from its fields; none where all three are unknown."""
    found = Place(nuts=nuts(region), postcode=postcode(code), city=_city(city))
    return () if found == Place() else (found,)


def places_in(prose: str | None) -> tuple[Place, ...]:
    """The places a line of prose names: ``Compiègne 60200``, ``34000 Montpellier``, ``Sète``.

    Without a postcode, a line counts as a town's name only when it looks like one; whether there
    is such a town is for others to say.
    """
    line = prose[:_MAX_PROSE].strip() if prose else ""
    before = _BEFORE.match(line)
    if before and before[1].strip():
        return place(before[2], before[1])
    found = [Place(postcode=match[1], city=_city(match[2])) for match in _AFTER.finditer(line)]
    if found:
        return unique_places(found)
    return place(None, line) if _looks_like_a_town(line) else ()


def with_regions(places: Iterable[Place], codes: Iterable[str | None]) -> tuple[Place, ...]:
    """Places and the NUTS codes that the source gives apart from them.

    One code belongs to all the places; several are places of their own.
    """
    found, regions = list(places), list(dict.fromkeys(filter(None, map(nuts, codes))))
    if len(regions) == 1 and found:
        return unique_places(replace(spot, nuts=spot.nuts or regions[0]) for spot in found)
    return unique_places([*found, *(Place(nuts=code) for code in regions)])


def unique_places(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once, in order, at most 50."""
    return tuple(dict.fromkeys(places))[:_MAX_PLACES]


def _city(raw: str | None) -> str | None:
    name = one_line(raw)
    if not name or len(name) > _MAX_CITY:
        return None
    return _AFTER_NAME.sub("", name).strip(" ,-–.'’") or None


def _looks_like_a_town(line: str) -> bool:
    return (
        len(line) <= _MAX_CITY
        and bool(_NAME.fullmatch(line))
        and not _NOT_A_NAME.search(fold(line).text)
    )
