"""Invented lines, readers and what they were told, for the tests of personal mails."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from newsletters.addressing import Item, Line
from newsletters.history import History
from newsletters.mails.personal import Frame
from tests.newsletters.invented import NOW, days
from tests.newsletters.small_edition import EDITION
from veille.core.cards import Card
from veille.core.editions import Edition, Entry
from veille.core.filters import Filter
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription
from veille.store.tellings import Telling

HEAD: Edition = replace(EDITION, entries=())
LAST_MONTH = NOW - days(30)


def line(entry: Entry, **card: Any) -> Line:
    """A frozen line with a card that has what the section says."""
    whats = {"reserved", "clause", "planning", "correction", "award", "renewal"}
    known: dict[str, Any] = {
        "whats": frozenset({entry.section} & whats),
        "executed": frozenset({"34", "R76"}),
        "noted_at": NOW - days(1),
    }
    return Line(
        entry, Card(procedure_id=entry.procedure_id, version=entry.version, **(known | card))
    )


def lines() -> tuple[Line, ...]:
    """A line of every section."""
    return tuple(line(entry) for entry in EDITION.entries)


def frame(*own: Line, history: History | None = None, **known: Any) -> Frame:
    """What the mails of a run share."""
    kept = own or lines()
    return Frame(
        head=known.pop("head", HEAD),
        lines={one.entry.procedure_id: one for one in kept},
        history=history or History({}),
        **known,
    )


def item(entry: Entry, **known: Any) -> Item:
    """The entry as news for one subscription."""
    defaults: dict[str, Any] = {
        "procedure_id": entry.procedure_id,
        "version": entry.version,
        "topic": entry.topic,
        "subscriptions": (1,),
        "reasons": ("exécution\u00a0: Sète",),
    }
    return Item(**(defaults | known))


def person(number: int = 1, **known: Any) -> Subscriber:
    """Somebody who subscribed a month ago."""
    defaults: dict[str, Any] = {
        "id": number,
        "organisation": "mission",
        "kind": "facilitator",
        "address": f"lectrice{number}@structure.example",
        "address_key": f"lectrice{number}@structure.example",
        "legal_basis": "consent",
        "created_at": LAST_MONTH,
        "confirmed_at": LAST_MONTH,
        "last_sign_of_life": LAST_MONTH,
        "state": "active",
    }
    return Subscriber(**(defaults | known))


def subscription(number: int, asked: Filter, *, subscriber: int = 1, **known: Any) -> Subscription:
    """A weekly subscription."""
    defaults: dict[str, Any] = {
        "id": number,
        "subscriber_id": subscriber,
        "label": f"Alerte {number}",
        "filter": asked,
        "rhythm": "weekly",
        "created_at": LAST_MONTH,
        "confirmed_at": LAST_MONTH,
    }
    return Subscription(**(defaults | known))


def telling(procedure_id: int, version: int, *, subscriber: int = 1, **known: Any) -> Telling:
    """That somebody was told a version last week."""
    defaults: dict[str, Any] = {"topic": "facts", "subscriptions": (1,)}
    told_at: datetime = NOW - days(7)
    return Telling(
        subscriber_id=subscriber,
        procedure_id=procedure_id,
        version=version,
        told_at=told_at,
        **(defaults | known),
    )
