"""Invented notices and payloads for the store's tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from veille.core.cards import Card
from veille.core.notices import Buyer, Lot, Notice, Place, Text
from veille.store import linking, notices, payloads, procedures
from veille.store.cards import StoredCard
from veille.store.payloads import NewPayload

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
MONDAY = date(2026, 11, 9)


def notice(number: int = 1, **changed: Any) -> Notice:
    """A call for tenders of an invented commune."""
    facts: dict[str, Any] = {
        "id": f"boamp:26-{number}",
        "source": "boamp",
        "stage": "competition",
        "kind": "competition",
        "published_on": MONDAY,
        "deadline": datetime(2026, 12, 14, 11, 0, tzinfo=UTC),
        "title": f"Entretien des espaces verts, secteur {number}",
        "buyer": Buyer(name="Commune de Valrouge", postcode="34999", city="Valrouge"),
        "places": (Place(nuts="FRJ13", city="Valrouge"),),
        "lots": (Lot(id="LOT-0001", title="Tonte"),),
        "texts": (Text(field="conditions", text="140 heures d’insertion."),),
    }
    return Notice(**(facts | changed))


def payload(key: str = "26-1", content: bytes = b'{"idweb":"26-1"}', **changed: Any) -> NewPayload:
    """A record as BOAMP's API sends it."""
    facts: dict[str, Any] = {
        "source": "boamp",
        "key": key,
        "content": content,
        "media": "json",
        "fetched_at": NOW,
        "published_on": MONDAY,
    }
    return NewPayload(**(facts | changed))


def keep(session: Session, *given: Notice, now: datetime = NOW) -> None:
    """Store notices, each with a payload of its own."""
    added = payloads.add(
        session, [payload(key=one.id, content=repr(one).encode()) for one in given]
    )
    rows = [(one, stored.id, False) for one, stored in zip(given, added, strict=True)]
    notices.save(session, rows, now)


def keep_apart(session: Session, *given: Notice) -> list[int]:
    """Store notices, each in a procedure of its own; gives the procedures' ids."""
    keep(session, *given)
    ids = procedures.create(session, len(given), NOW)
    linking.attach_many(
        session,
        [
            linking.Attachment(one.id, procedure_id, "alone")
            for one, procedure_id in zip(given, ids, strict=True)
        ],
    )
    return ids


def version(procedure: int, number: int, *, day: int = 0, territory: str = "34") -> StoredCard:
    """A version of a procedure that takes effect so many days after that Monday."""
    card = Card(
        procedure_id=procedure,
        version=number,
        noted_at=NOW,
        executed=frozenset({territory}),
        text=" tonte ",
    )
    effective = MONDAY + timedelta(days=day)
    return StoredCard(card=card, facts="{}", cause="publication", effective_on=effective)
