"""Staff's joins, splits and « not the same »: the notices of both sides are pinned where they are.

Rules never move what staff placed (``linking.attach_many``, ``veille.core.linking.resolve``).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from veille.store import linking, procedures, sql
from veille.store.models import (
    ConsideredRow,
    DoubtRow,
    NoticeRow,
    ProcedureRow,
    TellingRow,
    ToldRow,
)


def members(session: Session, procedure_id: int) -> tuple[str, ...]:
    """The notices of a procedure, by id."""
    query = select(NoticeRow.id).where(NoticeRow.procedure_id == procedure_id)
    return tuple(session.scalars(query.order_by(NoticeRow.id)))


def pin(session: Session, procedure_id: int, notice_ids: Iterable[str] | None = None) -> None:
    """These notices (by default all of the procedure's) are in it because staff say so."""
    placed = members(session, procedure_id) if notice_ids is None else tuple(notice_ids)
    linking.attach_many(
        session, [linking.Attachment(one, procedure_id, "staff", "staff") for one in placed]
    )


def part(
    session: Session,
    procedure_id: int,
    notice_ids: Sequence[str],
    now: datetime,
    *,
    into: int | None = None,
) -> int:
    """Take notices out of a procedure; the one that they are in then, a new one or ``into``.

    ``into`` was merged into the procedure before and is itself again.
    """
    if into is None:
        sample = session.scalar(select(ProcedureRow.sample).where(ProcedureRow.id == procedure_id))
        (home,) = procedures.create(session, 1, now, sample=bool(sample))
    else:
        home = into
        session.execute(
            update(ProcedureRow)
            .where(ProcedureRow.id == into)
            .values(merged_into=None, to_date=True, to_version="publication")
        )
    pin(session, home, notice_ids)
    pin(session, procedure_id)
    return home


def keep_apart(session: Session, one: int, other: int) -> None:
    """Two procedures that look alike are two: rules never join them, nobody is asked again."""
    pin(session, one)
    pin(session, other)
    first, second = sorted((one, other))
    session.execute(
        delete(DoubtRow).where(DoubtRow.procedure_id == first, DoubtRow.other_id == second)
    )


def inherit(session: Session, whole: int, home: int, version: int, facts: str) -> None:
    """Who was told of ``whole`` was told of what was taken out of it, as its ``version``.

    ``facts`` are what that version says (JSON). Nothing is told twice for being split.
    """
    looked = session.execute(
        select(ConsideredRow.organisation, ConsideredRow.kind).where(
            ConsideredRow.procedure_id == whole
        )
    )
    considered = [
        {"organisation": org, "kind": kind, "procedure_id": home, "version": version}
        for org, kind in looked
    ]
    session.execute(delete(ConsideredRow).where(ConsideredRow.procedure_id == home))
    sql.insert_new(session, ConsideredRow, considered)
    told = session.execute(
        select(
            ToldRow.organisation, ToldRow.kind, ToldRow.topic, ToldRow.edition_id, ToldRow.withheld
        )
        .where(ToldRow.procedure_id == whole)
        # What was told once is told, whatever was withheld since.
        .order_by(ToldRow.withheld.desc(), ToldRow.version, ToldRow.id)
    )
    last_told = {(org, kind, topic): (edition, held) for org, kind, topic, edition, held in told}
    lines = [
        {
            "organisation": org,
            "kind": kind,
            "topic": topic,
            "edition_id": edition,
            "procedure_id": home,
            "version": version,
            "facts": facts,
            "withheld": withheld,
        }
        for (org, kind, topic), (edition, withheld) in last_told.items()
    ]
    sql.insert_new(session, ToldRow, lines)
    rows = session.scalars(
        select(TellingRow)
        .where(TellingRow.procedure_id == whole)
        .order_by(TellingRow.version, TellingRow.id)
    )
    last = {(row.subscriber_id, row.topic): row for row in rows}
    tellings = [
        {
            "subscriber_id": row.subscriber_id,
            "procedure_id": home,
            "version": version,
            "topic": row.topic,
            "subscriptions": row.subscriptions,
            "outbox_id": row.outbox_id,
            "told_at": row.told_at,
        }
        for row in last.values()
    ]
    sql.insert_new(session, TellingRow, tellings)
