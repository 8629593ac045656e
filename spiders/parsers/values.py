"""Dates, amounts, durations and codes as BOAMP writes them; what makes no sense is unknown."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from spiders.parsers import scalars
from veille.core.clock import PARIS, end_of_day, paris

_MOST_MONTHS = 1_200.0
_LARGEST_AMOUNT = 1e12
_MAX_NUMBER = 40

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_FRENCH_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})(?![0-9])")
_CPV = re.compile(r"([0-9]{8})(?:-[0-9])?")
_POSTCODE = re.compile(r"[0-9]{5}")
_NUTS = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")
_NOT_IN_NUMBER = re.compile(r"[\s\u00a0\u202f€]|euros?|EUR", re.IGNORECASE)
_GROUPED_DOTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


def day(raw: str | None) -> date | None:
    """The calendar day a string begins with (``2026-10-02``, ``2026-10-02+02:00``, 02/10/26)."""
    found = _FRENCH_DAY.match(raw) if raw else None
    if not found:
        return scalars.day(raw)
    year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
    return scalars.day(f"{year}-{found[2]:0>2}-{found[1]:0>2}")


def moment(raw: str | None, *, wall: bool = False, zone: ZoneInfo = PARIS) -> datetime | None:
    """The instant of an ISO string, always with an offset.

    A written offset is kept, except UTC, which is told in Paris time; a time without one is wall
    time of ``zone``; a day alone means its end. With ``wall``, the written offset is a lie and
    the digits are Paris wall time.
    """
    found = _MOMENT.fullmatch(raw.strip()) if raw else None
    on = scalars.day(found["day"]) if found else None
    if not found or not on:
        return None
    if not found["time"]:
        return end_of_day(on)
    try:
        at = datetime.combine(on, time.fromisoformat(found["time"]))
        offset = None if wall else found["offset"]
        if offset in (None, "Z", "+00:00"):
            return paris(at.replace(tzinfo=UTC)) if offset else at.replace(tzinfo=zone)
        return datetime.fromisoformat(f"{at.isoformat()}{offset}")
    except ValueError:
        return None


def number(raw: str | None) -> float | None:
    """A positive, finite number written the French or the English way; zero means unknown."""
    if not raw or len(raw) > _MAX_NUMBER:
        return None
    digits = _NOT_IN_NUMBER.sub("", raw)
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif _GROUPED_DOTS.fullmatch(digits):
        digits = digits.replace(".", "")
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if math.isfinite(value) and value > 0 else None


def amount(raw: str | None) -> float | None:
    """An amount of money; zero, negative or absurd ones are unknown."""
    value = number(raw)
    return value if value and value < _LARGEST_AMOUNT else None


def whole(raw: str | None) -> int | None:
    """A count of at least one; zero means unknown."""
    return scalars.whole(raw) or None


def months(
    raw: str | None = None, *, days: str | None = None, years: str | None = None
) -> float | None:
    """A duration in months, from months, else days, else years; to one decimal."""
    in_days, in_years = number(days), number(years)
    found = (
        number(raw)
        or (scalars.months(in_days) if in_days else None)
        or (in_years * 12 if in_years else None)
    )
    return round(found, 1) or None if found and found <= _MOST_MONTHS else None


def months_between(start: date | None, end: date | None) -> float | None:
    """The length of a period whose both days are known (the last one included), in months."""
    if not start or not end or end <= start:
        return None
    after = end + timedelta(days=1)
    found = (after.year - start.year) * 12 + after.month - start.month
    return months(str(found + scalars.months(after.day - start.day)))


def cpv(raw: str | None) -> str | None:
    """The eight digits of a CPV code, without its check digit; ``00000000`` is none."""
    found = _CPV.fullmatch(raw.strip()) if raw else None
    return found[1] if found and int(found[1]) else None


def postcode(raw: str | None) -> str | None:
    """A French postcode; one that lost its leading zero gets it back."""
    digits = raw.replace(" ", "") if raw and len(raw) <= _MAX_NUMBER else ""
    if digits.isascii() and digits.isdigit() and len(digits) == 4:
        digits = f"0{digits}"
    return digits if _POSTCODE.fullmatch(digits) else None


def nuts(raw: str | None) -> str | None:
    """A NUTS code of any level."""
    code = raw.strip().upper() if raw else ""
    return code if _NUTS.fullmatch(code) else None
