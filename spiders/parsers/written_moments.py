"""Moments as French prose writes them, once their numbers were found in it."""

from datetime import date, datetime

from veille.core.clock import PARIS, end_of_day


def moment_of(
    day: str, month: str, year: str, hour: str | None, minute: str | None
) -> datetime | None:
    """Paris wall time; a day alone means its end, numbers that make no moment give null."""
    try:
        limit = date(int(year), int(month), int(day))
        if hour is None:
            return end_of_day(limit)
        return datetime(
            limit.year, limit.month, limit.day, int(hour), int(minute or 0), tzinfo=PARIS
        )
    except ValueError:
        return None
