"""Territory: executed in, bought from, published only; what is unknown stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.notices import Buyer, Place
from veille.core.reference import communes, nuts
from veille.core.reference.departments import department_of_postcode
from veille.core.territory import (
    Relation,
    Territory,
    UnknownTerritoryError,
    locate,
    relation,
    territories,
    territory,
)

HERAULT = territory("34")
BEZIERS = territory("243400769")
MONTPELLIER = territory("243400017")


def executed(where: Territory, departments: tuple[str, ...] = (), **place: str) -> bool:
    return relation([Place(**place)], None, departments, where) == "executed"


def test_there_is_the_departement_and_its_17_epci() -> None:
    assert len(territories()) == 18
    assert territories()[0] == HERAULT
    assert HERAULT.nuts == ("FRJ13", "FR813")
    assert len(HERAULT.communes) == 341
    with pytest.raises(UnknownTerritoryError, match=r"territoire inconnu\s: 75"):
        territory("75")


@pytest.mark.parametrize("code", ["FRJ13", "FR813", "frj13"])
def test_a_nuts_code_proves_the_departement_and_no_epci(code: str) -> None:
    assert executed(HERAULT, nuts=code)
    assert not executed(BEZIERS, nuts=code)


@pytest.mark.parametrize(
    "code", ["FR", "FRJ", "FRJ1", "FR8", "FR81", "FRZZZ", "FRJ12", "BE100", ""]
)
def test_a_coarse_or_other_nuts_code_proves_nothing(code: str) -> None:
    assert relation([Place(nuts=code)], None, (), HERAULT) is None


@pytest.mark.parametrize("postcode", ["34500", "34 500", "F-34500", "34062", "34961"])
def test_a_postcode_proves_the_departement_cedex_too(postcode: str) -> None:
    assert executed(HERAULT, postcode=postcode)


def test_a_postcode_proves_an_epci_only_when_all_its_communes_are_in_it() -> None:
    assert executed(MONTPELLIER, postcode="34070")
    shared = "34290"
    assert communes.by_postcode(shared) - BEZIERS.communes
    assert not executed(BEZIERS, postcode=shared)
    assert executed(BEZIERS, postcode=shared, city="Bassan")
    assert not executed(BEZIERS, postcode=shared, city="Abeilhan")


def test_a_cedex_postcode_needs_the_name_of_the_commune_for_an_epci() -> None:
    assert not executed(MONTPELLIER, postcode="34961")
    assert executed(MONTPELLIER, postcode="34961", city="Montpellier cedex 2")
    assert not executed(BEZIERS, postcode="34961", city="Montpellier cedex 2")


@pytest.mark.parametrize(
    "city",
    [
        "Béziers",
        "BEZIERS",
        "à Béziers",
        "Commune de Béziers",
        "34500 Béziers CEDEX",
        "Territoire de la commune de Béziers",
        "Lycée de la mer à Béziers",
        "Nîmes, Béziers et Narbonne",
        "Béziers (34)",
        "Agglomération de Béziers Méditerranée",
        "Communauté d’agglomération Béziers-Méditerranée",
    ],
)
def test_a_commune_is_read_in_prose(city: str) -> None:
    assert executed(HERAULT, city=city)
    assert executed(BEZIERS, city=city)
    assert not executed(MONTPELLIER, city=city)


@pytest.mark.parametrize("city", ["Saint Jean de Vedas", "St-Jean-de-Védas", "ST JEAN DE VEDAS"])
def test_the_usual_spellings_of_a_saint(city: str) -> None:
    assert executed(MONTPELLIER, city=city)


@pytest.mark.parametrize(
    "city",
    ["rue de Lunel, Nîmes", "Avenue de Béziers 31000 Toulouse", "France entière", "Narbonne", "",
     "Caux-et-Sauzens", "CAUX ET SAUZENS", "Castelnau", "rue de l’Hérault, Nîmes"],
)  # fmt: skip
def test_a_name_inside_another_address_proves_nothing(city: str) -> None:
    assert relation([Place(city=city)], None, (), HERAULT) is None


def test_the_departement_can_be_named_itself() -> None:
    assert executed(HERAULT, city="Département de l’Hérault")
    assert executed(HERAULT, city="Hérault")
    assert not executed(BEZIERS, city="Hérault")


def test_a_name_borne_elsewhere_needs_the_departement() -> None:
    assert not executed(HERAULT, city="Beaulieu")
    assert executed(HERAULT, city="Beaulieu (34)")
    assert executed(HERAULT, city="Beaulieu", postcode="34160")
    assert executed(MONTPELLIER, city="Beaulieu", nuts="FRJ13")
    assert executed(HERAULT, ("34",), city="Beaulieu")
    assert not executed(HERAULT, ("34", "63"), city="Beaulieu"), "63 has a Beaulieu too"


def test_a_name_never_outweighs_a_postcode_or_an_area_elsewhere() -> None:
    assert not executed(HERAULT, ("34",), city="Béziers", postcode="75001")
    assert not executed(HERAULT, ("34",), city="Béziers", nuts="FRJ12")
    assert not executed(HERAULT, ("34",), city="Béziers", nuts="ES512")
    assert executed(HERAULT, city="Béziers", nuts="FRJ1")


def test_one_place_of_many_is_enough() -> None:
    places = [Place(nuts="FRJ12"), Place(postcode="34200", city="Sète")]
    found = locate(places, None, (), HERAULT)
    assert found is not None
    assert (found.relation, found.proof) == ("executed", "Sète")


def test_the_proof_shown_is_the_commune_else_the_postcode_or_the_area() -> None:
    def proof(**place: str) -> str | None:
        found = locate([Place(**place)], None, (), HERAULT)
        return found.proof if found else None

    assert proof(nuts="FRJ13", city=" Lycée\nde Sète, Sète") == "Lycée de Sète, Sète"
    assert proof(nuts="FRJ13", city="Paris") == "Hérault"
    assert proof(postcode="34200", city="Site du port") == "34200"


@pytest.mark.parametrize(
    ("buyer", "departments"),
    [
        (Buyer(name="Lycée d’Exemple", postcode="34090"), ()),
        (Buyer(name="Régie", city="Montpellier cedex 2"), ()),
        (Buyer(name="Régie", nuts="FRJ13"), ()),
        (Buyer(name="Mairie", siret="21340301700015"), ()),
        (Buyer(name="Ville de Sète"), ("34",)),
        (Buyer(name="Centre hospitalier de Béziers"), ("30", "34")),
        (Buyer(name="SDIS de l’Hérault"), ("34",)),
        (Buyer(name="COMMUNAUTE DE COMMUNES GRAND ORB"), ("34",)),
    ],
)
def test_bought_from_the_territory(buyer: Buyer, departments: tuple[str, ...]) -> None:
    assert relation([Place(nuts="FRJ1")], buyer, departments, HERAULT) == "bought"


@pytest.mark.parametrize(
    ("buyer", "departments", "expected"),
    [
        (Buyer(name="Ville de Sète"), (), None),
        (Buyer(name="Ville de Sète", postcode="75001"), ("34",), "published"),
        (Buyer(name="Commune de Saint-Laurent-du-Cros"), ("05", "34"), "published"),
        (Buyer(name="Commune de Beaulieu"), ("34", "63"), "published"),
        (Buyer(name="Conseil régional"), ("31", "34"), "published"),
        (Buyer(name="Conseil régional"), ("31",), None),
        (None, ("34",), "published"),
        (None, (), None),
    ],
)
def test_published_only(
    buyer: Buyer | None, departments: tuple[str, ...], expected: Relation | None
) -> None:
    assert relation([], buyer, departments, HERAULT) == expected


def test_a_buyer_of_an_epci() -> None:
    assert relation([], Buyer(name="Ville de Sète"), ("34",), territory("200066355")) == "bought"
    assert relation([], Buyer(siret="24340076900019"), (), BEZIERS) == "bought"
    assert relation([], Buyer(siret="24340076900019"), (), MONTPELLIER) is None
    assert relation([], Buyer(postcode="34062", city="Montpellier"), (), MONTPELLIER) == "bought"


names = st.sampled_from(
    [known.name for known in communes.communes().values()]
    + ["Nîmes", "Toulouse", "Hérault", "Paris", "rue de Sète", "Beaulieu-sur-Mer"]
)
words = st.lists(names | st.text(max_size=12), max_size=3).map(" ".join)
codes = st.sampled_from(["FRJ13", "FR813", "FRJ12", "FRJ1", "FR", "BE100", "FRJ23", "", "34"])
postcodes = st.from_regex(r"[0-9]{5}", fullmatch=True) | st.text(max_size=6)
places = st.builds(
    Place, nuts=st.none() | codes, postcode=st.none() | postcodes, city=st.none() | words
)


@given(
    st.lists(places, max_size=3),
    st.lists(st.sampled_from(["34", "30", "63", "6"]), max_size=3),
    st.sampled_from(territories()),
)
def test_executed_always_has_a_place_that_proves_it(
    found: list[Place], departments: list[str], where: Territory
) -> None:
    located = locate(found, Buyer(name="Ville de Sète"), departments, where)
    if located is None or located.relation != "executed":
        return
    assert located.proof
    assert any(_could_be_in_herault(place) for place in found)


def _could_be_in_herault(place: Place) -> bool:
    """An independent and weaker reading: a code, a postcode, or a name of the Hérault in it."""
    text = f"{place.postcode or ''} {place.city or ''}"
    digits = "".join(text.split())
    near = [digits[at : at + 5] for at in range(len(digits))]
    return (
        nuts.department((place.nuts or "").upper()) == "34"
        or any(department_of_postcode(code) == "34" for code in near)
        or any(
            word[:3].casefold() in _STARTS for word in (place.city or "").replace("-", " ").split()
        )
    )


_STARTS = {
    word[:3].casefold()
    for known in (*communes.communes().values(), *communes.epcis().values())
    for word in f"{known.name} Hérault 3M".replace("-", " ").replace("'", " ").split()
}


@given(places, st.sampled_from(territories()))
def test_a_place_of_an_epci_is_a_place_of_the_departement(place: Place, where: Territory) -> None:
    if relation([place], None, (), where) == "executed":
        assert relation([place], None, (), HERAULT) == "executed"


def test_a_very_long_place_is_read_in_no_time() -> None:
    assert relation([Place(city="a " * 5_000_000)], None, (), HERAULT) is None
