"""A store with people in it, and what the tests of subscriptions share."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.store.templates import store_at
from veille.app.people.subscribing import Request, SignUp
from veille.core.filters import Filter
from veille.store import Store, subscribers
from veille.store.subscribers import Subscriber

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
KEYS = ("clé-neuve-0123456789", "clé-ancienne-0123456789")
SCOPES = ("34",)
ORGANISATION = "veille"
ADDRESS = "camille@valrouge.example"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = store_at(tmp_path / "veille.db")
    yield made
    made.dispose()


class Mailbox:
    """What would be sent."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def send(self, session: Session, request: Request) -> None:
        self.requests.append(request)

    @property
    def last(self) -> Request:
        return self.requests[-1]


def sign_up_of(address: str = ADDRESS, **changed: Any) -> SignUp:
    """A visitor who asks for what is reserved in Sète."""
    filled: dict[str, Any] = {
        "organisation": ORGANISATION,
        "address": address,
        "kind": "structure",
        "filter": Filter(territories=("34301",), what=("reserved",)),
        "rhythm": "weekly",
        "label": "Réservés à Sète",
        "host": "192.0.2.7",
    }
    return SignUp(**(filled | changed))


def found(store: Store, address: str = ADDRESS) -> Subscriber | None:
    """The subscriber with this address."""
    with store.read() as session:
        return subscribers.find(session, ORGANISATION, address.lower())


def known(store: Store, address: str = ADDRESS) -> Subscriber:
    """The subscriber with this address, who is there."""
    person = found(store, address)
    assert person is not None
    return person
