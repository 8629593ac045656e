"""The outbox: what is to be sent, to whom. Who hands it over is in ``deliveries``."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import ContentRow, OutboxRow

MessageState = Literal["waiting", "claimed", "sending", "sent", "failed", "cancelled"]

URGENT_KINDS = frozenset({"confirmation", "goodbye"})
"""What somebody who just used a page waits for: it overtakes digests, and nothing cancels it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What one or more messages say; subject, HTML and text may hold personal placeholders.

    ``digest`` is computed: two contents with the same words are one.
    """

    kind: str
    subject: str
    html: str
    text: str
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        parts = "\0".join((self.kind, self.subject, self.html, self.text))
        object.__setattr__(self, "digest", _digest(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to one address.

    ``key`` says what it is, once and for ever (``weekly/2026-W46/subscriber/12``): a second one
    with the same key is not stored. ``message_id`` comes from it, see ``message_id``. ``personal``
    holds the values of the placeholders of its content (``veille.core.personal_fields``).
    """

    key: str
    kind: str
    address: str
    content_id: int
    message_id: str
    created_at: datetime
    subscriber_id: int | None = None
    display_name: str | None = None
    edition_id: int | None = None
    personal: Mapping[str, str] = field(default_factory=dict)
    not_before: datetime | None = None


def message_id(key: str, domain: str) -> str:
    """The Message-ID of the message with that key: always the same."""
    return f"<{_digest(key)[:32]}@{domain}>"


def put_content(session: Session, content: Content) -> int:
    """Store a content unless it is there; gives its id."""
    names = ("digest", "kind", "subject", "html", "text")
    values = {name: getattr(content, name) for name in names}
    added = sql.insert(session, ContentRow).values(values).on_conflict_do_nothing()
    found = session.execute(added.returning(ContentRow.id)).scalar_one_or_none()
    if found is not None:
        return found
    known = select(ContentRow.id).where(ContentRow.digest == content.digest)
    return session.execute(known).scalar_one()


def contents(session: Session, ids: Iterable[int]) -> dict[int, Content]:
    """The contents with these ids."""
    columns = (ContentRow.id, ContentRow.kind, ContentRow.subject, ContentRow.html, ContentRow.text)
    return {
        row.id: Content(kind=row.kind, subject=row.subject, html=row.html, text=row.text)
        for chunk in sql.chunks(set(ids))
        for row in session.execute(select(*columns).where(ContentRow.id.in_(chunk)))
    }


def enqueue(session: Session, messages: Iterable[NewMessage]) -> int:
    """Store messages in the caller's transaction; gives how many were not there already."""
    rows = {message.key: _row(message) for message in messages}
    there = ids_of(session, rows)
    new = [row for key, row in rows.items() if key not in there]
    sql.insert_new(session, OutboxRow, new)
    return len(new)


def ids_of(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """The ids of the messages with these keys; a key without a message is left out."""
    return {
        row.key: row.id
        for chunk in sql.chunks(keys)
        for row in session.execute(
            select(OutboxRow.key, OutboxRow.id).where(OutboxRow.key.in_(chunk))
        )
    }


def cancel(session: Session, subscriber_id: int, reason: str, now: datetime) -> int:
    """Send nothing more to a subscriber of what waits; gives how many messages that was.

    One that is being handed over at this moment ends as it ends; urgent ones still go out.
    """
    done = session.execute(
        update(OutboxRow)
        .where(OutboxRow.subscriber_id == subscriber_id, OutboxRow.urgent.is_(False))
        .where(OutboxRow.state.in_(("waiting", "claimed")))
        .values(state="cancelled", claim=None, ended_at=now, reason=reason)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def counts(session: Session) -> dict[MessageState, int]:
    """How many messages are in each state; a state without any is left out."""
    query = select(OutboxRow.state, func.count()).group_by(OutboxRow.state)
    found = {str(state): int(number) for state, number in session.execute(query)}
    return {state: found[state] for state in get_args(MessageState) if state in found}


def _row(message: NewMessage) -> dict[str, Any]:
    dated = max(message.created_at, message.not_before or message.created_at)
    return {
        "key": message.key,
        "kind": message.kind,
        "urgent": message.kind in URGENT_KINDS,
        "subscriber_id": message.subscriber_id,
        "address": message.address,
        "display_name": message.display_name,
        "edition_id": message.edition_id,
        "content_id": message.content_id,
        "personal": json.dumps(dict(message.personal), ensure_ascii=False, sort_keys=True),
        "message_id": message.message_id,
        "created_at": message.created_at,
        "dated_at": dated,
        "due_at": dated,
        "state": "waiting",
        "attempts": 0,
        "uncertain": 0,
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
