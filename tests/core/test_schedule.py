"""Slots: the wall time of Paris, at every corner of the calendar, and never while clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from veille.core.clock import PARIS
from veille.core.schedule import Calendar, Daily, Every, Monthly, Slot, Weekly, is_quiet, latest

DAY = timedelta(days=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def periods(calendar: Calendar, since: str, until: str) -> list[str]:
    return [slot.period for slot in calendar.slots(at(since), at(until))]


def walls(calendar: Calendar, since: str, until: str) -> list[str]:
    return [f"{slot.due:%Y-%m-%dT%H:%M}" for slot in calendar.slots(at(since), at(until))]


def test_the_bounds_are_after_since_and_up_to_until() -> None:
    twice = Daily((time(13), time(6)))
    assert periods(twice, "2026-11-16T06:00", "2026-11-17T06:00") == [
        "2026-11-16/2",
        "2026-11-17/1",
    ]
    assert periods(twice, "2026-11-16T06:00", "2026-11-16T12:59") == []


def test_days_follow_each_other_across_a_year_and_a_29_february() -> None:
    daily = Daily((time(6),))
    assert periods(daily, "2027-12-31T00:00", "2028-01-01T23:00") == ["2027-12-31", "2028-01-01"]
    assert periods(daily, "2028-02-28T07:00", "2028-03-01T07:00") == ["2028-02-29", "2028-03-01"]


def test_a_wall_time_stays_across_a_change_of_hour() -> None:
    daily = Daily((time(6),))
    assert walls(daily, "2026-03-28T00:00", "2026-03-30T23:00") == [
        "2026-03-28T06:00",
        "2026-03-29T06:00",
        "2026-03-30T06:00",
    ]
    short = list(daily.slots(at("2026-03-28T00:00"), at("2026-03-29T23:00")))
    assert short[1].due.astimezone(UTC) - short[0].due.astimezone(UTC) == timedelta(hours=23)


def test_a_week_is_named_as_iso_names_it() -> None:
    monday = Weekly(1, time(7, 30))
    assert periods(monday, "2026-12-22T00:00", "2027-01-05T00:00") == ["2026-W53", "2027-W01"]


def test_a_week_that_begins_on_a_holiday_is_due_on_the_next_working_day() -> None:
    monday = Weekly(1, time(7, 30), workdays=True)
    assert list(monday.slots(at("2026-04-06T00:00"), at("2026-04-08T00:00"))) == [
        Slot(at("2026-04-07T07:30"), "2026-W15")
    ]
    assert periods(monday, "2026-04-06T00:00", "2026-04-07T07:00") == []


def test_what_a_holiday_delays_is_found_from_any_day_in_between() -> None:
    monthly = Monthly(time(7, 30), workdays=True)
    assert walls(monthly, "2027-12-31T23:00", "2028-01-31T00:00") == ["2028-01-03T07:30"]
    assert walls(monthly, "2028-01-02T23:00", "2028-01-31T00:00") == ["2028-01-03T07:30"]
    assert periods(monthly, "2028-01-02T23:00", "2028-01-31T00:00") == ["2028-01"]


def test_a_daily_run_of_a_sunday_comes_before_that_of_the_monday() -> None:
    daily = Daily((time(7, 30),), workdays=True)
    assert periods(daily, "2026-11-14T08:00", "2026-11-16T08:00") == ["2026-11-15", "2026-11-16"]


def test_an_interval_counts_from_midnight_and_leaves_the_quiet_hours_out() -> None:
    every = Every(15)
    assert walls(every, "2026-11-16T06:07", "2026-11-16T06:45") == [
        "2026-11-16T06:15",
        "2026-11-16T06:30",
        "2026-11-16T06:45",
    ]
    assert walls(every, "2026-11-16T01:40", "2026-11-16T03:45") == [
        "2026-11-16T01:45",
        "2026-11-16T03:30",
        "2026-11-16T03:45",
    ]


def test_an_hour_that_exists_twice_gives_slots_of_different_names() -> None:
    night = (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 4, tzinfo=UTC))
    names = [slot.period for slot in Every(10).slots(*night)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("calendar", [Every(1), Every(7), Every(60)])
def test_nothing_is_due_while_clocks_change(calendar: Calendar) -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25), date(2026, 7, 1)):
        start = datetime.combine(day, time.min, tzinfo=PARIS) - DAY
        assert not any(is_quiet(slot.due.time()) for slot in calendar.slots(start, start + 3 * DAY))


def test_the_last_slot_due() -> None:
    daily = Daily((time(6),))
    assert latest(daily, at("2026-11-01T00:00"), at("2026-11-16T05:00")) == Slot(
        at("2026-11-15T06:00"), "2026-11-15"
    )
    assert latest(daily, at("2026-11-16T06:00"), at("2026-11-16T07:00")) is None
