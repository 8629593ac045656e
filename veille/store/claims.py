"""Taking messages to hand them over: each by one process at a time, until a lease ends.

A message is ``sending`` before its last byte leaves: one that is still so when the lease of its
taker ends may have arrived, and nobody can know.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import RowMapping, case, func, select, text, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import DeliveryRow, OutboxRow, SubscriberRow

LEFT = "on ne lui écrit plus"
"""Why a message to somebody who left is cancelled."""

_IS_OPEN = text("state IN ('waiting', 'claimed', 'sending')")  # written as in the partial index
_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message taken by one process.

    ``claim`` proves it: a message that another took since no longer answers to it. ``dated_at``
    is the date it bears, ``uncertain`` how many earlier attempts may have brought it already.
    """

    id: int
    claim: str
    key: str
    kind: str
    urgent: bool
    subscriber_id: int | None
    address: str
    display_name: str | None
    content_id: int
    personal: Mapping[str, str]
    message_id: str
    dated_at: datetime
    attempts: int
    uncertain: int
    first_tried_at: datetime | None


_CLAIMED = tuple(
    getattr(OutboxRow, name) for name in Claimed.__dataclass_fields__ if name != "claim"
)


def claim(
    session: Session, worker: str, now: datetime, lease: timedelta, limit: int
) -> list[Claimed]:
    """Take up to ``limit`` messages that are due, the urgent first, then the longest due.

    They are the taker's until ``lease`` is over. One that was ``sending`` when the lease of its
    taker ended is taken too, and its moment of doubt counted. What is for somebody who is no
    longer written to is cancelled instead, unless it answers what they just did (urgent).
    """
    token = f"{worker}/{uuid4().hex}"
    taken = _take(session, token, now, lease, limit)
    left = _cancel_for_who_left(session, taken, now)
    if taken and len(left) == len(taken):
        return claim(session, worker, now, lease, limit)
    _close_doubtful(session, [one.id for one in taken if one.uncertain], now)
    return sorted(
        (one for one in taken if one.id not in left),
        key=lambda one: (not one.urgent, one.dated_at, one.id),
    )


def release(session: Session, messages: Iterable[Claimed]) -> None:
    """Give back what was taken and not tried: it is due again at once."""
    for message in messages:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == message.id, OutboxRow.claim == message.claim)
            .where(OutboxRow.state == "claimed")
            .values(state="waiting", claim=None, due_at=OutboxRow.dated_at)
            .execution_options(**_QUIETLY)
        )


def next_due(session: Session) -> datetime | None:
    """When the next message may be taken; null when none waits."""
    return session.execute(select(func.min(OutboxRow.due_at)).where(_IS_OPEN)).scalar_one()


def _take(
    session: Session, token: str, now: datetime, lease: timedelta, limit: int
) -> list[Claimed]:
    due = (
        select(OutboxRow.id)
        .where(_IS_OPEN, OutboxRow.due_at <= now)
        .order_by(OutboxRow.urgent.desc(), OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    rows = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(select(due.c.id)))
        .values(
            state="claimed",
            claim=token,
            due_at=now + lease,
            uncertain=OutboxRow.uncertain + case((OutboxRow.state == "sending", 1), else_=0),
        )
        .returning(*_CLAIMED)
        .execution_options(**_QUIETLY)
    )
    return [_claimed(row._mapping, token) for row in rows]


def _close_doubtful(session: Session, ids: Iterable[int], now: datetime) -> None:
    for chunk in sql.chunks(ids):
        session.execute(
            update(DeliveryRow)
            .where(DeliveryRow.outbox_id.in_(chunk), DeliveryRow.outcome.is_(None))
            .values(outcome="uncertain", ended_at=now)
            .execution_options(**_QUIETLY)
        )


def _cancel_for_who_left(
    session: Session, taken: Iterable[Claimed], now: datetime
) -> frozenset[int]:
    """Cancel the messages to people who left since; gives their ids."""
    found: set[int] = set()
    for chunk in sql.chunks(one.id for one in taken if not one.urgent):
        rows = session.scalars(
            update(OutboxRow)
            .where(OutboxRow.id.in_(chunk))
            .where(OutboxRow.subscriber_id == SubscriberRow.id)
            .where(SubscriberRow.state.in_(("suspended", "ended")))
            .values(state="cancelled", claim=None, ended_at=now, reason=LEFT)
            .returning(OutboxRow.id)
            .execution_options(**_QUIETLY)
        )
        found.update(rows)
    return frozenset(found)


def _claimed(row: RowMapping, token: str) -> Claimed:
    values = dict(row)
    personal = json.loads(values.pop("personal"))
    return Claimed(claim=token, personal=personal, **values)
