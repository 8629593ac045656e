"""Days on which digests and alerts go out: not on Sundays, nor on French public holidays."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from veille.core.clock import PARIS, paris


def is_working_day(day: date) -> bool:
    """Whether mail goes out on ``day``: Saturdays count, Sundays and public holidays do not."""
    return day.isoweekday() != 7 and day not in _holidays(day.year)


def next_working_moment(moment: datetime) -> datetime:
    """``moment`` in Paris if its day is a working day, else the same time on the next one that is.

    The time is that of the wall: 07:30 stays 07:30 across a change of hour.
    """
    local = paris(moment)
    day = local.date()
    if is_working_day(day):
        return local
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, local.time(), tzinfo=PARIS)


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    """The public holidays of the whole country (not those of Alsace and Moselle, nor overseas)."""
    from holidays import country_holidays  # 0.3 s or more: only who asks pays

    return frozenset(country_holidays("FR", years=year))
