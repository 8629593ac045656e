"""Handing over: every attempt is written down before and after.

waiting → claimed → sending → sent | failed, or waiting again after a delay.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from veille.store.claims import Claimed
from veille.store.models import DeliveryRow, OutboxRow
from veille.store.models.base import UtcDateTime

Outcome = Literal["sent", "deferred", "refused", "uncertain"]


_OPEN = ("waiting", "claimed", "sending")
_QUIETLY = {"synchronize_session": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """How an attempt ended, with the server's ``code`` and its words (``answer``).

    ``number`` is null where there was nothing to hand over. ``retry_at`` is when to try again
    after ``deferred`` or ``uncertain``; null gives up. ``reason`` says in French why a message
    failed.
    """

    outcome: Outcome
    number: int | None = None
    code: int | None = None
    answer: str | None = None
    retry_at: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAttempt:
    """An attempt as it is stored; ``outcome`` is null while it runs."""

    number: int
    started_at: datetime
    ended_at: datetime | None
    outcome: Outcome | None
    code: int | None
    answer: str | None


# Built once: they run for every message.
_BEGIN = (
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("of"),
        OutboxRow.claim == bindparam("held"),
        OutboxRow.state == "claimed",
    )
    .values(
        state="sending",
        due_at=bindparam("until"),
        attempts=OutboxRow.attempts + 1,
        first_tried_at=func.coalesce(
            OutboxRow.first_tried_at, bindparam("now", type_=UtcDateTime())
        ),
    )
    .returning(OutboxRow.attempts)
)
_START = insert(DeliveryRow)
_SENT = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("of"), OutboxRow.state.in_(_OPEN))
    .values(state="sent", claim=None, ended_at=bindparam("now"), reason=None)
    .returning(OutboxRow.id)
)
_END = (
    update(DeliveryRow)
    .where(DeliveryRow.outbox_id == bindparam("of"), DeliveryRow.number == bindparam("nth"))
    .values(
        ended_at=bindparam("ended_at"),
        outcome=bindparam("outcome"),
        code=bindparam("code"),
        answer=bindparam("answer"),
    )
)


def begin(session: Session, message: Claimed, now: datetime, lease: timedelta) -> int | None:
    """Say that the message is about to be handed over; gives the number of the attempt.

    Null when it is no longer the caller's: it must not be sent then.
    """
    connection = session.connection()
    known = {"of": message.id, "held": message.claim, "now": now, "until": now + lease}
    number = connection.execute(_BEGIN, known).scalar_one_or_none()
    if number is not None:
        begun = {"outbox_id": message.id, "number": number, "started_at": now}
        connection.execute(_START, begun)
    return number


def record(session: Session, message: Claimed, attempt: Attempt, now: datetime) -> bool:
    """Write down how an attempt ended; false when that no longer decides what becomes of it.

    A message that was accepted is sent, whoever holds it by now; anything else is for its holder
    to say.
    """
    connection = session.connection()
    if attempt.outcome == "sent":
        decided = connection.execute(_SENT, {"of": message.id, "now": now}).first() is not None
    else:
        decided = _decide(session, message, attempt, now)
    said = {"outcome": attempt.outcome, "code": attempt.code, "answer": attempt.answer}
    if attempt.number is not None:
        about = {"of": message.id, "nth": attempt.number}
        connection.execute(_END, about | {"ended_at": now} | said)
    return decided


def _decide(session: Session, message: Claimed, attempt: Attempt, now: datetime) -> bool:
    """What becomes of a message that was not accepted; its holder says."""
    values: dict[str, Any] = {"state": "failed", "ended_at": now, "reason": attempt.reason}
    if attempt.outcome != "refused" and attempt.retry_at is not None:
        values = {"state": "waiting", "due_at": attempt.retry_at}
    if attempt.outcome == "uncertain":
        values["uncertain"] = OutboxRow.uncertain + 1
    decided = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == message.id, OutboxRow.claim == message.claim)
        .where(OutboxRow.state.in_(_OPEN))
        .values(claim=None, **values)
        .returning(OutboxRow.id)
        .execution_options(**_QUIETLY)
    )
    return decided.first() is not None


def take_back(session: Session, message: Claimed, number: int) -> None:
    """Undo ``begin`` for a message of which no byte left: it is claimed as before."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == message.id, OutboxRow.claim == message.claim)
        .where(OutboxRow.state == "sending")
        .values(state="claimed", attempts=message.attempts, first_tried_at=message.first_tried_at)
        .execution_options(**_QUIETLY)
    )
    session.execute(
        delete(DeliveryRow)
        .where(DeliveryRow.outbox_id == message.id, DeliveryRow.number == number)
        .execution_options(**_QUIETLY)
    )


def attempts_of(session: Session, outbox_id: int) -> list[PastAttempt]:
    """The attempts for one message, first to last."""
    columns = [getattr(DeliveryRow, name) for name in PastAttempt.__dataclass_fields__]
    query = select(*columns).where(DeliveryRow.outbox_id == outbox_id)
    rows = session.execute(query.order_by(DeliveryRow.number))
    return [PastAttempt(**row._mapping) for row in rows]
