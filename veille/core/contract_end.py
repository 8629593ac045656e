"""When a contract ends: as published, else worked out from a start and a duration."""

import calendar
from datetime import date

MAX_MONTHS = 1200
"""A duration beyond a century is a typing error."""


def contract_end(
    *,
    ends_on: date | None,
    starts_on: date | None,
    awarded_on: date | None,
    duration_months: float | None,
    renewals: int | None,
) -> tuple[date | None, bool]:
    """The last day of the contract and whether it was computed.

    A published end is taken as it is. Else the contract runs from its start, else from its award,
    for its duration, once more for each renewal: the end if every renewal is used. Unknown (null)
    where no start or no duration is known.
    """
    if ends_on is not None:
        return ends_on, False
    start = starts_on or awarded_on
    if start is None or not duration_months:
        return None, False
    months = duration_months * (1 + max(renewals or 0, 0))
    if not 0 < months <= MAX_MONTHS:
        return None, False
    end = _add_months(start, months)
    return end, end is not None


def _add_months(start: date, months: float) -> date | None:
    """The day ``months`` later, the last of the month where that day does not exist.

    A fraction of a month counts in days of a thirtieth.
    """
    whole = int(months)
    year, month = divmod(start.year * 12 + start.month - 1 + whole, 12)
    if year > date.max.year:
        return None
    last = calendar.monthrange(year, month + 1)[1]
    day = date(year, month + 1, min(start.day, last))
    extra = round((months - whole) * 30)
    return date.fromordinal(min(day.toordinal() + extra, date.max.toordinal()))
