"""Invented people for tests."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from veille.core.filters import Filter
from veille.store import staff, subscribers, subscriptions
from veille.store.staff import Member, NewMember, Role
from veille.store.subscribers import NewSubscriber
from veille.store.subscriptions import NewSubscription

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
ORGANISATION = "veille"


def new_subscriber(name: str = "camille", **changed: Any) -> NewSubscriber:
    """An active facilitator with an address of an invented body."""
    facts: dict[str, Any] = {
        "organisation": ORGANISATION,
        "kind": "facilitator",
        "address": f"{name.capitalize()}@valrouge.example",
        "address_key": f"{name}@valrouge.example",
        "legal_basis": "consent",
        "created_at": NOW,
        "state": "active",
        "confirmed_at": NOW,
    }
    return NewSubscriber(**(facts | changed))


def member(session: Session, role: Role = "facilitator") -> Member:
    """Camille, of the staff."""
    new = NewMember(
        organisation=ORGANISATION,
        address="camille@mission.example",
        address_key="camille@mission.example",
        role=role,
        name="Camille",
    )
    staff.add(session, new, NOW)
    found = staff.find(session, ORGANISATION, new.address_key)
    assert found is not None
    return found


def new_subscription(subscriber_id: int, **changed: Any) -> NewSubscription:
    """A confirmed weekly subscription to everything in the Hérault."""
    facts: dict[str, Any] = {
        "subscriber_id": subscriber_id,
        "label": "L’Hérault",
        "filter": Filter(territories=("34",)),
        "rhythm": "weekly",
        "created_at": NOW,
        "confirmed_at": NOW,
    }
    return NewSubscription(**(facts | changed))


def subscribed(session: Session, name: str = "camille", **changed: Any) -> int:
    """Somebody with one subscription; gives the subscriber's id."""
    subscriber_id = subscribers.add(session, new_subscriber(name, **changed))
    subscriptions.add(session, new_subscription(subscriber_id))
    return subscriber_id
