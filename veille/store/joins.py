"""The joins that staff made: which notices came with the other procedure, so as to split back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from veille.store.models import JoinRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """``other_id`` was made a part of ``procedure_id``, with its ``notices``, by ``made_by``."""

    id: int
    procedure_id: int
    other_id: int
    notices: tuple[str, ...]
    made_by: str
    made_at: datetime


def record(
    session: Session,
    procedure_id: int,
    other_id: int,
    notices: tuple[str, ...],
    *,
    by: str,
    now: datetime,
) -> int:
    """Note a join; its number."""
    values = {
        "procedure_id": procedure_id,
        "other_id": other_id,
        "notices": "\n".join(notices),
        "made_by": by,
        "made_at": now,
    }
    return session.execute(insert(JoinRow).values(**values).returning(JoinRow.id)).scalar_one()


def standing(session: Session, procedure_id: int) -> list[Join]:
    """The joins that made this procedure what it is and were not undone, oldest first."""
    query = (
        select(JoinRow.__table__)
        .where(JoinRow.procedure_id == procedure_id, JoinRow.undone_at.is_(None))
        .order_by(JoinRow.id)
    )
    return [_join(row) for row in session.execute(query)]


def move(session: Session, newer: int, older: int) -> None:
    """What was joined to ``newer`` is joined to ``older`` now."""
    session.execute(update(JoinRow).where(JoinRow.procedure_id == newer).values(procedure_id=older))


def undo(session: Session, join_id: int, *, by: str, now: datetime) -> Join | None:
    """Take a join back; null when there is none, or somebody did. Of two at once, one does."""
    row = session.execute(
        update(JoinRow)
        .where(JoinRow.id == join_id, JoinRow.undone_at.is_(None))
        .values(undone_by=by, undone_at=now)
        .returning(*JoinRow.__table__.columns)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    return None if row is None else _join(row)


def _join(row: Row[Any]) -> Join:
    return Join(
        id=row.id,
        procedure_id=row.procedure_id,
        other_id=row.other_id,
        notices=tuple(row.notices.split("\n")),
        made_by=row.made_by,
        made_at=row.made_at,
    )
