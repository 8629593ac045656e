"""Where a purchase is made, for a territory: executed in it, bought from it, only published in it.

What is unknown stays unknown: a region proves nothing of a département, and the département of
publication nothing of the place of execution.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from veille.core.notices import Buyer, Place
from veille.core.reference import communes as register
from veille.core.reference import nuts
from veille.core.reference.departments import (
    department_name,
    department_of_postcode,
    normalise_department,
)
from veille.core.reference.place_names import (
    MAX_LENGTH,
    names_in,
    postcodes_in,
    says_herault,
    tails_of,
)
from veille.core.refusals import Refusal

Relation = Literal["executed", "bought", "published"]


@dataclass(frozen=True, slots=True)
class Territory:
    """A département (``34``) or an EPCI of it (its SIREN).

    ``communes`` are INSEE codes, ``nuts`` the codes that prove it (none for an EPCI: no NUTS code
    is that small), ``departments`` those it is in.
    """

    code: str
    label: str
    nuts: tuple[str, ...]
    departments: tuple[str, ...]
    communes: frozenset[str]

    @property
    def is_department(self) -> bool:
        """Is it a whole département?"""
        return bool(self.nuts)


@dataclass(frozen=True, slots=True)
class Located:
    """A relation and what proves it, as people read it (a commune, a postcode, « Hérault »)."""

    relation: Relation
    proof: str


class UnknownTerritoryError(Refusal):
    """No territory has this code."""


@cache
def territory(code: str) -> Territory:
    """The territory of ``code``: ``34`` or the SIREN of one of its 17 EPCI.

    Raises:
        UnknownTerritoryError: no territory has this code.
    """
    if code == register.DEPARTMENT:
        return Territory(
            code=code,
            label=department_name(code) or code,
            nuts=nuts.codes_of_department(code),
            departments=(code,),
            communes=frozenset(register.communes()),
        )
    held = register.epci(code)
    if held is None:
        raise UnknownTerritoryError(f"territoire inconnu : {code}")
    return Territory(code, held.name, (), (register.DEPARTMENT,), frozenset(held.communes))


def territories() -> tuple[Territory, ...]:
    """Every territory: the département first, then its EPCI by name."""
    codes = sorted(register.epcis(), key=lambda code: register.epcis()[code].name)
    return tuple(territory(code) for code in (register.DEPARTMENT, *codes))


def relation(
    places: Iterable[Place], buyer: Buyer | None, departments: Iterable[str], where: Territory
) -> Relation | None:
    """How a procedure relates to ``where``; null when nothing ties it to it.

    Args:
        places: the places of performance of the procedure and of its lots.
        buyer: whoever buys.
        departments: the départements of publication, as published.
        where: the territory asked about.
    """
    found = locate(places, buyer, departments, where)
    return found.relation if found else None


def locate(
    places: Iterable[Place], buyer: Buyer | None, departments: Iterable[str], where: Territory
) -> Located | None:
    """The relation of ``relation`` with what proves it."""
    published = frozenset(filter(None, map(normalise_department, departments)))
    for place in places:
        proof = _proof_of_place(place, published, where)
        if proof:
            return Located("executed", proof)
    proof = _proof_of_buyer(buyer, published, where) if buyer else None
    if proof:
        return Located("bought", proof)
    shared = sorted(published.intersection(where.departments))
    return Located("published", department_name(shared[0]) or shared[0]) if shared else None


def _proof_of_place(place: Place, published: frozenset[str], where: Territory) -> str | None:
    city = place.city or ""
    postcodes = postcodes_in(f"{place.postcode or ''} , {city}")
    code = (place.nuts or "").strip().upper()
    by_code = nuts.label(code) if code in where.nuts else _proof_by_postcode(postcodes, where)
    if by_code:
        known = any(register.by_name(name) & where.communes for name in names_in(city))
        return _shown(city) if known else by_code
    if _is_elsewhere(code, postcodes):
        return None
    is_herault = (
        says_herault(city) or bool(postcodes) or nuts.department(code) == register.DEPARTMENT
    )
    named = _named_communes(names_in(city), published, is_herault)
    is_here = _holds(where, named, postcodes) or _is_whole(where, names_in(city))
    return _shown(city) if is_here else None


def _shown(text: str) -> str:
    """The place as it was written, on one line."""
    return " ".join(text[:MAX_LENGTH].split())


def _proof_by_postcode(postcodes: Sequence[str], where: Territory) -> str | None:
    """A postcode all of whose communes are in the territory."""
    for postcode in postcodes:
        if where.is_department and department_of_postcode(postcode) in where.departments:
            return postcode
        sharing = register.by_postcode(postcode)
        if sharing and sharing <= where.communes:
            return postcode
    return None


def _is_elsewhere(code: str, postcodes: Sequence[str]) -> bool:
    """Does a postcode or a precise NUTS code say another département, or another country?"""
    if postcodes:
        return all(department_of_postcode(code) != register.DEPARTMENT for code in postcodes)
    if nuts.is_precise(code):
        return nuts.department(code) != register.DEPARTMENT
    return bool(code) and not code.startswith("FR")


def _named_communes(
    names: Iterable[str], published: frozenset[str], herault_is_said: bool
) -> list[frozenset[str]]:
    """The communes of the Hérault that the names surely mean, one set a name."""

    def is_sure(name: str) -> bool:
        others = register.homonym_departments(name)
        here = register.DEPARTMENT in published and not others & published
        return not others or herault_is_said or here

    found = [(name, register.by_name(name)) for name in names]
    return [communes for name, communes in found if communes and is_sure(name)]


def _holds(where: Territory, named: Iterable[frozenset[str]], postcodes: Sequence[str]) -> bool:
    """Is a named commune in the territory, and not denied by a postcode of the Hérault?"""
    possible = frozenset[str]().union(*(register.by_postcode(code) for code in postcodes))
    return any(
        communes <= where.communes and (not possible or communes & possible) for communes in named
    )


def _is_whole(where: Territory, names: Iterable[str]) -> bool:
    """Is the département itself named (« Département de l’Hérault »)?"""
    return where.is_department and "herault" in names


def _proof_of_buyer(buyer: Buyer, published: frozenset[str], where: Territory) -> str | None:
    address = Place(nuts=buyer.nuts, postcode=buyer.postcode, city=buyer.city)
    checks: tuple[Callable[[], str | None], ...] = (
        lambda: _proof_of_place(address, published, where),
        lambda: _proof_by_siren(buyer, where),
        lambda: _proof_by_name(buyer, published, where),
    )
    return next((proof for check in checks if (proof := check())), None)


def _proof_by_siren(buyer: Buyer, where: Territory) -> str | None:
    siren = "".join((buyer.siret or "").split())[:9]
    own = register.by_siren(siren)
    return _shown(buyer.name or siren) if own and own <= where.communes else None


def _proof_by_name(buyer: Buyer, published: frozenset[str], where: Territory) -> str | None:
    """The name of a buyer (« Ville de Sète ») counts only if it publishes in the département

    and no address says otherwise.
    """
    name = buyer.name or ""
    postcodes = postcodes_in(buyer.postcode or "")
    code = (buyer.nuts or "").strip().upper()
    if register.DEPARTMENT not in published or _is_elsewhere(code, postcodes):
        return None
    names = (*names_in(name), *tails_of(name))
    named = _named_communes(names, published, says_herault(name))
    return _shown(name) if _holds(where, named, postcodes) or _is_whole(where, names) else None
