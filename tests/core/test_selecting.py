"""Selection for many filters gives what each filter would give alone."""

from hypothesis import given
from hypothesis import strategies as st

from tests.core import invented_cards
from tests.core.invented_cards import card
from veille.core.cards import Card
from veille.core.filters import Filter
from veille.core.selecting import CardIndex, selected


@given(st.lists(invented_cards.filters(), max_size=8), invented_cards.decks())
def test_sets_of_bits_select_what_the_filter_matches(
    filters: list[Filter], deck: list[Card]
) -> None:
    expected = [
        tuple(index for index, one in enumerate(deck) if asked.matches(one)) for asked in filters
    ]
    assert selected(filters, deck) == expected


def test_positions_are_right_beyond_one_machine_word() -> None:
    deck = [card(number, sectors=frozenset({str(number % 3)})) for number in range(1000)]
    [found] = selected([Filter(sectors=("1",))], deck)
    assert found == tuple(range(1, 1000, 3))


def test_an_empty_deck_gives_nothing() -> None:
    assert selected([Filter()], []) == [()]


def test_the_same_filter_is_worked_out_once() -> None:
    index = CardIndex([card(1), card(2)])
    assert index.positions(Filter()) is index.positions(Filter())
