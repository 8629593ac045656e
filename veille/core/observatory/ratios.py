"""Shares and differences in words, right for none, one, a few and many."""

from datetime import date

from veille.core import french
from veille.core.french import NBSP, number

FEW = 20
"""Below this many, a share is said as it is counted, not out of ten."""


def when(year: int, since: date | None, until: date | None) -> str:
    """« En 2026 », « En 2026, au 16 novembre » while it runs, « En 2026, depuis le 9 novembre »

    where it was not read from its beginning, « En 2026, du 9 au 16 novembre » where both.
    """
    start = f"En{NBSP}{year}"
    if since and until:
        return f"{start}, {french.period(since, until, year=False)}"
    if since:
        return f"{start}, depuis le{NBSP}{french.day_month(since)}"
    return f"{start}, au{NBSP}{french.day_month(until)}" if until else start


def out_of(part: int, whole: int) -> str:
    """« 3 sur 7 », « 4 sur 10 », « moins de 1 sur 10 », « aucun », « tous »; ``whole`` is some."""
    if part == 0:
        return "aucun"
    if part == whole:
        return "tous"
    if whole < FEW:
        return f"{part} sur{NBSP}{whole}"
    tenths = _tenths(part, whole)
    if tenths == 0:
        return f"moins de{NBSP}1 sur{NBSP}10"
    if tenths == 10:
        return f"plus de{NBSP}9 sur{NBSP}10"
    return f"{tenths} sur{NBSP}10"


def percent(part: int, whole: int) -> str:
    """« 12,5 % »; a tenth at most, and « – » of nothing."""
    return f"{number(100 * part / whole, decimals=1)}{NBSP}%" if whole else "–"


def than_before(now: int, before: int, year: int) -> str:
    """« 3 de plus qu’en 2025 », « 3 de moins qu’en 2025 », « autant qu’en 2025 »."""
    year_said = f"en{NBSP}{year}"
    if now == before:
        return f"autant qu’{year_said}"
    more = "plus" if now > before else "moins"
    return f"{number(abs(now - before))} de {more} qu’{year_said}"


def passes(now: int, before: int) -> str:
    """« passe de 10 à 22 », « recule de 22 à 10 », « reste à 22 »."""
    if now == before:
        return f"reste à{NBSP}{number(now)}"
    verb = "passe" if now > before else "recule"
    return f"{verb} de{NBSP}{number(before)} à{NBSP}{number(now)}"


def _tenths(part: int, whole: int) -> int:
    """Rounded half up, in whole numbers: 9.5 out of 10 is 10."""
    return (20 * part + whole) // (2 * whole)
