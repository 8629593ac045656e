"""Folded text and its way back to the original."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veille.core.text import fold, normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Clause d'insertion", "clause d insertion"),
        ("ŒUVRE — Réservé", "oeuvre reserve"),
        ("l’économie   sociale\t\nsolidaire", "l economie sociale solidaire"),
        ("L.2113-12", "l.2113 12"),
        ("½ journée… ™", "1/2 journee... tm"),
        ("E\u0301quipe", "equipe"),
        ("Straße µ", "strasse u"),
        ("ﬁnal №", "final no"),
        ("", ""),
    ],
)
def test_fold_drops_case_accents_and_apostrophes(text: str, folded: str) -> None:
    assert fold(text).text == folded


def test_span_gives_the_slice_of_the_original() -> None:
    text = "Mise en œuvre d’une  clause sociale"
    folded = fold(text)
    start = folded.text.index("clause sociale")
    first, last = folded.span(start, start + len("clause sociale"))
    assert text[first:last] == "clause sociale"


def test_an_empty_match_is_an_empty_slice() -> None:
    assert fold("abc").span(1, 1) == (1, 1)


@settings(derandomize=True)
@given(st.text(max_size=200))
def test_offsets_match_the_folded_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert list(folded.offsets) == sorted(folded.offsets)
    assert folded.offsets[-1] == len(text)


@settings(derandomize=True)
@given(st.text(alphabet=st.characters(codec="cp1252"), max_size=200))
def test_western_and_other_texts_fold_alike(text: str) -> None:
    # A character outside the Western code page sends the whole text through the other path.
    assert fold(text + "\u0100").text == fold(text + "a").text


@settings(derandomize=True)
@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@settings(derandomize=True)
@given(st.text(max_size=100))
def test_composed_and_decomposed_letters_fold_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert normalise(composed) == normalise(unicodedata.normalize("NFD", composed))


def test_normalise_leaves_words() -> None:
    assert normalise("  Réfection : de l'école (lot n°2) ") == "refection de l ecole lot n 2"


@given(
    st.text(alphabet=st.sampled_from(" aé'œ½\u00a0\u00ad-\u0301東ß\t\x00\x81"), max_size=12),
    st.data(),
)
def test_a_span_is_that_of_the_map_whatever_the_shortcut(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(0, len(folded.text)))
    offsets = folded.offsets
    expected = (offsets[start], offsets[end - 1] + 1) if end > start else (offsets[start],) * 2
    assert folded.span(start, end) == expected
