"""The TED search API v3: what is asked, and what its answers hold."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from spiders.answers import UnexpectedAnswer

WINDOW = 15_000
"""Page x limit stops there; an iteration goes on."""

MINIMAL_FIELDS = ("publication-number", "publication-date")
FIELDS = (*MINIMAL_FIELDS, "ojs-number")

_NUMBER = re.compile(r"0*(\d{1,8})-(\d{4})")
_ISSUE = re.compile(r"(\d{1,5})/(\d{4})")


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results: its rows, the total of the search, the token of an iteration."""

    rows: tuple[Mapping[str, Any], ...]
    total: int
    token: str | None


def query(nuts: Iterable[str], since: date, until: date) -> str:
    """The expert query: performed in, or bought from, NUTS regions, between two days."""
    regions = " ".join(nuts)
    where = f"(place-of-performance IN ({regions}) OR buyer-country-sub IN ({regions}))"
    days = f"publication-date >= {since:%Y%m%d} AND publication-date <= {until:%Y%m%d}"
    return f"{where} AND {days} SORT BY publication-number"


def results(answer: Any) -> Results:
    """What a search answer says.

    Raises:
        UnexpectedAnswer: not the shape of an answer, or a search that TED did not finish.
    """
    if not isinstance(answer, Mapping) or not isinstance(answer.get("notices"), list):
        raise UnexpectedAnswer("la réponse n’a pas de liste notices")
    if answer.get("timedOut"):
        raise UnexpectedAnswer("recherche interrompue par TED (timedOut)")
    total, token = answer.get("totalNoticeCount"), answer.get("iterationNextToken")
    if not isinstance(total, int):
        raise UnexpectedAnswer("la réponse n’a pas totalNoticeCount")
    rows = tuple(row for row in answer["notices"] if isinstance(row, Mapping))
    return Results(rows, total, token if isinstance(token, str) else None)


def number_of(row: Mapping[str, Any]) -> str | None:
    """The publication number of a result, without leading zeros."""
    match = _NUMBER.fullmatch(str(row.get("publication-number")))
    return f"{match[1]}-{match[2]}" if match else None


def published_on(row: Mapping[str, Any]) -> date | None:
    """The day of ``2026-08-06+02:00`` (a date with an offset)."""
    try:
        return date.fromisoformat(str(row.get("publication-date"))[:10])
    except ValueError:
        return None


def issue_of(row: Mapping[str, Any]) -> str | None:
    """The name of the daily package of a result, ``<year><issue on 5 digits>``."""
    match = _ISSUE.fullmatch(str(row.get("ojs-number")))
    return f"{match[2]}{int(match[1]):05d}" if match else None
