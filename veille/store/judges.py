"""Who judged: the rules and the model of the verdicts that are there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.store.models import NoticeRow, VerdictRow

Judge = tuple[str, str]
"""Rules and model, the latter empty where none was used."""


def last_of(session: Session, procedure_id: int) -> Judge | None:
    """Who judged a notice of this procedure last; null where none was judged yet."""
    query = (
        select(VerdictRow.rules, VerdictRow.model)
        .join(NoticeRow, NoticeRow.content_hash == VerdictRow.notice_hash)
        .where(NoticeRow.procedure_id == procedure_id)
        .order_by(VerdictRow.judged_at.desc(), VerdictRow.id.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else (row.rules, row.model)
