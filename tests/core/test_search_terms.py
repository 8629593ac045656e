"""Terms: what is searched and what is asked come to the same."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.search_terms import LONGEST_TEXT, LONGEST_TOGETHER, phrase, searchable, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Entretien des espaces-verts", "ENTRETIENS D’ESPACE VERT"),
        ("travaux", "Travail"),
        ("vélos", "velo"),
        ("jeux", "jeu"),
        ("locaux", "local"),
        ("abris", "abri"),
        ("réseaux", "réseau"),
        ("œuvres d'art", "oeuvre d’art"),
        ("Crèches municipales", "crèche municipale"),
        ("baux", "bail"),
    ],
)
def test_accents_plurals_and_little_words_do_not_matter(one: str, other: str) -> None:
    assert terms(one) == terms(other)


@pytest.mark.parametrize(
    ("one", "other"), [("parc", "parking"), ("eau", "eaux usées"), ("34", "340")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_a_phrase_does_not_cross_from_one_text_to_the_next() -> None:
    text = searchable(["Nettoyage des vitres", None, "Scolaires : lot 2"])
    assert phrase("nettoyage vitres") in text
    assert phrase("vitres scolaires") not in text
    assert phrase("|") == ""


@pytest.mark.parametrize("expression", ["", " ", "de la", "l’", "!?", "\u202e"])
def test_nothing_to_look_for(expression: str) -> None:
    assert phrase(expression) == ""


@given(st.text())
def test_terms_are_letters_and_digits(text: str) -> None:
    assert all(one.isalnum() for one in terms(text))


@given(st.text())
def test_a_text_holds_itself(text: str) -> None:
    assert phrase(text) in searchable([text])


@pytest.mark.parametrize("piece", ["a", "ab ", "é'", "é", "s", "x", "ﷺ", "1 "])
def test_a_hostile_text_is_read_in_time_and_bounded(piece: str) -> None:
    start = time.perf_counter()
    found = searchable([piece * 1_000_000])
    assert time.perf_counter() - start < 5
    assert len(found) <= 20 * LONGEST_TEXT


def test_many_texts_are_bounded_together() -> None:
    found = searchable([f"mot{number} " * 100 for number in range(10_000)])
    assert len(found) <= 3 * LONGEST_TOGETHER
