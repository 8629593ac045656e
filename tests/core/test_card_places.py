"""Where a purchase is, at every level, as the territory rules say of each area."""

import pytest

from veille.core.card_places import whereabouts
from veille.core.notices import Buyer, Place
from veille.core.reference import communes as register
from veille.core.territory import Territory, relation, territory

SETE, MONTPELLIER = "34301", "34172"
SETE_AGGLOPOLE, METROPOLE = "200066355", "243400017"


def test_a_place_is_in_all_that_holds_it() -> None:
    found = whereabouts([Place(nuts="FRJ13", city="Sète")], None, ["34"])
    assert found.executed == {SETE, SETE_AGGLOPOLE, "34", "R76"}
    assert found.bought == frozenset()
    assert found.published == {"34", "R76"}


def test_what_is_known_by_its_department_is_in_no_commune() -> None:
    found = whereabouts([Place(nuts="FRJ13")], None, [])
    assert found.executed == {"34", "R76"}


def test_a_region_proves_no_department() -> None:
    found = whereabouts([Place(nuts="FRJ")], None, [])
    assert found.executed == {"R76"}


def test_a_name_of_an_epci_is_of_no_commune() -> None:
    found = whereabouts([Place(city="Montpellier Méditerranée Métropole")], None, ["34"])
    assert found.executed == {METROPOLE, "34", "R76"}


def test_a_postcode_of_several_communes_proves_none_of_them() -> None:
    shared = next(
        code
        for code in (one.postcodes[0] for one in register.communes().values())
        if len(register.by_postcode(code)) > 1
        and len({register.communes()[insee].epci for insee in register.by_postcode(code)}) == 1
    )
    found = whereabouts([Place(postcode=shared)], None, [])
    [insee, *_] = register.by_postcode(shared)
    assert found.executed == {register.communes()[insee].epci, "34", "R76"}


def test_elsewhere_is_elsewhere() -> None:
    found = whereabouts([Place(nuts="FRJ12", city="Nîmes")], Buyer(postcode="75001"), ["2a", "75"])
    assert found.executed == {"30", "R76"}
    assert found.bought == {"75", "R11"}
    assert found.published == {"2A", "R94", "75", "R11"}


def test_a_buyer_is_known_by_siren_address_or_name() -> None:
    by_siren = whereabouts([], Buyer(siret=f"{METROPOLE}00017"), [])
    assert by_siren.bought == {METROPOLE, "34", "R76"}
    by_address = whereabouts([], Buyer(name="Service fictif", postcode="34200", city="SETE"), [])
    assert by_address.bought == {SETE, SETE_AGGLOPOLE, "34", "R76"}
    by_name = whereabouts([], Buyer(name="Office fictif du port de Sète"), ["34"])
    assert SETE in by_name.bought


@pytest.mark.parametrize(
    ("places", "buyer", "departments"),
    [
        ([Place(city="Sète, Agde et Béziers")], None, ["34"]),
        ([Place(postcode="34500"), Place(city="34070 Montpellier CEDEX 3")], None, []),
        ([Place(city="lycée de la mer à Sète")], Buyer(name="Région fictive"), ["34", "31"]),
        ([Place(nuts="FR101", city="Montpellier")], Buyer(city="Lattes", postcode="34970"), ["34"]),
        ([], Buyer(name="Communauté d'agglomération Sète Agglopôle Méditerranée"), ["34"]),
        ([], Buyer(name="Département de l’Hérault", postcode="34087", city="Montpellier"), ["34"]),
        ([Place(city="Saint-Jean-de-Védas")], Buyer(siret="21340172201787"), ["34"]),
    ],
)
def test_every_area_is_where_the_territory_rules_say(
    places: list[Place], buyer: Buyer | None, departments: list[str]
) -> None:
    found = whereabouts(places, buyer, departments)
    areas = [territory("34"), *map(territory, register.epcis())]
    areas += [
        Territory(insee, one.name, (), ("34",), frozenset({insee}))
        for insee, one in register.communes().items()
    ]
    executed = {a.code for a in areas if relation(places, None, departments, a) == "executed"}
    bought = {a.code for a in areas if relation([], buyer, departments, a) == "bought"}
    known = {a.code for a in areas}
    assert found.executed & known == executed
    assert found.bought & known == bought
