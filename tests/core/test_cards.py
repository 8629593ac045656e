"""Cards: what they are found by, how they are written."""

import pytest
from hypothesis import given

from tests.core import invented_cards
from tests.core.invented_cards import card
from veille.core.cards import Card, CardError, card_from_json, card_to_json


@given(invented_cards.cards())
def test_a_card_is_read_as_it_was_written_and_always_the_same(one: Card) -> None:
    line = card_to_json(one)
    assert card_from_json(line) == one
    assert card_to_json(card_from_json(line)) == line


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"procedure_id": 1, "version": 1}'])
def test_what_is_no_card_is_refused(line: str) -> None:
    with pytest.raises(CardError):
        card_from_json(line)


def test_the_topics_say_for_whom_and_how_much() -> None:
    found = card(
        whats=frozenset({"reserved", "potential"}),
        reserved_kinds=frozenset({"iae"}),
        band="medium",
    )
    assert found.facets()["topic"] == {
        "reserved",
        "reserved:iae",
        "potential",
        "potential:medium",
        "potential:low",
    }


def test_an_award_of_a_reserved_contract_is_an_award() -> None:
    found = card(whats=frozenset({"award"}), reserved_kinds=frozenset({"iae"}))
    assert found.facets()["topic"] == {"award"}
