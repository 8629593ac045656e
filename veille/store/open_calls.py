"""The purchases that one can still act on: open, or announced."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.core.cards import Card, card_from_json
from veille.store import cards
from veille.store.models import CardRow

_LONGEST = timedelta(days=365)
"""A call whose newest version is older is not open any more, whatever it says."""
_PAGE = 200


def open_calls(session: Session, now: datetime) -> Iterator[list[int]]:
    """The procedures that are open or announced at ``now``, the newest first, in pages."""
    before: int | None = None
    while True:
        query = select(CardRow.procedure_id, CardRow.card).where(
            cards.is_current(), CardRow.effective_on >= (now - _LONGEST).date()
        )
        if before is not None:
            query = query.where(CardRow.procedure_id < before)
        rows = session.execute(query.order_by(CardRow.procedure_id.desc()).limit(_PAGE)).all()
        if not rows:
            return
        yield [row.procedure_id for row in rows if _is_open(card_from_json(row.card), now)]
        before = rows[-1].procedure_id


def _is_open(card: Card, now: datetime) -> bool:
    if card.state == "planned":
        return True
    return card.state == "open" and (card.deadline is None or card.deadline >= now)
