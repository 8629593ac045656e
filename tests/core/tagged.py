"""Invented verdicts and tags for the tests of tagging."""

from datetime import UTC, datetime
from typing import Any

from veille.core.tags import Tag
from veille.core.verdicts import Evidence

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
NOTICE = "boamp:26-1"

CLAUSE = "Une clause d’insertion de 140 heures s’applique."
HOURS = "Soit 140 heures d’insertion."
DENIAL = "Ce marché ne comporte pas de clause sociale."
RESERVED = "Le lot est réservé aux ESAT."
LANDSCAPE = "L’insertion paysagère sera soignée."


def line(quote: str = CLAUSE, **changed: Any) -> Evidence:
    """A sentence that states a clause, at the start of the first text."""
    facts: dict[str, Any] = {
        "signal": "stated",
        "for_": "clause",
        "at": "/texts/0/text",
        "quote": quote,
        "start": 0,
        "end": len(quote),
        "rule": "clause.insertion.clause",
        "weight": 1.0,
    }
    return Evidence(**(facts | changed))


def tag(answer: str = "false_positive", quote: str | None = CLAUSE, **changed: Any) -> Tag:
    """What a member of staff says of that sentence, in every lot."""
    facts: dict[str, Any] = {
        "id": 1,
        "notice_id": NOTICE,
        "question": "clause",
        "answer": answer,
        "quote": quote,
        "reason": "other" if answer == "false_positive" else None,
        "kinds": ("insertion",) if answer in ("missed", "kind") else (),
        "author": "Camille",
        "created_at": NOW,
    }
    if answer == "missed" and quote is not None:
        facts |= {"at": "/texts/0/text", "start": 0, "end": len(quote)}
    return Tag(**(facts | changed))
