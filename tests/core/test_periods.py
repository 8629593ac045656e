"""Periods of editions: half-open, due in the morning of a working day, made up when missed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.clock import PARIS, Week
from veille.core.periods import Period, immediate, missed, monthly, weekly

MONDAY = date(2026, 11, 16)


def at(day: date, hour: int = 5, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=PARIS)


def test_a_week_is_half_open_and_due_on_monday_morning() -> None:
    period = weekly(Week(2026, 46))
    assert (period.start, period.end) == (date(2026, 11, 9), MONDAY)
    assert period.due(at(MONDAY)) == at(MONDAY, 7, 30)


@pytest.mark.parametrize(
    ("week", "due"),
    [
        (Week(2026, 14), date(2026, 4, 7)),  # Easter Monday is the 6th
        (Week(2026, 45), date(2026, 11, 9)),
        (Week(2028, 17), date(2028, 5, 2)),  # the 1st of May 2028 is a Monday
    ],
)
def test_a_holiday_delays_the_edition_to_the_next_day(week: Week, due: date) -> None:
    period = weekly(week)
    assert period.due(at(period.end)) == at(due, 7, 30)


def test_a_month_that_begins_on_a_holiday_is_sent_the_day_after() -> None:
    december = monthly(date(2026, 12, 31))
    assert (december.start, december.end) == (date(2026, 12, 1), date(2027, 1, 1))
    assert december.due(at(december.end)) == at(date(2027, 1, 2), 7, 30)


def test_february_of_a_leap_year_has_its_last_day() -> None:
    assert monthly(date(2028, 2, 29)).last_day == date(2028, 2, 29)
    assert missed("monthly", date(2028, 2, 1), at(date(2028, 3, 1))) == [monthly(date(2028, 2, 29))]


def test_an_edition_composed_too_late_goes_out_at_once() -> None:
    wednesday = at(MONDAY + timedelta(days=2), 10)
    assert weekly(Week(2026, 46)).due(wednesday) == wednesday


def test_an_alert_waits_for_a_working_day_and_keeps_its_hour() -> None:
    sunday = at(date(2026, 11, 15), 18, 5)
    assert immediate(sunday, 1).due(sunday) == at(MONDAY, 18, 5)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
def test_the_hour_is_that_of_the_wall_when_the_clocks_change(night: date) -> None:
    period = weekly(Week.of(night))
    due = period.due(at(period.end))
    assert (due.hour, due.minute) == (7, 30)
    assert due.astimezone(UTC).hour == (5 if night.month == 3 else 6)


def test_nothing_is_missed_before_the_week_has_ended() -> None:
    sunday_night = at(date(2026, 11, 15), 23, 59)
    assert missed("weekly", date(2026, 11, 9), sunday_night) == []
    assert missed("weekly", date(2026, 11, 9), at(MONDAY, 0, 0)) == [weekly(Week(2026, 46))]


def test_the_end_of_the_week_is_told_in_paris() -> None:
    still_sunday_in_utc = datetime(2026, 11, 15, 23, 30, tzinfo=UTC)
    assert missed("weekly", date(2026, 11, 9), still_sunday_in_utc) == [weekly(Week(2026, 46))]


def test_after_three_weeks_off_each_week_has_its_edition() -> None:
    made_until = date(2026, 12, 14)
    found = missed("weekly", made_until, at(date(2027, 1, 4)))
    assert found == [weekly(Week(2026, 51)), weekly(Week(2026, 52)), weekly(Week(2026, 53))]
    assert found[-1].end == date(2027, 1, 4)


def test_after_three_weeks_off_the_days_make_one_edition() -> None:
    (period,) = missed("daily", date(2026, 10, 26), at(MONDAY))
    assert (period.start, period.end) == (date(2026, 10, 26), MONDAY)


def test_monday_has_the_days_since_saturday_and_sunday_has_none() -> None:
    saturday, sunday = date(2026, 11, 14), date(2026, 11, 15)
    assert missed("daily", saturday, at(sunday)) == []
    assert missed("daily", saturday, at(MONDAY)) == [Period("daily", saturday, MONDAY)]


def test_the_first_daily_edition_holds_the_days_since_the_working_day_before() -> None:
    thursday = date(2026, 11, 12)  # the 11th is a holiday
    assert missed("daily", None, at(thursday)) == [Period("daily", date(2026, 11, 10), thursday)]


def test_after_years_only_the_last_quarter_is_made_up() -> None:
    found = missed("weekly", date(2020, 1, 6), at(MONDAY))
    assert len(found) == 13
    assert found[-1] == weekly(Week(2026, 46))


def test_an_immediate_edition_is_never_missed() -> None:
    assert missed("immediate", None, at(MONDAY)) == []


@given(
    made=st.dates(date(2020, 1, 1), date(2032, 12, 31)),
    days=st.integers(0, 60),
    kind=st.sampled_from(["daily", "weekly", "monthly"]),
)
def test_what_is_missed_follows_without_gap_or_overlap(made: date, days: int, kind: str) -> None:
    now = at(made + timedelta(days=days))
    start = {"daily": made, "weekly": weekly(Week.of(made)).start, "monthly": made.replace(day=1)}
    previous = start[kind]
    for period in missed(kind, previous, now):  # type: ignore[arg-type]
        assert period.start == previous
        assert period.end <= now.date()
        previous = period.end
