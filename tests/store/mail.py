"""Invented contents, messages and people for the tests of the outbox."""

from sqlalchemy.orm import Session

from tests.store.invented import NOW
from veille.store import outbox
from veille.store.models import SubscriberRow
from veille.store.outbox import Content, NewMessage


def content(name: str = "a") -> Content:
    return Content(
        kind="weekly",
        subject=f"3 marchés ({name})",
        html=f"<p>Marchés {name} : <a href='⟦unsubscribe_url⟧'>se désabonner</a></p>",
        text=f"Marchés {name} : ⟦unsubscribe_url⟧",
    )


def message(number: int, content_id: int) -> NewMessage:
    key = f"weekly/2026-W46/{number}"
    return NewMessage(
        key=key,
        kind="weekly",
        address=f"lecteur{number}@mission.example",
        display_name=f"Lecteur {number}",
        content_id=content_id,
        personal={"unsubscribe_url": f"https://veille.example/u/{number}"},
        message_id=outbox.message_id(key, "veille.example"),
        created_at=NOW,
    )


def enqueued(session: Session, count: int) -> list[NewMessage]:
    """That many messages of one content, stored."""
    content_id = outbox.put_content(session, content())
    made = [message(number, content_id) for number in range(1, count + 1)]
    outbox.enqueue(session, made)
    return made


def people(session: Session, count: int) -> list[int]:
    """That many active subscribers; their ids."""
    made = [
        SubscriberRow(
            organisation="veille",
            kind="facilitator",
            address=f"lecteur{number}@mission.example",
            address_key=f"lecteur{number}@mission.example",
            state="active",
            legal_basis="consent",
            created_at=NOW,
            confirmed_at=NOW,
            last_sign_of_life=NOW,
        )
        for number in range(1, count + 1)
    ]
    session.add_all(made)
    session.flush()
    return [row.id for row in made]
