"""The 341 communes and 17 EPCI of the Hérault: postcodes, population, SIREN, names and variants."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from veille.core.reference.place_names import plain_name
from veille.core.reference.tables import items, rows

DEPARTMENT = "34"


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune by INSEE code; ``epci`` is the SIREN of its intercommunality."""

    insee: str
    name: str
    postcodes: tuple[str, ...]
    population: int
    epci: str
    siren: str


@dataclass(frozen=True, slots=True)
class Epci:
    """An intercommunality: ``kind`` is CC, CA or METRO, ``communes`` their INSEE codes."""

    siren: str
    name: str
    kind: str
    aliases: tuple[str, ...]
    communes: tuple[str, ...]


def commune(insee: str) -> Commune | None:
    """The commune of an INSEE code; null outside the Hérault."""
    return communes().get(insee)


def epci(siren: str) -> Epci | None:
    """The EPCI of a SIREN; null outside the Hérault."""
    return epcis().get(siren)


@cache
def communes() -> Mapping[str, Commune]:
    """INSEE code → commune."""
    return {
        row["insee"]: Commune(
            insee=row["insee"],
            name=row["name"],
            postcodes=items(row["postcodes"]),
            population=int(row["population"]),
            epci=row["epci"],
            siren=row["siren"],
        )
        for row in rows("communes34")
    }


@cache
def epcis() -> Mapping[str, Epci]:
    """SIREN → EPCI, with the communes of the Hérault only."""
    members: dict[str, list[str]] = defaultdict(list)
    for known in communes().values():
        members[known.epci].append(known.insee)
    return {
        row["siren"]: Epci(
            siren=row["siren"],
            name=row["name"],
            kind=row["kind"],
            aliases=items(row["aliases"]),
            communes=tuple(members[row["siren"]]),
        )
        for row in rows("epci34")
    }


def by_postcode(postcode: str) -> frozenset[str]:
    """The INSEE codes that share ``postcode``; empty for a CEDEX or foreign one."""
    return _postcodes().get(postcode, frozenset())


def by_siren(siren: str) -> frozenset[str]:
    """The INSEE codes of the commune or EPCI whose SIREN it is; empty when it is neither."""
    own = _sirens().get(siren)
    if own:
        return frozenset({own})
    held = epci(siren)
    return frozenset(held.communes) if held else frozenset()


def by_name(name: str) -> frozenset[str]:
    """The INSEE codes meant by the name of a commune or an EPCI, whatever its spelling.

    Case, accents, hyphens, St for Saint and the article do not count. The name may be borne by a
    commune of another département too: see ``homonym_departments``.
    """
    return _names().get(plain_name(name), frozenset())


def homonym_departments(name: str) -> frozenset[str]:
    """The other départements where a commune bears the same name."""
    return _homonyms().get(plain_name(name), frozenset())


@cache
def _postcodes() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for known in communes().values():
        for postcode in known.postcodes:
            found[postcode].add(known.insee)
    return {postcode: frozenset(codes) for postcode, codes in found.items()}


@cache
def _sirens() -> dict[str, str]:
    return {known.siren: known.insee for known in communes().values()}


@cache
def _names() -> dict[str, frozenset[str]]:
    """Communes win over EPCI of the same name, current names over former ones."""
    found: dict[str, frozenset[str]] = {}
    for held in epcis().values():
        for name in (held.name, *held.aliases):
            found[plain_name(name)] = frozenset(held.communes)
    for row in rows("commune_aliases"):
        found[plain_name(row["name"])] = frozenset({row["insee"]})
    for known in communes().values():
        found[plain_name(known.name)] = frozenset({known.insee})
    return found


@cache
def _homonyms() -> dict[str, frozenset[str]]:
    return {
        plain_name(row["name"]): frozenset(items(row["departments"]))
        for row in rows("commune_homonyms")
    }
