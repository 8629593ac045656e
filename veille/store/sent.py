"""What was sent to a person lately, and what came back of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.store.bounces import Bounce
from veille.store.models import BounceRow, ContentRow, OutboxRow
from veille.store.outbox import MessageState


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message to a person: ``ended_at`` and ``reason`` say what became of it.

    ``subject`` may hold placeholders, which ``personal`` fills.
    """

    id: int
    kind: str
    subject: str
    personal: Mapping[str, str]
    created_at: datetime
    state: MessageState
    ended_at: datetime | None
    reason: str | None
    attempts: int


def to(session: Session, subscriber_id: int, *, most: int) -> list[Sent]:
    """The last messages to a person, the newest first."""
    rows = session.execute(
        select(
            OutboxRow.id,
            OutboxRow.kind,
            ContentRow.subject,
            OutboxRow.personal,
            OutboxRow.created_at,
            OutboxRow.state,
            OutboxRow.ended_at,
            OutboxRow.reason,
            OutboxRow.attempts,
        )
        .join(ContentRow, ContentRow.id == OutboxRow.content_id)
        .where(OutboxRow.subscriber_id == subscriber_id)
        .order_by(OutboxRow.id.desc())
        .limit(most)
    )
    return [Sent(**{**row._mapping, "personal": json.loads(row.personal)}) for row in rows]


def came_back(session: Session, subscriber_id: int, *, most: int) -> list[Bounce]:
    """The last reports of messages to a person that came back, the newest first."""
    columns = [getattr(BounceRow, name) for name in Bounce.__dataclass_fields__]
    rows = session.execute(
        select(*columns)
        .join(OutboxRow, OutboxRow.id == BounceRow.outbox_id)
        .where(OutboxRow.subscriber_id == subscriber_id)
        .order_by(BounceRow.received_at.desc(), BounceRow.id.desc())
        .limit(most)
    )
    return [Bounce(**row._mapping) for row in rows]
