"""The purchases that one can still act on: open, or announced."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from veille.core.search_entry import place_of
from veille.store.models import SearchEntryRow

_LONGEST = timedelta(days=365)
"""A call whose newest version is older is not open any more, whatever it says."""
_PAGE = 200


def open_calls(session: Session, now: datetime) -> Iterator[list[int]]:
    """The procedures that are open or announced at ``now``, the newest first, in pages."""
    entry = SearchEntryRow
    still = or_(entry.deadline.is_(None), entry.deadline >= now)
    acts = or_(entry.state == "planned", and_(entry.state == "open", still))
    oldest = place_of((now - _LONGEST).date(), 0)
    before: int | None = None
    while True:
        query = select(entry.place, entry.procedure_id).where(acts, entry.place >= oldest)
        if before is not None:
            query = query.where(entry.place < before)
        rows = session.execute(query.order_by(entry.place.desc()).limit(_PAGE)).all()
        if not rows:
            return
        yield [row.procedure_id for row in rows]
        before = rows[-1].place
