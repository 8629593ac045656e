"""Sundays and French public holidays delay; the time of day stays."""

from datetime import UTC, date, datetime

import pytest

from veille.core.clock import PARIS
from veille.core.workdays import is_working_day, next_working_moment


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 16), True),  # Monday
        (date(2026, 11, 14), True),  # Saturday
        (date(2026, 11, 15), False),  # Sunday
        (date(2026, 11, 11), False),
        (date(2026, 4, 3), True),  # Good Friday: a holiday in Alsace and Moselle only
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 14), False),  # Ascension
        (date(2028, 2, 29), True),
        (date(2027, 1, 1), False),
        (date(2026, 12, 26), True),  # a holiday in Alsace and Moselle only
    ],
)
def test_which_days_are_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-16T07:30", "2026-11-16T07:30"),
        ("2026-11-15T07:30", "2026-11-16T07:30"),
        ("2026-11-11T18:05", "2026-11-12T18:05"),
        ("2026-12-25T07:30", "2026-12-26T07:30"),  # a Friday, then a Saturday
        ("2027-12-31T07:30", "2027-12-31T07:30"),
        ("2028-01-01T07:30", "2028-01-03T07:30"),  # a Saturday, then a Sunday: next year's list
        ("2022-05-01T07:30", "2022-05-02T07:30"),  # both at once
        ("2026-04-05T07:30", "2026-04-07T07:30"),  # Easter and its Monday
        ("2026-03-29T02:30", "2026-03-30T02:30"),  # an hour that does not exist on that Sunday
        ("2026-10-25T02:30", "2026-10-26T02:30"),  # an hour that exists twice on that Sunday
    ],
)
def test_when_mail_may_go_out(moment: str, expected: str) -> None:
    asked = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
    found = next_working_moment(asked)
    assert found.replace(tzinfo=None) == datetime.fromisoformat(expected)
    assert found.tzinfo is PARIS
    assert next_working_moment(found) == found


def test_the_day_is_that_of_paris() -> None:
    sunday_evening_utc = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert next_working_moment(sunday_evening_utc) == sunday_evening_utc
    sunday_in_paris = datetime(2026, 11, 14, 23, 30, tzinfo=UTC)
    assert next_working_moment(sunday_in_paris) == datetime(2026, 11, 16, 0, 30, tzinfo=PARIS)


def test_the_wall_time_stays_across_a_change_of_hour() -> None:
    before = datetime(2026, 3, 29, 0, 30, tzinfo=PARIS)
    after = next_working_moment(before)
    assert after.utcoffset() != before.utcoffset()
    assert after.time() == before.time()
