"""By which rules and which model everything was judged last, and what that changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session, aliased

from veille.store import sql
from veille.store.judges import Judge
from veille.store.models import JudgingRow, NoticeRow, VerdictRow


def last(session: Session) -> Judge | None:
    """Rules and model (empty where none was used) that judged everything last; null: never."""
    query = select(JudgingRow.rules, JudgingRow.model).order_by(JudgingRow.turn.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else (row.rules, row.model)


def done(session: Session, judge: Judge, now: datetime) -> None:
    """Everything known now was judged by ``judge``."""
    turn = (session.scalar(select(func.max(JudgingRow.turn))) or 0) + 1
    statement = sql.insert(session, JudgingRow).values(
        rules=judge[0], model=judge[1], at=now, turn=turn
    )
    statement = statement.on_conflict_do_update(
        index_elements=["rules", "model"], set_={"at": now, "turn": turn}
    )
    session.execute(statement)


def differing(session: Session, before: Judge, after: Judge) -> set[int]:
    """The procedures of which ``after`` says something else than ``before``.

    Only those that both judged: what is new is read anyway.
    """
    old, new = aliased(VerdictRow), aliased(VerdictRow)
    said = func.replace(old.content, bindparam("old_rules"), bindparam("new_rules"))
    query = (
        select(NoticeRow.procedure_id)
        .join(old, old.notice_hash == NoticeRow.content_hash)
        .join(new, new.notice_hash == old.notice_hash)
        .where(
            *_is_by(old, before),
            *_is_by(new, after),
            NoticeRow.procedure_id.is_not(None),
            said != new.content,
        )
        .distinct()
    )
    values = {"old_rules": f'"{before[0]}"', "new_rules": f'"{after[0]}"'}
    return {found for found in session.scalars(query, values) if found is not None}


def forget_replaced(session: Session, before: datetime, limit: int) -> int:
    """Drop verdicts of ``before`` by rules that everything was not judged by last; how many."""
    judge = last(session)
    if judge is None:
        return 0
    found = session.scalars(
        select(VerdictRow.id)
        .where(VerdictRow.judged_at < before, VerdictRow.rules != judge[0])
        .order_by(VerdictRow.id)
        .limit(limit)
    )
    ids = list(found)
    for chunk in sql.chunks(ids):
        session.execute(delete(VerdictRow).where(VerdictRow.id.in_(chunk)))
    return len(ids)


def _is_by(row: Any, judge: Judge) -> tuple[Any, ...]:
    return row.rules == judge[0], row.model == judge[1]
