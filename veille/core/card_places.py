"""Every area that a purchase is surely in, from the region down to the commune."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from veille.core.notices import Buyer, Place
from veille.core.reference import communes as register
from veille.core.reference import nuts
from veille.core.reference.departments import department_of_postcode, normalise_department
from veille.core.reference.place_names import names_in, postcodes_in, tails_of
from veille.core.reference.regions import region_of_department, region_of_nuts
from veille.core.territory import Territory, relation, territory

_CACHED = 4_000
READ_PLACES = 200
"""Places that are read of one purchase: the lots of the largest ones name fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Codes of areas (``34172``, a SIREN, ``34``, ``R76``) where it is executed, bought, published.

    An area is there with all that hold it. What is known only by its département is in that
    département and its region, in no commune. ``published`` holds no area smaller than a
    département, since every notice of a département is published in all of it.
    """

    executed: frozenset[str] = frozenset()
    bought: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()


def whereabouts(
    places: Iterable[Place], buyer: Buyer | None, departments: Iterable[str]
) -> Whereabouts:
    """Where a purchase is, as ``veille.core.territory.relation`` says of each area.

    Args:
        places: the places of performance of the procedure and of its lots.
        buyer: whoever buys.
        departments: the départements of publication, as published.
    """
    published = tuple(dict.fromkeys(filter(None, map(normalise_department, departments))))
    executed = (_executed(place, published) for place in tuple(places)[:READ_PLACES])
    return Whereabouts(
        executed=frozenset[str]().union(*executed),
        bought=_bought(buyer, published) if buyer else frozenset(),
        published=frozenset(published) | _regions(published),
    )


@lru_cache(maxsize=_CACHED)
def _executed(place: Place, published: tuple[str, ...]) -> frozenset[str]:
    named = _named([place.city], [place.postcode, place.city])

    def is_in(where: Territory) -> bool:
        return relation([place], None, published, where) == "executed"

    return frozenset({*_coarse(place), *_fine(is_in, named)})


@lru_cache(maxsize=_CACHED)
def _bought(buyer: Buyer, published: tuple[str, ...]) -> frozenset[str]:
    siren = "".join((buyer.siret or "").split())[:9]
    named = _named([buyer.city, buyer.name], [buyer.postcode, buyer.city])
    named |= {register.by_name(name) for name in tails_of(buyer.name or "")}
    named.add(register.by_siren(siren))

    def is_in(where: Territory) -> bool:
        return relation([], buyer, published, where) == "bought"

    address = Place(nuts=buyer.nuts, postcode=buyer.postcode, city=buyer.city)
    return frozenset({*_coarse(address), *_fine(is_in, named)})


def _coarse(place: Place) -> Iterator[str]:
    """Départements and regions, of all France, from a NUTS code and postcodes."""
    code = (place.nuts or "").strip()
    written = postcodes_in(f"{place.postcode or ''} , {place.city or ''}")
    found = {*map(department_of_postcode, written), nuts.department(code)}
    departments = {number for number in found if number}
    yield from departments
    yield from _regions(departments)
    region = region_of_nuts(code)
    if region:
        yield region.code


def _fine(is_in: Callable[[Territory], bool], named: Iterable[frozenset[str]]) -> Iterator[str]:
    """The département of the register, its EPCI, its communes, where ``is_in`` says so.

    It is slow to ask, and only what holds one of the sets of communes ``named`` can be proved.
    """
    department = territory(register.DEPARTMENT)
    if not is_in(department):
        return
    yield department.code
    yield from _regions([department.code])
    meant = {communes for communes in named if communes}
    for siren in register.epcis():
        where = territory(siren)
        if any(communes <= where.communes for communes in meant) and is_in(where):
            yield siren
    singles = {insee for communes in meant if len(communes) == 1 for insee in communes}
    yield from (insee for insee in singles if is_in(_commune(insee)))


def _named(texts: Iterable[str | None], postcodes: Iterable[str | None]) -> set[frozenset[str]]:
    """The sets of communes that names and postcodes may mean."""
    by_name = {register.by_name(name) for text in texts for name in names_in(text or "")}
    written = postcodes_in(" , ".join(text or "" for text in postcodes))
    return by_name | {register.by_postcode(code) for code in written}


def _regions(departments: Iterable[str]) -> frozenset[str]:
    found = (region_of_department(number) for number in departments)
    return frozenset(region.code for region in found if region)


@cache
def _commune(insee: str) -> Territory:
    """A commune as a territory of its own."""
    name = register.communes()[insee].name
    return Territory(insee, name, (), (register.DEPARTMENT,), frozenset({insee}))
