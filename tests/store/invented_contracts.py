"""Invented contracts for the store's tests."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from tests.store.invented import NOW, payload
from veille.core.contracts import Contract, Holder
from veille.store import contracts, payloads
from veille.store.contracts import SaveCounts

SIREN = "213499900"
SIRET = f"{SIREN}00017"


def contract(number: int = 1, **known: Any) -> Contract:
    """A contract of an invented commune."""
    facts: dict[str, Any] = {
        "uid": f"{SIRET}26M{number}",
        "number": f"26M{number}",
        "format": "2022",
        "buyer_siret": SIRET,
        "buyer_name": "Commune de Valinvente",
        "object": f"Entretien des espaces verts, secteur {number}",
        "cpv": "77310000",
        "place_code": "34999",
        "place_kind": "Code commune",
        "duration_months": 12.0,
        "notified_on": date(2026, 3, 2),
        "published_on": date(2026, 3, 20),
        "amount": 84_000.0,
        "holders": (Holder(identifier="99900011100017", name="Jardins Inventés"),),
        "social": ("clause",),
    }
    return Contract(**(facts | known))


def keep_contracts(
    session: Session, *given: Contract, now: datetime = NOW, sample: bool = False
) -> SaveCounts:
    """Store contracts, each with a payload of its own."""
    sent = [payload(key=one.uid, content=repr(one).encode(), source="decp") for one in given]
    added = payloads.add(session, sent)
    rows = [contracts.Given(one, kept.id, sample) for one, kept in zip(given, added, strict=True)]
    return contracts.save(session, rows, now)
