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


def approve(
    session: Session, edition_id: int, by: str, now: datetime, *, revision: int | None = None
) -> bool:
    """Approve a draft, which ends what holds it back; false when it is none.

    With ``revision``, only what was approved: false when the draft says something else by now.
    """
    seen = [] if revision is None else [EditionRow.revision == revision]
    done = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state == "draft", *seen)
        .values(state="approved", approved_by=by, approved_at=now, held=False)
        .returning(EditionRow.id)
    )
    return done.first() is not None


def edit(session: Session, edition_id: int) -> bool:
    """Say that a draft is about to be changed; false when it is none (any more).

    Until the transaction ends nobody else changes, approves or sends it.
    """
    done = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state == "draft")
        .values(revision=EditionRow.revision + 1)
        .returning(EditionRow.id)
        .execution_options(synchronize_session=False)
    )
    return done.first() is not None


def introduce(session: Session, edition_id: int, introduction: str | None) -> None:
    """Write, or take away, the word of staff on top of an edition."""
    session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id)
        .values(introduction=introduction)
        .execution_options(synchronize_session=False)
    )


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
    """Move editions to ``sending`` as they were read, all of them; false when one has moved, or was

    changed, since.

    A draft is marked as gone out unapproved.
    """
    for edition in editions:
        taken = session.execute(
            update(EditionRow)
            .where(
                EditionRow.id == edition.id,
                EditionRow.state == edition.state,
                EditionRow.revision == edition.revision,
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


def resume(session: Session, edition: StoredEdition) -> None:
    """Something of an edition that was sent is to be sent again: it ends anew."""
    session.execute(
        update(EditionRow)
        .where(
            EditionRow.kind == edition.kind,
            EditionRow.addressed_at == edition.addressed_at,
            EditionRow.state == "sent",
        )
        .values(state="sending", sent_at=None)
        .execution_options(synchronize_session=False)
    )
