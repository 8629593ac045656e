"""Single values of payloads: days, amounts, addresses, references. Absurd ones are null."""

import math
import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from urllib.parse import urlsplit

from veille.core.clock import PARIS

FIRST_YEAR, LAST_YEAR = 1990, 2100

_ZONE = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
_TIME = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?$")
_MAX_ADDRESS = 2000
_SPACE = re.compile(r"\s")
# What nearly every address looks like; the others are taken apart, which is ten times slower.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-\d{1,3})?$", re.IGNORECASE)
_NUMBER = re.compile(r"^0*(\d{1,8})-((?:19|20)\d{2})$")
_OJS = re.compile(r"^((?:19|20)\d{2})/S ?\d{1,3}-0*(\d{1,8})$")
_CPV = re.compile(r"\s*([0-9]{8})(?![0-9])")
_DAYS_PER_YEAR = 365


def clean(text: str | None) -> str | None:
    """The text without outer white space; empty is null."""
    return (text.strip() or None) if text else None


def day(text: str | None) -> date | None:
    """``2026-10-05``, also with an offset or a time behind it, or ``20261005``."""
    if not text:
        return None
    text = text.strip()
    head = text[:8] if text[:8].isdigit() else text[:10]
    try:
        found = date.fromisoformat(head)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def moment(day_text: str | None, time_text: str | None) -> datetime | None:
    """A day and a time of day, each with its own offset or none.

    The offset of the time wins, then that of the day, else Paris wall time; no time means 23:59.
    """
    on = day(day_text)
    if on is None or day_text is None:
        return None
    at, offset = _time_of_day(time_text)
    offset = offset or _offset(day_text.strip()[10:])
    wall = datetime.combine(on, at or time(23, 59), tzinfo=offset or PARIS)
    return wall.replace(tzinfo=offset or timezone(wall.utcoffset() or timedelta()))


def amount(text: str | None) -> float | None:
    """A positive amount; zero, negative, infinite and unreadable ones are unknown."""
    if not text:
        return None
    try:
        found = float("".join(text.split()).replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) and 0 < found < 1e13 else None


def whole(text: str | None) -> int | None:
    """A whole number from 0 to a million, else null."""
    if not text:
        return None
    digits = text.strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 6):
        return None
    return int(digits)


def cpv_code(text: str | None) -> str | None:
    """The eight digits of a CPV code, its check digit (``-7``) left out."""
    match = _CPV.match(text or "")
    return match[1] if match else None


def months(days: float) -> float:
    """Days as months of a 365-day year, to one decimal."""
    return round(days * 12 / _DAYS_PER_YEAR, 1)


def web_address(text: str | None) -> str | None:
    """An http or https address with a host, else null."""
    address = clean(text)
    if address is None or len(address) > _MAX_ADDRESS:
        return None
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    if _SPACE.search(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def notice_reference(written: str | None) -> str | None:
    """``<uuid>-<version>`` as published, or ``ted:<n>-<y>`` for a publication number.

    Publication numbers are ``00047522-2024``, ``47522-2024`` or ``2021/S 026-064376``.
    """
    bare = (written or "").strip()
    if _UUID.match(bare):
        return bare
    if match := _NUMBER.match(bare):
        return f"ted:{int(match[1])}-{match[2]}"
    if match := _OJS.match(bare):
        return f"ted:{int(match[2])}-{match[1]}"
    return None


def _time_of_day(text: str | None) -> tuple[time | None, timezone | None]:
    if not text:
        return None, None
    text = text.strip()
    zone = _offset(text)
    match = _TIME.match(_ZONE.sub("", text))
    if match is None:
        return None, zone
    hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return time(hour, minute, second), zone
    except ValueError:
        return None, zone


def _offset(text: str) -> timezone | None:
    match = _ZONE.search(text)
    if match is None:
        return None
    if match.group() == "Z":
        return UTC
    sign = -1 if match.group()[0] == "-" else 1
    digits = match.group()[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(sign * offset) if offset < timedelta(hours=24) else None
