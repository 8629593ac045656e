"""Names of places in what people write."""

import pytest

from veille.core.reference.place_names import (
    MAX_LENGTH,
    names_in,
    plain_name,
    postcodes_in,
    says_herault,
    tails_of,
)


def test_one_spelling_for_a_name() -> None:
    assert plain_name("Saint-Jean-de-Védas") == plain_name("ST JEAN DE VEDAS")
    assert plain_name("La Grande-Motte") == plain_name("Grande Motte")
    assert plain_name("L'Abergement") == "abergement"
    assert plain_name("Sainte-Agathe") == "ste agathe"


@pytest.mark.parametrize(
    ("text", "found"),
    [("34 500", ("34500",)), ("F-34500 Béziers", ("34500",)), ("134500", ()), ("3450", ()),
     ("34070 et 34080", ("34070", "34080"))],
)  # fmt: skip
def test_postcodes_in_a_text(text: str, found: tuple[str, ...]) -> None:
    assert postcodes_in(text) == found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("34062 Montpellier CEDEX 2", "montpellier"),
        ("Communes de Sète et Frontignan", "frontignan"),
        ("Sète / Agde", "agde"),
        ("Gymnase - Lunel", "lunel"),
        ("Le Crès (Hérault)", "cres"),
    ],
)
def test_the_names_of_a_place(text: str, name: str) -> None:
    assert name in names_in(text)


def test_a_hyphenated_name_and_a_street_stay_whole() -> None:
    assert "caux" not in names_in("Caux-et-Sauzens")
    assert "lunel" not in names_in("rue de Lunel, Nîmes")


def test_only_the_beginning_of_a_long_place_is_read() -> None:
    assert names_in("x" * MAX_LENGTH + ", Sète")[0] == "x" * MAX_LENGTH
    assert "sete" not in names_in("x" * MAX_LENGTH + ", Sète")


def test_what_follows_each_de() -> None:
    assert tails_of("Régie des eaux de la ville d'Agde") == (
        "eaux de la ville d agde",
        "ville d agde",
        "agde",
    )


def test_the_departement_is_said_in_words_or_figures() -> None:
    assert says_herault("Beaulieu (34)")
    assert says_herault("dans l’Hérault")
    assert not says_herault("34500")
