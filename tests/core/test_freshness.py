"""The state of a source, from how it was read and what it gave."""

from datetime import date, datetime, timedelta

import pytest

from veille.core.clock import PARIS
from veille.core.freshness import STATE_NAMES, WHAT_TO_DO, HowRead, state_of
from veille.core.rhythm import Silence

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=PARIS)
MORNING = NOW.replace(hour=6)
DUE = NOW.replace(hour=6)
SILENCE = Silence(date(2026, 11, 12), 600)


@pytest.mark.parametrize(
    ("hours", "last_ones", "silence", "state"),
    [
        (9, (True, True), None, "fresh"),
        (9, (True, False, False), None, "fresh"),
        (9, (True,), SILENCE, "silent"),
        (20, (True,), None, "late"),
        (20, (True,), SILENCE, "late"),
        (9, (False, True), None, "incomplete"),
        (9, (False, False, True), SILENCE, "incomplete"),
        (40, (False, True), None, "incomplete"),
        (40, (False, False, True), None, "down"),
        (None, (), None, "new"),
        (None, (False,), None, "new"),
        (None, (False, False), None, "down"),
    ],
)
def test_the_state_that_is_shown(
    hours: int | None, last_ones: tuple[bool, ...], silence: Silence | None, state: str
) -> None:
    success = None if hours is None else NOW - timedelta(hours=hours)
    read = HowRead(last_success=success, last_ones=last_ones, due=DUE)
    assert state_of(read, silence, NOW) == state


def test_failures_are_counted_from_the_last_one_back() -> None:
    def failures(*last_ones: bool) -> int:
        return HowRead(last_success=None, last_ones=last_ones, due=None).failures

    assert failures() == 0
    assert failures(True, False) == 0
    assert failures(False, False, True, False) == 2
    assert failures(False, False) == 2


def test_each_state_has_a_word_and_something_to_do() -> None:
    assert len(set(STATE_NAMES.values())) == len(STATE_NAMES) == len(WHAT_TO_DO)
    assert all(WHAT_TO_DO.values())
