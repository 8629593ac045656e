"""How alike two objects are: case, accents, cuts and little words do not count; years do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.object_likeness import ObjectText, Rarity, likeness

_SAID = "travaux voirie école nettoyage vitres 2024 lot 2 de la commune"
WORDS = st.lists(st.sampled_from(_SAID.split()), max_size=8).map(" ".join)
TEXTS = st.one_of(WORDS, st.text(max_size=60))


def alike(one: str, other: str) -> float:
    return likeness(ObjectText.of(one), ObjectText.of(other))


@given(TEXTS, TEXTS)
def test_it_is_the_same_both_ways_and_between_0_and_1(one: str, other: str) -> None:
    rarity = Rarity.among([ObjectText.of(one), ObjectText.of(other), ObjectText.of("voirie")])
    for how in (Rarity({}), rarity):
        there = likeness(ObjectText.of(one), ObjectText.of(other), how)
        back = likeness(ObjectText.of(other), ObjectText.of(one), how)
        assert there == back
        assert 0 <= there <= 1


@given(TEXTS)
def test_a_text_is_like_itself_unless_it_says_nothing(text: str) -> None:
    assert alike(text, text) == (1.0 if ObjectText.of(text).folded else 0.0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Réfection de l’école Pasteur", "REFECTION DE L'ECOLE PASTEUR"),
        ("Travaux d’aménagement", "TRAVAUX D AMENAGEMENTS"),
        ("Entretien des espaces verts", "Marché relatif à l’entretien d’espaces verts"),
    ],
)
def test_what_is_typed_otherwise_is_the_same(one: str, other: str) -> None:
    assert alike(one, other) > 0.9


def test_a_cut_object_is_held_by_the_whole_one() -> None:
    whole = "Fourniture, montage et installation de mobiliers scolaires pour les écoles d’Inventé"
    assert alike(whole, whole[:52]) > 0.9


def test_another_year_or_another_reference_is_less_alike() -> None:
    assert alike("Peinture routière 2024", "Peinture routière 2025") < 0.8
    assert alike("Route 17 du point 23 au point 45", "Route 17 du point 61 au point 99") > 0.8
    assert alike("Contrôle des ponts, réf. 4512", "Contrôle des ponts, réf. 9903") < 0.95


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    texts = [
        ObjectText.of(f"travaux de voirie rue {name}")
        for name in ("hirondelles", "rossignol", "bergeronnette")
    ]
    rarity = Rarity.among(texts)
    assert rarity.of(["rossignol"]) > rarity.of(["voirie"])
    assert likeness(texts[0], texts[1], rarity) < likeness(texts[0], texts[1])
