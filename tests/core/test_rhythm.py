"""What a source usually gives, and when its silence says something."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from veille.core.rhythm import NOTHING, Usual, learn, silence

MONDAY = date(2026, 9, 7)
FRIDAY = date(2026, 10, 23)
ALL_SAINTS = date(2026, 11, 1)


def days(since: date, until: date) -> Iterator[date]:
    for number in range((until - since).days + 1):
        yield since + timedelta(days=number)


def weekly(notices: int, since: date = MONDAY, until: date = FRIDAY) -> dict[date, int]:
    """So many notices on each day from Monday to Friday."""
    return {day: notices for day in days(since, until) if day.isoweekday() < 6}


def silent_on(counts: dict[date, int], until: date) -> bool:
    return silence(counts, learn(counts, until + timedelta(days=1)), until) is not None


def test_the_usual_is_learned_by_day_of_the_week() -> None:
    counts = weekly(200) | {date(2026, 10, 19): 90, date(2026, 10, 12): 260}
    rhythm = learn(counts, FRIDAY)
    assert rhythm.on(date(2026, 10, 26)) == Usual(90, 200, 260)
    assert rhythm.on(date(2026, 10, 27)) == Usual(200, 200, 200)
    assert rhythm.on(date(2026, 10, 24)) == NOTHING  # a Saturday, on which nothing ever came


def test_only_the_last_eight_same_weekdays_count() -> None:
    long_ago = weekly(1000, date(2026, 1, 5), date(2026, 8, 1))
    rhythm = learn(long_ago | weekly(50, date(2026, 8, 3)), FRIDAY)
    assert rhythm.on(FRIDAY).high == 50


def test_sundays_and_holidays_are_normal_silences_and_teach_nothing() -> None:
    christmas = date(2026, 12, 25)
    counts = dict.fromkeys(days(date(2026, 10, 5), date(2026, 12, 24)), 100)
    rhythm = learn(counts, christmas)
    assert rhythm.on(ALL_SAINTS) == NOTHING
    assert rhythm.on(christmas) == NOTHING
    assert rhythm.on(date(2027, 1, 8)) == Usual(100, 100, 100)
    armistice = date(2026, 11, 11)
    without = {day: number for day, number in counts.items() if day != armistice}
    assert learn(without, christmas).on(date(2026, 12, 2)).low == 100
    assert not silent_on(counts, christmas)
    assert not silent_on(
        {k: v for k, v in counts.items() if k < date(2026, 12, 20)}, date(2026, 12, 20)
    )


@pytest.mark.parametrize(
    ("notices", "days_without", "is_silent"),
    [(200, 0, False), (200, 1, True), (3, 1, False), (3, 2, True), (1, 4, False), (1, 5, True)],
)
def test_a_silence_says_something_once_enough_is_missing(
    notices: int, days_without: int, is_silent: bool
) -> None:
    counts = weekly(notices)
    until = [day for day in days(FRIDAY, FRIDAY + timedelta(days=14)) if day.isoweekday() < 6]
    assert silent_on(counts, until[days_without]) is is_silent


def test_a_day_that_is_not_expected_ends_no_silence_and_counts_for_nothing() -> None:
    counts = weekly(10)
    found = silence(counts, learn(counts, FRIDAY), date(2026, 10, 26))  # the Monday after
    assert found is not None
    assert (found.since, found.missing) == (date(2026, 10, 26), 10)
    assert not silent_on(counts, date(2026, 10, 25))  # the Sunday


def test_next_to_nothing_is_a_silence_too() -> None:
    monday = date(2026, 10, 26)
    assert silent_on(weekly(200) | {monday: 12}, monday)
    assert not silent_on(weekly(200) | {monday: 90}, monday)
    assert not silent_on(weekly(8) | {monday: 1}, monday)


def test_a_source_that_stopped_long_ago_is_still_silent() -> None:
    counts = weekly(200)
    assert silent_on(counts, FRIDAY + timedelta(days=200))


def test_nothing_is_expected_of_a_source_without_a_past() -> None:
    assert learn({}, FRIDAY).on(FRIDAY) == NOTHING
    assert not silent_on({}, FRIDAY)
    assert not silent_on({FRIDAY: 0}, FRIDAY)
