"""The names that entries show, from the domain tables: places, procedures, facilitators."""

from collections.abc import Mapping
from functools import lru_cache

from newsletters.entries import Facilitation, Gazetteer
from newsletters.plain import cut, plain
from veille.core.directory import Directory
from veille.core.notices import Place
from veille.core.procedures import Facts
from veille.core.reference import communes, nuts
from veille.core.reference.departments import department_of_postcode
from veille.core.reference.eforms import label
from veille.core.reference.place_names import names_in, postcodes_in
from veille.core.tables import Tables

_NAME_LENGTH = 60
_CACHED = 10_000  # places are named over and over: a page of a list names some fifty
_PROCEDURES: Mapping[str, str] = {
    "open": "appel d’offres ouvert",
    "restricted": "appel d’offres restreint",
    "adapted": "procédure adaptée",
    "neg-w-call": "procédure avec négociation",
    "neg-wo-call": "sans publicité ni mise en concurrence",
    "comp-dial": "dialogue compétitif",
    "innovation": "partenariat d’innovation",
}
_FAMILIES: Mapping[str, str] = {
    "MAPA": "procédure adaptée",
    "FNS": "procédure adaptée",
    "DSP": "délégation de service public",
}


def gazetteer_of(tables: Tables) -> Gazetteer:
    """The names as the domain tables have them."""
    return Gazetteer(
        place=place_name,
        procedure=procedure_label,
        sectors=lambda known: tables.sectors_of(known.cpv),
        facilitator=lambda known: facilitation_of(known, tables.directory),
    )


def place_name(place: Place) -> str | None:
    """``Sète`` for « 34200 SETE CEDEX », else the words of the notice, else the NUTS area."""
    city = plain(place.city or "")
    known = _commune(place)
    if known is not None:
        return known.name
    if city:
        return cut(city, _NAME_LENGTH)
    return nuts.label(place.nuts) if place.nuts else None


def procedure_label(known: Facts) -> str | None:
    """The kind of procedure in French; below the thresholds an open one is an adapted one."""
    family = _FAMILIES.get(known.family or "")
    if family:
        return family
    code = known.procedure_type
    if code is None:
        return None
    official = label("procurement-procedure-type", code)
    return _PROCEDURES.get(code) or (official[:1].lower() + official[1:] if official else None)


def facilitation_of(known: Facts, directory: Directory) -> Facilitation | None:
    """Who follows clauses where the contract is performed, else where it is bought from.

    Null when the places are of several bodies or none is known.
    """
    places = [*known.places, *(place for lot in known.lots for place in lot.places)]
    communes_named = {found.insee for place in places if (found := _commune(place))}
    if not communes_named and known.buyer:
        seat = Place(postcode=known.buyer.postcode, city=known.buyer.city)
        # « Mairie de Sète », where an old notice gives no address.
        name = Place(city=known.buyer.name if not (seat.city or seat.postcode) else None)
        communes_named = {found.insee for found in (_commune(seat), _commune(name)) if found}
    bodies = {insee: directory.of_commune(insee) for insee in sorted(communes_named)}
    labels = {body.label if body else None for body in bodies.values()}
    label = labels.pop() if len(labels) == 1 else None
    return Facilitation(label, next(iter(bodies))) if label else None


@lru_cache(maxsize=_CACHED)
def _commune(place: Place) -> communes.Commune | None:
    """The one commune of the Hérault that the words of a place name, if they name one alone."""
    found = [communes.by_name(name) for name in names_in(place.city or "") if _is_here(place, name)]
    insee = {code for meant in found if len(meant) == 1 for code in meant}
    return communes.commune(insee.pop()) if len(insee) == 1 else None


def _is_here(place: Place, name: str) -> bool:
    """Does nothing say that the name is that of a commune of another département?"""
    postcodes = postcodes_in(f"{place.postcode or ''} , {place.city or ''}")
    if postcodes:
        return any(department_of_postcode(code) == communes.DEPARTMENT for code in postcodes)
    if place.nuts and nuts.is_precise(place.nuts):
        return nuts.department(place.nuts) == communes.DEPARTMENT
    return not communes.homonym_departments(name)
