"""The habit that contracts show: only what was known before, and only what sets a buyer apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifiers.contract_habits import Declared, WithContracts
from classifiers.habits import Habits, Past, Seen, buyer_keys
from veille.core.notices import Buyer

AVERAGE = 0.07
ONE, OTHER = "213499900", "213499901"
KEYS = buyer_keys(Buyer(siret=f"{ONE}00017"))
LINES = st.lists(
    st.builds(Declared, st.sampled_from((ONE, OTHER)), st.integers(1, 30), st.booleans()),
    max_size=30,
)


def habit(lines: list[Declared], day: int | None = 100, known: Habits | None = None) -> float:
    return WithContracts(known or Habits(), lines, AVERAGE).before(KEYS, day).log_odds(AVERAGE)


@given(LINES, LINES, st.integers(1, 31))
def test_what_is_declared_on_the_day_or_later_changes_nothing(
    earlier: list[Declared], later: list[Declared], day: int
) -> None:
    before = [one for one in earlier if one.day < day]
    after = [one._replace(day=one.day + day - 1) for one in later]
    assert habit(before, day) == habit([*before, *after], day)


def test_nothing_is_known_before_an_unknown_day() -> None:
    lines = [Declared(ONE, 3, True)]
    assert WithContracts(Habits(), lines, AVERAGE).before(KEYS, None) == Past()


def test_a_buyer_that_declares_like_the_others_stays_where_it_was() -> None:
    lines = [Declared(siren, day, day % 3 == 0) for siren in (ONE, OTHER) for day in range(1, 31)]
    assert habit(lines) == pytest.approx(0.0, abs=0.15)


def test_one_that_declares_more_rises_and_one_that_declares_less_falls() -> None:
    usual = [Declared(OTHER, day, day % 4 == 0) for day in range(1, 41)]
    more = [Declared(ONE, day, True) for day in range(1, 11)]
    less = [Declared(ONE, day, False) for day in range(1, 11)]
    assert habit([*usual, *more]) > 0.5
    assert habit([*usual, *less]) < -0.2


def test_what_notices_showed_still_counts() -> None:
    known = Habits([Seen(KEYS, 5, True), Seen(KEYS, 6, True)])
    alone = known.before(KEYS, 100).log_odds(AVERAGE)
    assert habit([], known=known) == alone
    lines = [Declared(ONE, 7, False), *(Declared(OTHER, 8, one) for one in (True, False, False))]
    assert 0 < habit(lines, known=known) < alone


@given(LINES)
def test_a_past_is_never_absurd(lines: list[Declared]) -> None:
    past = WithContracts(Habits(), lines, AVERAGE).before(KEYS, 50)
    assert 0 <= past.clauses <= past.notices
