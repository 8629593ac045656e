"""The trail: who did what, to what, when. Lines are added in the transaction of what was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.orm import Session

from veille.core.audit import Action
from veille.store.models import AuditRow
from veille.store.staff import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of the trail; ``who`` is the name that the member had then."""

    id: int
    at: datetime
    who: str
    action: Action
    subject: str
    detail: str | None


def note(
    session: Session,
    member: Member,
    action: Action,
    subject: str,
    now: datetime,
    *,
    detail: str | None = None,
) -> None:
    """Write down that ``member`` did ``action`` to ``subject`` (French, for the admins)."""
    values = {
        "organisation": member.organisation,
        "at": now,
        "staff_id": member.id,
        "who": member.name or member.address,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    session.execute(insert(AuditRow).values(**values))


def newest(
    session: Session,
    organisation: str,
    *,
    most: int,
    before: int | None = None,
    actions: Sequence[Action] = (),
    staff_id: int | None = None,
) -> list[Done]:
    """The last lines, the newest first; ``before`` is the id of a line that was shown already."""
    query = select(AuditRow.__table__).where(AuditRow.organisation == organisation)
    if before is not None:
        query = query.where(AuditRow.id < before)
    if actions:
        query = query.where(AuditRow.action.in_(actions))
    if staff_id is not None:
        query = query.where(AuditRow.staff_id == staff_id)
    rows = session.execute(query.order_by(AuditRow.id.desc()).limit(most))
    return [_done(row) for row in rows]


def forget(session: Session, before: datetime) -> int:
    """Drop what was done before; gives how many lines."""
    gone = session.execute(
        delete(AuditRow)
        .where(AuditRow.at < before)
        .returning(AuditRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _done(row: Row[Any]) -> Done:
    return Done(**{name: row._mapping[name] for name in Done.__dataclass_fields__})
