"""What people read, in French: dates, delays, amounts, counts, lists and typography.

Pure functions from plain values to text. Spaces that must not break are U+00A0; the apostrophe
is U+2019.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from veille.core.clock import paris

NBSP = "\u00a0"
MINUS = "\u2212"

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avril",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
_CURRENCIES = {"EUR": "€", "USD": "$", "GBP": "£", "CHF": "CHF"}

_SPACE_BEFORE = re.compile(r"[ \u00a0\u202f]+(?=[;:?!»%€])")
_SPACE_AFTER = re.compile(r"(?<=«)[ \u00a0\u202f]+")
_NUMBER_SIGN = re.compile(r"\b([Nn]°)[ \u00a0\u202f]*(?=\d)")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def long_date(day: date) -> str:
    """``lundi 5 octobre 2026``; the first of a month is ``1er``."""
    return f"{_DAYS[day.weekday()]} {day_month(day)}{NBSP}{day.year}"


def weekday(day: date) -> str:
    """``lundi``."""
    return _DAYS[day.weekday()]


def day_month(day: date) -> str:
    """``5 octobre``, without the year."""
    return f"{_ordinal(day.day)}{NBSP}{_MONTHS[day.month - 1]}"


def short_date(day: date, *, year: bool = False) -> str:
    """``5 oct.``, or ``5 oct. 2026`` with ``year``."""
    text = f"{_ordinal(day.day)}{NBSP}{_SHORT_MONTHS[day.month - 1]}"
    return f"{text}{NBSP}{day.year}" if year else text


def month_year(day: date) -> str:
    """``octobre 2026``."""
    return f"{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def time_of_day(moment: datetime) -> str:
    """``14 h`` or ``9 h 05``, Paris wall time."""
    local = paris(moment)
    hour = f"{local.hour}{NBSP}h"
    return f"{hour}{NBSP}{local.minute:02d}" if local.minute else hour


def date_and_time(moment: datetime) -> str:
    """``lundi 5 octobre 2026 à 14 h``, Paris wall time."""
    return f"{long_date(paris(moment).date())} à{NBSP}{time_of_day(moment)}"


def period(first: date, last: date, *, year: bool = True) -> str:
    """``du 9 au 15 novembre 2026``: both days included, nothing said twice.

    Without ``year`` the year is left out, unless the two days are of different years.
    """
    if first.year != last.year:
        return f"du {day_month(first)}{NBSP}{first.year} au {day_month(last)}{NBSP}{last.year}"
    start = _ordinal(first.day) if first.month == last.month else day_month(first)
    end = f"{day_month(last)}{NBSP}{last.year}" if year else day_month(last)
    return f"du{NBSP}{start} au{NBSP}{end}"


def days_left(days: int) -> str:
    """``il reste 12 jours``, ``demain``, ``aujourd’hui``; ``délai dépassé`` below zero."""
    if days < 0:
        return "délai dépassé"
    if days == 0:
        return "aujourd’hui"
    if days == 1:
        return "demain"
    return f"il reste {count(days, 'jour')}"


def number(value: float, *, decimals: int = 2) -> str:
    """``1 200 000`` or ``2,5``: at most ``decimals`` decimals, no trailing zeros."""
    text = f"{abs(value):,.{decimals}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    digits = whole.replace(",", NBSP) + (f",{fraction}" if fraction else "")
    return f"{MINUS}{digits}" if value < 0 and digits != "0" else digits


def amount(value: float, currency: str = "EUR") -> str:
    """``1 200 000 € HT``: an amount without VAT, to the unit from 1,000 up."""
    text = number(value, decimals=0 if abs(value) >= 1000 else 2)
    return f"{text}{NBSP}{_currency(currency)}{NBSP}HT"


def short_amount(value: float, currency: str = "EUR") -> str:
    """``1,2 M€``, ``850 k€``, ``900 €``: three significant digits at most from a million up."""
    symbol = _currency(currency)
    # 999,500 rounds to 1,000 thousands: say one million.
    if abs(value) >= 999_500:
        return f"{_significant(value / 1_000_000)}{NBSP}M{symbol}"
    if abs(value) >= 1000:
        return f"{number(value / 1000, decimals=0)}{NBSP}k{symbol}"
    return f"{number(value, decimals=0)}{NBSP}{symbol}"


def hours(value: int) -> str:
    """``140 heures``, ``1 heure``."""
    return count(value, "heure")


def plural(quantity: float, singular: str, several: str | None = None) -> str:
    """The noun for ``quantity``: singular below two, as French has it; ``several`` if irregular."""
    if abs(quantity) < 2:
        return singular
    return several if several is not None else f"{singular}s"


def count(quantity: int, singular: str, several: str | None = None) -> str:
    """``6 marchés``, ``1 marché``, ``0 marché``."""
    return f"{number(quantity, decimals=0)}{NBSP}{plural(quantity, singular, several)}"


def join(items: Sequence[str], *, last: str = "et") -> str:
    """``a``, ``a et b``, ``a, b et c``; ``last`` is the word before the last item."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last}{NBSP}{items[-1]}"


def lots(ids: Iterable[str]) -> str:
    """``lot 2``, ``lots 1, 2 et 8``, ``lots 1 à 4 et 8`` from ids such as ``LOT-0002``."""
    names = list(dict.fromkeys(lot_name(identifier) for identifier in ids))
    numbers = sorted(int(name) for name in names if _is_number(name))
    others = [name for name in names if not _is_number(name)]
    parts = _runs(numbers) + others
    if not parts:
        return ""
    return f"{plural(len(names), 'lot')}{NBSP}{join(parts)}"


def lot_name(identifier: str) -> str:
    """``2`` for ``LOT-0002`` or ``02``; any other id as it is."""
    bare = re.sub(r"(?i)^lot[-_ ]?(?=\d)", "", identifier.strip())
    return str(int(bare)) if _is_number(bare) else bare


def _is_number(name: str) -> bool:
    """Nine digits at most: what is longer is no number of a lot, and may be too long to be read."""
    return name.isascii() and name.isdecimal() and len(name) <= 9


def typography(text: str) -> str:
    """Our own French text with the spaces that must not break and the curly apostrophe.

    Only existing spaces are changed, so an address or a time of day stays whole; doing it twice
    changes nothing.
    """
    text = _SPACE_BEFORE.sub(NBSP, text)
    text = _SPACE_AFTER.sub(NBSP, text)
    text = _NUMBER_SIGN.sub(rf"\1{NBSP}", text)
    return _APOSTROPHE.sub("’", text)


def quoted(text: str) -> str:
    """The text between French quotation marks."""
    return f"«{NBSP}{text}{NBSP}»"


def capitalised(text: str) -> str:
    """The text with its first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


def _ordinal(day: int) -> str:
    return "1er" if day == 1 else str(day)


def _currency(code: str) -> str:
    return _CURRENCIES.get(code.upper(), code)


def _significant(value: float) -> str:
    whole_digits = len(str(int(abs(value))))
    return number(value, decimals=max(0, min(2, 3 - whole_digits)))


def _runs(numbers: Sequence[int]) -> list[str]:
    """Three or more numbers in a row as ``1 à 4``; the others one by one."""
    parts: list[str] = []
    run: list[int] = []
    for value in [*numbers, None]:
        if run and value == run[-1] + 1:
            run.append(value)
            continue
        if len(run) >= 3:
            parts.append(f"{run[0]}{NBSP}à{NBSP}{run[-1]}")
        else:
            parts.extend(str(item) for item in run)
        run = [] if value is None else [value]
    return parts
