"""The spans of days that coverage is counted for: twelve months, and the last quarters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from veille.core.french import NBSP

YEAR = "12-mois"
QUARTERS = 6
_DAYS = 365


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included; ``code`` is how it is asked for."""

    code: str
    label: str
    since: date
    until: date


def spans(today: date) -> tuple[Span, ...]:
    """The twelve months until today first, then the quarters, the newest first."""
    year = Span(YEAR, "Les douze derniers mois", today - timedelta(days=_DAYS - 1), today)
    return (year, *_quarters(today))


def _quarters(today: date) -> Iterator[Span]:
    year, quarter, until = today.year, (today.month + 2) // 3, today
    for _ in range(QUARTERS):
        since = date(year, 3 * quarter - 2, 1)
        ordinal = "1er" if quarter == 1 else f"{quarter}e"
        label = f"{ordinal} trimestre{NBSP}{year}"
        yield Span(f"{year}-T{quarter}", label, since, until)
        until = since - timedelta(days=1)
        year, quarter = until.year, (until.month + 2) // 3
