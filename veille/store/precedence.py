"""Which of two payloads that tell one notice counts: its own source's, then the newer one.

A notice is told by another source than its own where that is a second way to the same publication
(DILA's files to the notices of the BOAMP).
"""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import NoticeRow, PayloadRow

Rank = tuple[bool, int]
"""Whether the notice's own source tells it, then the payload's id; of two the higher counts."""

_SELECT_SOURCES = select(PayloadRow.id, PayloadRow.source).where(
    PayloadRow.id.in_(sql.listed("payloads"))
)
_SELECT_STORED = (
    select(
        NoticeRow.id,
        NoticeRow.content_hash,
        NoticeRow.payload_id,
        (NoticeRow.source == PayloadRow.source).label("own"),
    )
    .join(PayloadRow, PayloadRow.id == NoticeRow.payload_id)
    .where(NoticeRow.id.in_(sql.listed("ids")))
)


def sources_of(session: Session, payload_ids: Collection[int]) -> dict[int, str]:
    """The source of each payload."""
    rows = session.execute(_SELECT_SOURCES, {"payloads": list(payload_ids)})
    return {row.id: row.source for row in rows}


def stored(session: Session, notice_ids: Collection[str]) -> dict[str, tuple[Rank, str]]:
    """The rank and the content's hash of the notices that are stored, by id."""
    rows = session.execute(_SELECT_STORED, {"ids": list(notice_ids)})
    return {row.id: ((bool(row.own), row.payload_id), row.content_hash) for row in rows}
