"""The ledger of persons: which version of which procedure each subscriber was told, and why."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from veille.store import sql
from veille.store.errors import AlreadyToldError
from veille.store.models import CardRow, TellingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A version that a subscriber was told under a topic, in which message.

    ``subscriptions`` are the ids of those that it matched, none where it follows up what the
    subscriber was told before.
    """

    subscriber_id: int
    procedure_id: int
    version: int
    topic: str
    told_at: datetime
    subscriptions: tuple[int, ...] = ()
    outbox_id: int | None = None


def record(session: Session, tellings: Iterable[Telling]) -> None:
    """Write what subscribers are told, in the transaction that puts the messages in the outbox.

    Raises:
        AlreadyToldError: one was told that version; nothing of the transaction may stay.
    """
    rows = [
        {
            "subscriber_id": one.subscriber_id,
            "procedure_id": one.procedure_id,
            "version": one.version,
            "topic": one.topic,
            "subscriptions": json.dumps(one.subscriptions),
            "outbox_id": one.outbox_id,
            "told_at": one.told_at,
        }
        for one in tellings
    ]
    try:
        sql.execute_many(session, insert(TellingRow), rows)
    except IntegrityError as error:
        raise AlreadyToldError(
            "envoi non enregistré : il redirait à quelqu’un ce qui lui a déjà été dit"
        ) from error


def of_procedures(
    session: Session,
    procedure_ids: Iterable[int],
    *,
    subscriber_id: int | None = None,
    before: datetime | None = None,
) -> list[Telling]:
    """What was told of these procedures, the oldest version first.

    With ``before``, what was told from that moment on is left out.
    """
    query = select(TellingRow).order_by(TellingRow.procedure_id, TellingRow.version, TellingRow.id)
    if subscriber_id is not None:
        query = query.where(TellingRow.subscriber_id == subscriber_id)
    if before is not None:
        query = query.where(TellingRow.told_at < before)
    return [
        _telling(row)
        for chunk in sql.chunks(sorted(set(procedure_ids)))
        for row in session.scalars(query.where(TellingRow.procedure_id.in_(chunk)))
    ]


def of_subscriber(session: Session, subscriber_id: int) -> list[Telling]:
    """All that a subscriber was told, the first first."""
    rows = session.scalars(
        select(TellingRow)
        .where(TellingRow.subscriber_id == subscriber_id)
        .order_by(TellingRow.told_at, TellingRow.id)
    )
    return [_telling(row) for row in rows]


def move(session: Session, newer: int, older: int) -> None:
    """Give what was told of ``newer`` to ``older``, into which it is merged.

    The last version of each subscriber and topic moves, as the newest that ``older`` has at most:
    what is still to come of it is not taken for told.
    """
    newest = select(func.max(CardRow.version)).where(CardRow.procedure_id == older)
    known = session.scalar(newest) or 0
    later = aliased(TellingRow)
    is_older = exists().where(
        later.procedure_id == newer,
        later.subscriber_id == TellingRow.subscriber_id,
        later.topic == TellingRow.topic,
        later.version > TellingRow.version,
    )
    session.execute(
        delete(TellingRow)
        .where(TellingRow.procedure_id == newer, is_older)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(TellingRow)
        .where(TellingRow.procedure_id == newer, TellingRow.version > known)
        .values(version=known)
    )
    there = aliased(TellingRow)
    clash = exists().where(
        there.procedure_id == older,
        there.subscriber_id == TellingRow.subscriber_id,
        there.topic == TellingRow.topic,
        there.version == TellingRow.version,
    )
    session.execute(
        update(TellingRow)
        .where(TellingRow.procedure_id == newer, ~clash)
        .values(procedure_id=older)
        .execution_options(synchronize_session=False)
    )


def _telling(row: TellingRow) -> Telling:
    return Telling(
        subscriber_id=row.subscriber_id,
        procedure_id=row.procedure_id,
        version=row.version,
        topic=row.topic,
        told_at=row.told_at,
        subscriptions=tuple(json.loads(row.subscriptions)),
        outbox_id=row.outbox_id,
    )
