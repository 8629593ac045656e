"""The one filter: what it matches, what it refuses, how it is written."""

import json

import pytest
from hypothesis import given

from tests.core import invented_cards
from tests.core.invented_cards import BEZIERS, SETE, card
from tests.english import english_in
from veille.core.cards import Card
from veille.core.filters import (
    Filter,
    FilterError,
    filter_from_json,
    filter_to_json,
)
from veille.core.search_terms import searchable

RESERVED = card(whats=frozenset({"reserved"}), reserved_kinds=frozenset({"mixed"}))


def read(values: dict[str, object]) -> Filter:
    return filter_from_json(json.dumps(values))


def test_nothing_asked_matches_everything() -> None:
    assert Filter().matches(card())
    assert Filter().matches(Card(procedure_id=2, version=1, noted_at=card().noted_at))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filter(territories=(SETE,)), True),
        (Filter(territories=("34",)), True),
        (Filter(territories=(BEZIERS, "R76")), True),
        (Filter(territories=(BEZIERS,)), False),
        (Filter(sectors=("nettoyage", "batiment")), True),
        (Filter(sectors=("batiment",)), False),
        (Filter(territories=(SETE,), sectors=("batiment",)), False),
        (Filter(procedure=1), True),
        (Filter(procedure=2), False),
        (Filter(buyer="siret:21340301300012"), False),
    ],
)
def test_every_field_must_hold_and_one_value_is_enough(asked: Filter, expected: bool) -> None:
    assert asked.matches(card()) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("vitre", True),
        ("VITRÉS", True),
        ("nettoyage de vitres", True),
        ("vitres nettoyage", False),
        ("vitres commune", False),
        ("vitr", True),
        ("vi", False),
        ("commune valrouge", True),
    ],
)
def test_words_are_whole_whatever_accents_plurals_and_little_words(
    words: str, expected: bool
) -> None:
    assert Filter(words=(words,)).matches(card()) is expected


def test_all_words_that_go_together_must_be_there() -> None:
    assert Filter(together=("vitre", "valrouges")).matches(card())
    assert Filter(together=("commune de Valrouge", "nettoyage des vitres")).matches(card())
    assert not Filter(together=("vitre", "toiture")).matches(card())
    assert not Filter(words=("toiture", "neige"), together=("vitre",)).matches(card())
    assert not Filter(together=("vitre",), without=("nettoyage",)).matches(card())


def test_oe_is_written_as_one_likes() -> None:
    artwork = card(text=searchable(["Restauration d’œuvres d’art"]))
    assert Filter(words=("oeuvre d'art",)).matches(artwork)
    assert Filter(words=("ŒUVRES",)).matches(artwork)


def test_an_exclusion_wins_over_a_word() -> None:
    assert not Filter(words=("nettoyage",), without=("vitre",)).matches(card())
    assert Filter(words=("nettoyage",), without=("toiture",)).matches(card())
    assert not Filter(without=("vitres",)).matches(card())


@pytest.mark.parametrize(
    ("kinds", "wanted", "expected"),
    [
        ({"mixed"}, "handicap", True),
        ({"mixed"}, "iae", True),
        ({"mixed"}, "prison", False),
        ({"handicap"}, "mixed", False),
        ({"handicap"}, "iae", False),
        ({"unspecified"}, "ess", True),
        ({"iae", "prison"}, "prison", True),
    ],
)
def test_a_reservation_answers_those_it_may_be_for(
    kinds: set[str], wanted: str, expected: bool
) -> None:
    asked = read({"what": ["reserved"], "reserved_kinds": [wanted]})
    found = card(whats=frozenset({"reserved"}), reserved_kinds=frozenset(kinds))
    assert asked.matches(found) is expected


def test_for_whom_narrows_reservations_alone() -> None:
    asked = Filter(what=("reserved", "award"), reserved_kinds=("prison",))
    assert asked.matches(card(whats=frozenset({"award"}), reserved_kinds=frozenset({"iae"})))
    assert not asked.matches(RESERVED)


@pytest.mark.parametrize(
    ("band", "least", "expected"),
    [
        ("high", "medium", True),
        ("medium", "medium", True),
        ("low", "medium", False),
        ("low", None, True),
    ],
)
def test_a_potential_is_at_least_the_band(band: str, least: str | None, expected: bool) -> None:
    asked = read({"what": ["potential"], "band": least})
    assert asked.matches(card(whats=frozenset({"potential"}), band=band)) is expected


def test_what_is_only_published_somewhere_counts_when_something_was_seen() -> None:
    elsewhere = card(executed=frozenset(), published=frozenset({"34", "R76"}))
    asked = Filter(territories=("34",))
    assert not asked.matches(elsewhere)
    flagged = card(
        executed=frozenset(),
        published=frozenset({"34", "R76"}),
        clause_kinds=frozenset({"insertion"}),
    )
    assert asked.matches(flagged)
    assert Filter(territories=("R76",)).matches(flagged)


@given(invented_cards.filters())
def test_a_filter_is_read_as_it_was_written(asked: Filter) -> None:
    assert filter_from_json(filter_to_json(asked)) == asked


def test_what_asks_for_anything_is_not_written() -> None:
    assert filter_to_json(Filter()) == "{}"
    assert filter_to_json(Filter(words=("tonte",))) == '{"words":["tonte"]}'


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"reserved_kinds": ["iae"]}, "sans les marchés réservés"),
        ({"band": "high"}, "sans le potentiel"),
        ({"words": ["de la"]}, "rien ne peut contenir"),
        ({"words": ["!!"]}, "rien ne peut contenir"),
        ({"without": ["x" * 81]}, "80 caractères au plus"),
        ({"together": ["de la"]}, "rien ne peut contenir"),
        ({"words": ["mot"] * 21}, "au plus 20 mots"),
        ({"words": ["tonte\u202e"]}, "caractère invisible"),
        ({"territories": ["34"] * 401}, "au plus 400"),
        ({"territories": ["3\x004"]}, "territoire, secteur ou acheteur inconnu"),
        ({"buyer": "x" * 201}, "territoire, secteur ou acheteur inconnu"),
        ({"what": ["everything"]}, "valeur hors de la liste"),
        ({"procedure": "un"}, "nombre entier attendu"),
        ({"words": "tonte"}, "liste attendue"),
    ],
)
def test_what_cannot_be_found_is_refused_in_french(values: dict[str, object], said: str) -> None:
    with pytest.raises(FilterError, match=said) as refused:
        read(values)
    assert english_in(str(refused.value)) == []


@pytest.mark.parametrize("line", ["", "[]", '{"what": 3}', "{", '{"band": "high"}', "[" * 5_000])
def test_what_is_no_filter_is_refused(line: str) -> None:
    with pytest.raises(FilterError):
        filter_from_json(line)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(FilterError, match="caractère invisible"):
        Filter(words=("tonte\ud800",))
