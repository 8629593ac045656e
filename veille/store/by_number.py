"""Procedures by the number of one of their notices."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.core.procedures import Key
from veille.store.linking import digest
from veille.store.models import NoticeKeyRow, NoticeRow


def procedures_of(session: Session, keys: Sequence[Key]) -> list[int]:
    """Those of the notices that have one of these keys, by id.

    The notice that has the number itself comes before those that only name it.
    """
    numbers = [key.value for key in keys if key.kind == "notice"]
    own = _of(session, numbers)
    if own or not keys:
        return own
    naming = select(NoticeKeyRow.notice_id).where(
        NoticeKeyRow.digest.in_([digest(key) for key in keys])
    )
    return _of(session, session.scalars(naming).all())


def _of(session: Session, notice_ids: Sequence[str]) -> list[int]:
    query = select(NoticeRow.procedure_id).where(
        NoticeRow.id.in_(notice_ids), NoticeRow.procedure_id.is_not(None)
    )
    return sorted({one for one in session.scalars(query) if one is not None})
