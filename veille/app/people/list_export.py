"""The list of subscribers as a table: one line a subscription, cells a spreadsheet never runs."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from veille.core.asking import BASIS_NAMES, KIND_NAMES, RHYTHM_NAMES, SUBSCRIBER_STATES
from veille.core.clock import paris
from veille.core.described import described
from veille.core.spreadsheet import harmless
from veille.store import people_search, subscriptions
from veille.store.people_search import Wanted
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription

COLUMNS = (
    "Adresse",
    "Nom",
    "Qualité",
    "État",
    "Base légale",
    "Depuis le",
    "Dernier signe de vie",
    "Abonnement",
    "Rythme",
    "Demande",
)


def rows(session: Session, organisation: str, wanted: Wanted) -> Iterator[tuple[str, ...]]:
    """The lines, by address; somebody without a subscription has one too."""
    people = people_search.every(session, organisation, wanted)
    asked = subscriptions.of_many(session, [person.id for person in people])
    for person in people:
        for one in asked.get(person.id, (None,)):
            yield tuple(harmless(cell) for cell in (*_person(person), *_subscription(one)))


def _person(person: Subscriber) -> tuple[str, ...]:
    return (
        person.address,
        person.display_name or "",
        KIND_NAMES[person.kind],
        SUBSCRIBER_STATES[person.state],
        BASIS_NAMES[person.legal_basis],
        paris(person.created_at).date().isoformat(),
        paris(person.last_sign_of_life).date().isoformat(),
    )


def _subscription(one: Subscription | None) -> tuple[str, ...]:
    if one is None:
        return "", "", ""
    words = " ; ".join(f"{label} : {said}" for label, said in described(one.filter))
    return one.label, RHYTHM_NAMES[one.rhythm], words or "toute la veille"
