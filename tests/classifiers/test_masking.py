"""What states a clause or a reservation is never read by a learned score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.features import FIELDS, features
from classifiers.learner import Learner
from classifiers.masking import masked
from tests.classifiers.learned_data import notice
from veille.core.notices import Lot

STATED = (
    "Le marché comporte une clause obligatoire d'insertion par l'activité économique.",
    "Cette consultation est réservée aux entreprises adaptées et aux ESAT.",
    "Le lot 2 est réservé à une structure d'insertion par l'activité économique.",
    "La consultation comporte des conditions d'exécution à caractère social.",
    "Le marché n'est pas réservé à des ateliers protégés.",
    "Une clause sociale d'insertion s'applique. Le titulaire réalisera 140 heures d'insertion.",
)
NEUTRAL = (
    "Les prestations durent douze mois.",
    "La visite du site est obligatoire.",
    "Le nettoyage porte sur quatre bâtiments.",
    "Les offres sont remises par voie électronique.",
)


LEARNER = Learner()


def _words(text: str, field: str) -> list[str]:
    return [word for piece in masked(text, field).pieces for word in piece.text.split()]


@given(
    before=st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=4),
    after=st.lists(st.sampled_from(NEUTRAL), max_size=4),
    stated=st.sampled_from(STATED),
)
def test_a_stating_sentence_changes_nothing_that_is_read_of_a_description(
    before: list[str], after: list[str], stated: str
) -> None:
    without = notice(description=" ".join([*before, *after]))
    with_it = notice(description=" ".join([*before, stated, *after]))
    assert list(features(with_it, FIELDS, LEARNER.tokenize).words()) == list(
        features(without, FIELDS, LEARNER.tokenize).words()
    )


@pytest.mark.parametrize(
    "stated",
    [
        "Nettoyage des locaux (réservé)",
        "Nettoyage réservé des locaux",
        "Nettoyage des locaux - marché réservé aux ESAT",
        "Nettoyage des locaux. Marché réservé aux entreprises adaptées",
    ],
)
def test_reserved_is_not_read_in_an_object(stated: str) -> None:
    words = _words(stated, "title")
    assert {"nettoyage", "locaux"} <= {word.strip("().") for word in words}
    assert not any("reserve" in word or "esat" in word or "adaptee" in word for word in words)


def test_an_object_keeps_what_is_bought_where_it_is_all_about_integration() -> None:
    words = _words("Prestations d'insertion par l'entretien des berges", "title")
    assert "berges" in words
    assert "insertion" not in words


@pytest.mark.parametrize(
    "title",
    ["Réservation de berceaux", "Réhabilitation du réservoir", "Préservation des milieux"],
)
def test_what_only_looks_like_reserved_is_read(title: str) -> None:
    assert len(_words(title, "title")) == len(title.split())


def test_lot_titles_are_masked_too() -> None:
    def lots(title: str) -> list[str]:
        made = notice(lots=(Lot(id="LOT-0001", title=title),))
        return list(features(made, ("lots",), LEARNER.tokenize).words())

    assert lots("Tonte des pelouses réservé") == lots("Tonte des pelouses")


def test_an_offset_leads_back_to_the_original() -> None:
    text = "Entretien d’œuvres. Marché réservé aux ESAT. Été : vitrerie"
    found = masked(text, "description")
    last = found.pieces[-1]
    start = last.start + last.text.index("vitrerie")
    assert text[slice(*found.folded.span(start, start + len("vitrerie")))] == "vitrerie"


def test_a_huge_text_is_read_in_part() -> None:
    assert sum(len(piece.text) for piece in masked("mot " * 300_000, "description").pieces) < 25_000
