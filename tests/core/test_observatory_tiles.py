"""The map of tiles: every EPCI once, none over another, neighbours where they are."""

from hypothesis import given
from hypothesis import strategies as st

from veille.core.observatory.tiles import SHADES, places, shade, size, tiles
from veille.core.reference import communes as register


def test_every_epci_has_one_tile_of_its_own() -> None:
    held = places()
    assert {one.siren for one in held} == set(register.epcis())
    assert len({(one.column, one.row) for one in held}) == len(held) == 17
    assert all(0 < len(one.lines) <= 2 and max(map(len, one.lines)) <= 14 for one in held)
    columns, rows = size()
    assert columns * rows <= 24


def test_the_tiles_lie_roughly_as_on_the_map() -> None:
    at = {register.epcis()[one.siren].name: one for one in places()}
    metropolis = at["Montpellier Méditerranée Métropole"]
    assert at["Lunel Agglo"].column > metropolis.column
    assert at["Grand Pic Saint-Loup"].row < metropolis.row < at["Pays de l'Or"].row
    assert at["Haut-Languedoc"].column < at["Grand Orb"].column < at["Lodévois et Larzac"].column
    assert at["La Domitienne"].row > at["Avant-Monts" if "Avant-Monts" in at else
                                        "Les Avant-Monts"].row  # fmt: skip
    assert at["Béziers-Méditerranée"].column < at["Sète Agglopôle Méditerranée"].column


def test_one_without_a_number_has_none() -> None:
    (first, *others) = sorted(tiles({"243400017": 12}), key=lambda one: -one.value)
    assert (first.name, first.value) == ("Montpellier Méditerranée Métropole", 12)
    assert {(one.value, one.shade) for one in others} == {(0, 0)}


@given(most=st.integers(1, 1000), data=st.data())
def test_shades_rise_with_the_number(most: int, data: st.DataObject) -> None:
    low, high = sorted(data.draw(st.tuples(st.integers(0, most), st.integers(0, most))))
    assert 0 <= shade(low, most) <= shade(high, most) < SHADES
    assert (shade(low, most) == 0) == (low == 0)
