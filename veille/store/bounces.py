"""Reports that came back, each read once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import BounceRow, OutboxRow

BounceKind = Literal["hard", "soft", "complaint", "unsubscribe", "ignored", "unknown"]
BounceAction = Literal["none", "counted", "suspended", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report: what it is, of which message, what its server said, what was done about it.

    ``digest`` is of its bytes. ``outbox_id`` is null where it bears no sealed address of ours.
    """

    digest: str
    received_at: datetime
    kind: BounceKind
    action: BounceAction = "none"
    outbox_id: int | None = None
    status: str | None = None
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a message of the outbox was sent; null ids where they are gone or never were."""

    subscriber_id: int | None
    address: str


def add(session: Session, bounce: Bounce) -> int | None:
    """Keep a report; gives its id, null when it was there: of two that read it, one gets it."""
    values = {name: getattr(bounce, name) for name in Bounce.__dataclass_fields__}
    added = sql.insert(session, BounceRow).values(values).on_conflict_do_nothing()
    return session.execute(added.returning(BounceRow.id)).scalar_one_or_none()


def note_action(session: Session, bounce_id: int, action: BounceAction) -> None:
    """Write down what was done about a report."""
    session.execute(
        update(BounceRow)
        .where(BounceRow.id == bounce_id)
        .values(action=action)
        .execution_options(synchronize_session=False)
    )


def addressee(session: Session, outbox_id: int) -> Addressee | None:
    """Who got a message; null when it is no longer in the outbox."""
    query = select(OutboxRow.subscriber_id, OutboxRow.address).where(OutboxRow.id == outbox_id)
    row = session.execute(query).one_or_none()
    return None if row is None else Addressee(**row._mapping)


def arrived_since(session: Session, subscriber_id: int, settled: datetime) -> bool:
    """Did a mail arrive after the last one that came back and was counted?

    One that left before ``settled`` and of which nothing came back is held to have arrived.
    """
    came_back = (
        select(func.max(OutboxRow.ended_at))
        .join(BounceRow, BounceRow.outbox_id == OutboxRow.id)
        .where(OutboxRow.subscriber_id == subscriber_id, BounceRow.action == "counted")
    )
    last = session.execute(came_back).scalar_one()
    if last is None:
        return False
    without = (
        select(OutboxRow.id)
        .where(OutboxRow.subscriber_id == subscriber_id, OutboxRow.state == "sent")
        .where(OutboxRow.ended_at > last, OutboxRow.ended_at < settled)
        .where(~exists().where(BounceRow.outbox_id == OutboxRow.id))
        .limit(1)
    )
    return session.execute(without).first() is not None


def recent(session: Session, limit: int = 50) -> list[Bounce]:
    """The last reports, newest first."""
    columns = [getattr(BounceRow, name) for name in Bounce.__dataclass_fields__]
    query = select(*columns).order_by(BounceRow.received_at.desc(), BounceRow.id.desc())
    return [Bounce(**row._mapping) for row in session.execute(query.limit(limit))]
