"""Hand-overs: what staff did about procedures, line by line, and whose each one is.

Lines are only added; a merge of procedures brings theirs together. Lists are of one organisation.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Row, and_, distinct, func, insert, select, update
from sqlalchemy.orm import Session

from veille.core.handover import Event, Outcome
from veille.store import sql
from veille.store.models import HandoverRow, ProcedureRow, StaffRow

_HOLDING = ("claim", "pass", "release")


def add(session: Session, organisation: str, procedure_id: int, event: Event) -> None:
    """Write down one thing that was done."""
    said = asdict(event)
    values = {"staff_id": said.pop("by"), "holder_id": said.pop("holder"), **said}
    session.execute(
        insert(HandoverRow).values(organisation=organisation, procedure_id=procedure_id, **values)
    )


def lock(session: Session, procedure_id: int) -> int | None:
    """What the procedure is now, held until the transaction ends; null when there is none.

    Of two who take it up at once, the second waits and then sees what the first did.
    """
    query = select(ProcedureRow.merged_into).where(ProcedureRow.id == procedure_id)
    found = session.execute(query.with_for_update()).one_or_none()
    if found is None:
        return None
    return procedure_id if found.merged_into is None else lock(session, found.merged_into)


def of(session: Session, organisation: str, procedure_id: int) -> tuple[Event, ...]:
    """What was done about a procedure, oldest first."""
    return of_many(session, organisation, [procedure_id]).get(procedure_id, ())


def of_many(
    session: Session, organisation: str, procedure_ids: Iterable[int]
) -> dict[int, tuple[Event, ...]]:
    """What was done about each of these procedures, oldest first; one without is left out."""
    found: dict[int, list[Event]] = {}
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(HandoverRow.__table__)
            .where(HandoverRow.organisation == organisation, HandoverRow.procedure_id.in_(chunk))
            .order_by(HandoverRow.procedure_id, HandoverRow.id)
        )
        for row in rows:
            found.setdefault(row.procedure_id, []).append(_event(row))
    return {procedure_id: tuple(events) for procedure_id, events in found.items()}


def holders(session: Session, organisation: str) -> dict[int, int]:
    """Whose each procedure is: the id of a member who has not left."""
    last = (
        select(func.max(HandoverRow.id))
        .where(HandoverRow.organisation == organisation, HandoverRow.what.in_(_HOLDING))
        .group_by(HandoverRow.procedure_id)
    )
    rows = session.execute(
        select(HandoverRow.procedure_id, HandoverRow.holder_id)
        .join(StaffRow, and_(StaffRow.id == HandoverRow.holder_id, StaffRow.ended_at.is_(None)))
        .where(HandoverRow.id.in_(last))
    )
    return {row.procedure_id: row.holder_id for row in rows}


def touched(session: Session, organisation: str, *, most: int) -> list[int]:
    """The procedures that something was done about, the last one first."""
    latest = func.max(HandoverRow.id)
    query = (
        select(HandoverRow.procedure_id)
        .where(HandoverRow.organisation == organisation)
        .group_by(HandoverRow.procedure_id)
        .order_by(latest.desc())
    )
    return list(session.scalars(query.limit(most)))


def outcomes(session: Session, organisation: str, since: date, before: date) -> dict[Outcome, int]:
    """How many procedures had each outcome in the days from ``since`` to before ``before``."""
    rows = session.execute(
        select(HandoverRow.outcome, func.count(distinct(HandoverRow.procedure_id)))
        .where(HandoverRow.organisation == organisation, HandoverRow.outcome.is_not(None))
        .where(HandoverRow.done_on >= since, HandoverRow.done_on < before)
        .group_by(HandoverRow.outcome)
    )
    return {cast("Outcome", outcome): number for outcome, number in rows}


def move(session: Session, newer: int, older: int) -> None:
    """Give the lines of ``newer`` to ``older``, into which it is merged: whoever took either up

    last has it.
    """
    session.execute(
        update(HandoverRow).where(HandoverRow.procedure_id == newer).values(procedure_id=older)
    )


def forget_comments(session: Session, before: datetime, limit: int) -> int:
    """Empty what was written freely before a moment; gives how many lines, ``limit`` at most."""
    old = (
        select(HandoverRow.id)
        .where(HandoverRow.at < before, HandoverRow.comment.is_not(None))
        .limit(limit)
    )
    done = session.execute(
        update(HandoverRow)
        .where(HandoverRow.id.in_(old))
        .values(comment=None)
        .returning(HandoverRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def _event(row: Row[Any]) -> Event:
    values = dict(row._mapping)
    named = {"by": values["staff_id"], "holder": values["holder_id"]}
    rest = {name: values[name] for name in Event.__dataclass_fields__ if name not in named}
    return Event(**named, **rest)
