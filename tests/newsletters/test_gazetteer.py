"""Places, procedures and facilitators are named from the domain tables."""

from dataclasses import replace

import pytest

from newsletters.gazetteer import facilitation_of, gazetteer_of, place_name, procedure_label
from tests.newsletters.invented import NOW, notice, procedure
from veille.core.facts import facts
from veille.core.notices import Buyer, Lot, Place
from veille.core.tables import TableRow, overlay, reference_tables


def known(**told):
    return facts(procedure(1, notice(**told)), NOW)


def facilitator(facts, tables=None):
    found = facilitation_of(facts, (tables or reference_tables()).directory)
    return found.label if found else None


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(city="MONTPELLIER", postcode="34000"), "Montpellier"),
        (Place(city="34200 Sete cedex"), "Sète"),
        (Place(city="SETE", nuts="FRJ13"), "Sète"),
        (Place(city="Ville inventée", postcode="30000"), "Ville inventée"),
        (Place(city="Montpellier", postcode="75001"), "Montpellier"),
        (Place(city="lycée\nde la côte"), "lycée de la côte"),
        (Place(city="Sète et Agde", postcode="34200"), "Sète et Agde"),
        (Place(city="x" * 200), "x" * 59 + "…"),
        (Place(nuts="FRJ13"), "Hérault"),
        (Place(postcode="34000"), None),
        (Place(), None),
    ],
)
def test_place_name(place, expected):
    assert place_name(place) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"procedure_type": "open", "family": "JOUE"}, "appel d’offres ouvert"),
        ({"procedure_type": "open", "family": "FNS"}, "procédure adaptée"),
        ({"procedure_type": "adapted"}, "procédure adaptée"),
        ({"procedure_type": "oth-mult"}, "autre procédure en plusieurs étapes"),
        ({"procedure_type": None}, None),
        ({"procedure_type": "unheard-of"}, None),
    ],
)
def test_procedure_label(told, expected):
    assert procedure_label(known(**told)) == expected


def test_the_facilitator_is_that_of_the_place():
    in_sete = known(places=(Place(city="Sète", postcode="34200"),))
    assert facilitator(in_sete) == "Sète agglopôle Méditerranée"


def test_without_a_place_the_facilitator_is_that_of_the_buyer():
    bought = known(places=(), buyer=Buyer(name="Invention", city="Sète", postcode="34200"))
    assert facilitator(bought) == "Sète agglopôle Méditerranée"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mairie de Sète", "Sète agglopôle Méditerranée"),
        ("Ville de SETE", "Sète agglopôle Méditerranée"),
        ("Commune de Saint-Martin", None),
        ("Conseil départemental de l'Hérault", None),
    ],
)
def test_a_buyer_without_an_address_is_where_its_name_says(name, expected):
    assert facilitator(known(places=(), buyer=Buyer(name=name))) == expected


def test_the_address_of_a_buyer_is_believed_before_its_name():
    moved = Buyer(name="Mairie de Sète", city="Lille", postcode="59000")
    assert facilitator(known(places=(), buyer=moved)) is None


def test_places_of_two_bodies_have_no_facilitator():
    lots = (
        Lot(id="1", places=(Place(city="Sète", postcode="34200"),)),
        Lot(id="2", places=(Place(city="Lunel", postcode="34400"),)),
    )
    assert facilitator(known(places=(), lots=lots)) is None


def test_a_place_elsewhere_has_no_facilitator():
    assert facilitator(known(places=(Place(city="Nîmes", postcode="30000"),), buyer=None)) is None


def test_sectors_come_from_the_cpv_codes():
    gazetteer = gazetteer_of(reference_tables())
    green = replace(known(), cpv=("77310000",))
    assert gazetteer.sectors(green)
    assert gazetteer.sectors(known()) == ()


def test_what_staff_changed_is_what_is_named():
    edits = [
        TableRow("facilitators", {"area": "34301", "name": "Corps inventé", "status": "seen"}),
        TableRow("sector_prefixes", {"prefix": "773", "sector": "numerique", "status": "seen"}),
    ]
    changed = overlay(reference_tables(), edits)
    in_sete = known(places=(Place(city="Sète", postcode="34200"),))
    in_frontignan = known(places=(Place(city="Frontignan", postcode="34110"),))
    assert facilitator(in_sete, changed) == "Corps inventé"
    assert facilitator(in_frontignan, changed) == "Sète agglopôle Méditerranée"
    green = replace(known(), cpv=("77310000",))
    assert gazetteer_of(changed).sectors(green) == ("numerique",)


def test_the_commune_that_names_the_facilitator_is_told():
    found = facilitation_of(
        known(places=(Place(city="Sète", postcode="34200"),)), reference_tables().directory
    )
    assert found is not None
    assert found.commune == "34301"
