"""A buyer's habit is counted strictly before the day, whatever comes after."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.habits import Habits, Past, Seen, buyer_keys, day_of
from tests.classifiers.learned_data import notice
from veille.core.notices import Buyer

DAY = date(2026, 9, 1).toordinal()


def _seen(day: int, clause: bool, key: int = 7) -> Seen:
    return Seen((key,), day, clause)


def test_the_same_day_and_later_are_not_counted() -> None:
    habits = Habits([_seen(DAY - 1, True), _seen(DAY, True), _seen(DAY + 1, True)])
    assert habits.before((7,), DAY) == Past(1, 1)


@given(
    past=st.lists(st.tuples(st.integers(1, 100), st.booleans()), max_size=20),
    future=st.lists(st.tuples(st.integers(0, 100), st.booleans()), max_size=20),
)
def test_the_future_never_leaks(
    past: list[tuple[int, bool]], future: list[tuple[int, bool]]
) -> None:
    before = [_seen(DAY - days, clause) for days, clause in past]
    after = [_seen(DAY + days, clause) for days, clause in future]
    known = Habits([*after, *before]).before((7,), DAY)
    assert known == Habits(before).before((7,), DAY)
    assert known == Past(len(past), sum(clause for _, clause in past))


def test_nothing_is_known_before_an_unknown_day() -> None:
    assert Habits([_seen(DAY, True)]).before((7,), None) == Past()
    assert day_of(notice(day=None)) is None
    assert day_of(notice(day=None, dispatched_on=date(2026, 8, 30))) == DAY - 2


def test_of_two_keys_the_one_that_holds_most_speaks() -> None:
    habits = Habits([_seen(DAY - 1, True, 1), _seen(DAY - 1, False, 2), _seen(DAY - 2, False, 2)])
    assert habits.before((1, 2), DAY) == Past(2, 0)


def test_log_odds_rise_with_the_clauses_and_are_nil_without_a_past() -> None:
    rates = [Past(10, count).log_odds(0.1) for count in range(11)]
    assert rates == sorted(rates)
    assert Past().log_odds(0.1) == pytest.approx(0)
    assert Past(1, 9).log_odds(0.1) == Past(1, 1).log_odds(0.1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ville de Valfleury", "MAIRIE DE VALFLEURY", True),
        ("Commune de Valfleury", "Valfleury", True),
        ("Valfleury", "Communauté de communes de Valfleury", False),
        ("Valfleury", "Valfontaine", False),
    ],
)
def test_the_names_of_one_buyer(one: str, other: str, same: bool) -> None:
    keys = [buyer_keys(Buyer(name=name, postcode="34999")) for name in (one, other)]
    assert (keys[0] == keys[1]) is same


def test_buyers_of_one_name_in_two_departements_are_two() -> None:
    assert buyer_keys(Buyer(name="Valfleury", postcode="34999")) != buyer_keys(
        Buyer(name="Valfleury", postcode="30999")
    )


def test_a_siren_is_a_key_of_its_own() -> None:
    one = buyer_keys(Buyer(name="Régie", siret="123 456 789 00011"))
    other = buyer_keys(Buyer(name="Autre nom", siret="12345678900029"))
    assert one[1] == other[1]
    assert buyer_keys(Buyer()) == buyer_keys(None) == ()
