"""What is dropped because of the time that has passed: payloads, messages."""

import zlib
from datetime import datetime

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import ContentRow, ContractRow, NoticeRow, OutboxRow, PayloadRow

_EMPTY = zlib.compress(b"")
_OVER = ("sent", "failed", "cancelled")
_QUIETLY = {"synchronize_session": False}


def forget_replaced(session: Session, before: datetime, limit: int) -> int:
    """Delete payloads fetched before a moment that newer ones replace; gives how many.

    One that a notice or a contract was read from stays.
    """
    read_from = or_(
        exists().where(NoticeRow.payload_id == PayloadRow.id),
        exists().where(ContractRow.payload_id == PayloadRow.id),
    )
    ids = session.scalars(
        select(PayloadRow.id)
        .where(PayloadRow.state == "superseded", PayloadRow.fetched_at < before, ~read_from)
        .limit(limit)
    ).all()
    for chunk in sql.chunks(ids):
        session.execute(
            delete(PayloadRow).where(PayloadRow.id.in_(chunk)).execution_options(**_QUIETLY)
        )
    return len(ids)


def empty_old(session: Session, before: datetime, limit: int) -> int:
    """Drop the content of payloads fetched before a moment; gives how many.

    What was read from them stays, and they are never read again: they count as replaced.
    """
    ids = session.scalars(
        select(PayloadRow.id)
        .where(PayloadRow.fetched_at < before, PayloadRow.content != _EMPTY)
        .limit(limit)
    ).all()
    for chunk in sql.chunks(ids):
        session.execute(
            update(PayloadRow)
            .where(PayloadRow.id.in_(chunk))
            .values(content=_EMPTY, state="superseded", unread=None, error=None)
            .execution_options(**_QUIETLY)
        )
    return len(ids)


def forget_messages(session: Session, before: datetime, limit: int) -> int:
    """Delete messages that ended before a moment, with their attempts; gives how many.

    That their reader was told stays in the ledger.
    """
    ids = session.scalars(
        select(OutboxRow.id)
        .where(OutboxRow.state.in_(_OVER), OutboxRow.ended_at < before)
        .limit(limit)
    ).all()
    for chunk in sql.chunks(ids):
        session.execute(
            delete(OutboxRow).where(OutboxRow.id.in_(chunk)).execution_options(**_QUIETLY)
        )
    return len(ids)


def forget_contents(session: Session) -> int:
    """Delete what no message says any more; gives how many."""
    said = exists().where(OutboxRow.content_id == ContentRow.id)
    gone = session.scalars(
        delete(ContentRow).where(~said).returning(ContentRow.id).execution_options(**_QUIETLY)
    )
    return len(gone.all())
