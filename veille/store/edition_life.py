"""The life of an edition: draft, approved, sending, sent; each step by one statement.

Of two that take the same step at once, one gets it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session, aliased

from veille.store.editions import StoredEdition, stored
from veille.store.models import EditionRow, OutboxRow

_NOT_GONE = ("draft", "approved")
_OPEN = ("waiting", "claimed", "sending")


def approve(session: Session, edition_id: int, by: str, now: datetime) -> bool:
    """Approve a draft, which ends what holds it back; false when it is none."""
    done = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state == "draft")
        .values(state="approved", approved_by=by, approved_at=now, held=False)
        .returning(EditionRow.id)
    )
    return done.first() is not None


def hold(session: Session, edition_id: int) -> bool:
    """Keep an edition back until it is approved (again); false when it is going out or gone."""
    done = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state.in_(_NOT_GONE))
        .values(state="draft", approved_by=None, approved_at=None, held=True)
        .returning(EditionRow.id)
    )
    return done.first() is not None


def due(session: Session, now: datetime, *, hold: bool) -> list[StoredEdition]:
    """The editions to send at ``now``, the oldest period first.

    Those that are approved, and drafts whose time has come; with ``hold`` no draft ever goes out.
    """
    states = ("approved",) if hold else _NOT_GONE
    rows = session.execute(
        select(EditionRow.__table__)
        .where(EditionRow.due_at <= now, EditionRow.state.in_(states), EditionRow.held.is_(False))
        .order_by(EditionRow.period_start, EditionRow.kind, EditionRow.part, EditionRow.id)
    )
    return [stored(row) for row in rows]


def drafts(session: Session) -> list[StoredEdition]:
    """The editions that wait for approval, the oldest period first."""
    rows = session.execute(
        select(EditionRow.__table__)
        .where(EditionRow.state == "draft")
        .order_by(EditionRow.period_start, EditionRow.id)
    )
    return [stored(row) for row in rows]


def start_sending(session: Session, editions: Sequence[StoredEdition], now: datetime) -> bool:
    """Move editions to ``sending`` as they were read, all of them; false when one has moved since.

    A draft is marked as gone out unapproved.
    """
    for edition in editions:
        taken = session.execute(
            update(EditionRow)
            .where(
                EditionRow.id == edition.id,
                EditionRow.state == edition.state,
                EditionRow.held.is_(False),
            )
            .values(state="sending", unapproved=edition.state == "draft", addressed_at=now)
            .returning(EditionRow.id)
        )
        if taken.first() is None:
            return False
    return True


def finish(session: Session, now: datetime) -> list[int]:
    """Mark as sent the editions all of whose messages have ended, one way or another.

    Editions that were told together, in one mail, end together.
    """
    together = aliased(EditionRow)
    waiting = (
        exists()
        .where(OutboxRow.edition_id == together.id, OutboxRow.state.in_(_OPEN))
        .where(together.kind == EditionRow.kind)
        .where(together.addressed_at == EditionRow.addressed_at)
    )
    done = session.scalars(
        update(EditionRow)
        .where(EditionRow.state == "sending", ~waiting)
        .values(state="sent", sent_at=now)
        .returning(EditionRow.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(done)
