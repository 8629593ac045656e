"""Subscribers: people, or shared mailboxes, that an organisation writes to.

pending → active ⇄ paused; suspended when mail no longer arrives; ended for good. What a person
did, or what was done, is noted beside it in ``veille.store.consents``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import Session

from veille.core.people import LegalBasis, SubscriberKind, SubscriberState
from veille.store import sql
from veille.store.models import SubscriberRow, SubscriptionRow

MOST_SOFT_BOUNCES = 5
"""Temporary failures in a row after which an address is suspended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscriber:
    """Somebody to write to; ``address_key`` is the address as it is compared."""

    organisation: str
    kind: SubscriberKind
    address: str
    address_key: str
    legal_basis: LegalBasis
    created_at: datetime
    display_name: str | None = None
    state: SubscriberState = "pending"
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber(NewSubscriber):
    """A subscriber as stored.

    ``last_sign_of_life`` is the last thing the person did; ``asked_at`` when the person was asked
    whether to go on, null once answered; a pause without ``paused_until`` lasts until it is ended.
    """

    id: int
    last_sign_of_life: datetime
    asked_at: datetime | None = None
    paused_until: datetime | None = None
    suspended_reason: str | None = None
    soft_bounces: int = 0


def add(session: Session, new: NewSubscriber) -> int:
    """Store a subscriber; gives the id, of the one that is there if its address is known."""
    values = {name: getattr(new, name) for name in NewSubscriber.__dataclass_fields__}
    values["last_sign_of_life"] = new.created_at
    statement = sql.insert(session, SubscriberRow).values(values).on_conflict_do_nothing()
    added = session.execute(statement.returning(SubscriberRow.id)).scalar_one_or_none()
    if added is not None:
        return added
    query = select(SubscriberRow.id).where(*_by_address(new.organisation, new.address_key))
    return session.execute(query).scalar_one()


def get(session: Session, subscriber_id: int) -> Subscriber | None:
    """The subscriber of this id; null when there is none."""
    query = _SELECT.where(SubscriberRow.id == subscriber_id)
    row = session.execute(query).one_or_none()
    return None if row is None else subscriber_of(row)


def find(session: Session, organisation: str, address_key: str) -> Subscriber | None:
    """The subscriber with this address; null when there is none."""
    row = session.execute(_SELECT.where(*_by_address(organisation, address_key))).one_or_none()
    return None if row is None else subscriber_of(row)


def every(session: Session, organisation: str | None = None) -> list[Subscriber]:
    """The subscribers, by address."""
    query = _SELECT.order_by(SubscriberRow.address_key, SubscriberRow.id)
    if organisation is not None:
        query = query.where(SubscriberRow.organisation == organisation)
    return [subscriber_of(row) for row in session.execute(query)]


def confirm(session: Session, subscriber_id: int, now: datetime) -> bool:
    """The person said yes: pending, ended or suspended becomes active; false when unknown.

    An active or paused one stays so. The first confirmation is the one that is remembered, unless
    the person had left in between.
    """
    found = get(session, subscriber_id)
    if found is None:
        return False
    values: dict[str, Any] = {"last_sign_of_life": now, "asked_at": None}
    if found.state in ("pending", "suspended", "ended"):
        values |= {"state": "active", "suspended_reason": None, "soft_bounces": 0}
        values |= {"paused_until": None}
    if found.state == "ended" or found.confirmed_at is None:
        values["confirmed_at"] = now
    return _change(session, subscriber_id, **values)


def sign_of_life(session: Session, subscriber_id: int, now: datetime) -> bool:
    """The person did something; false when unknown."""
    return _change(session, subscriber_id, last_sign_of_life=now, asked_at=None)


def note_asked(session: Session, subscriber_ids: Iterable[int], now: datetime) -> None:
    """They were asked whether to go on."""
    for chunk in sql.chunks(subscriber_ids):
        session.execute(
            update(SubscriberRow).where(SubscriberRow.id.in_(chunk)).values(asked_at=now)
        )


def rename(
    session: Session, subscriber_id: int, *, display_name: str | None, kind: SubscriberKind
) -> bool:
    """Change how the person is called and counted; false when unknown."""
    return _change(session, subscriber_id, display_name=display_name, kind=kind)


def pause(session: Session, subscriber_id: int, until: datetime | None) -> bool:
    """Stop writing until a day, or until told; false when the subscriber is not served."""
    return _change(session, subscriber_id, ("active", "paused"), state="paused", paused_until=until)


def resume(session: Session, subscriber_id: int) -> bool:
    """End a pause; false when there was none."""
    return _change(session, subscriber_id, ("paused",), state="active", paused_until=None)


def suspend(session: Session, subscriber_id: int, reason: str) -> bool:
    """Mail no longer arrives: send nothing more. False when it was not served."""
    return _change(
        session,
        subscriber_id,
        ("active", "paused"),
        state="suspended",
        suspended_reason=reason,
    )


def lift(session: Session, subscriber_id: int) -> bool:
    """Write again to somebody whose mailbox is in order; false when nothing was suspended."""
    return _change(
        session,
        subscriber_id,
        ("suspended",),
        state="active",
        suspended_reason=None,
        soft_bounces=0,
        paused_until=None,
    )


def move_to(session: Session, subscriber_id: int, address: str, address_key: str) -> bool:
    """Write to another address of the person from now on; false when unknown.

    Nobody else of the organisation may have it: look with ``find`` first.
    """
    return _change(session, subscriber_id, address=address, address_key=address_key)


def end(session: Session, subscriber_id: int) -> bool:
    """Never write again, unless the person asks anew: what was asked for is forgotten.

    False when it had ended.
    """
    session.execute(delete(SubscriptionRow).where(SubscriptionRow.subscriber_id == subscriber_id))
    return _change(
        session,
        subscriber_id,
        ("pending", "active", "paused", "suspended"),
        state="ended",
        paused_until=None,
        asked_at=None,
    )


def count_soft(session: Session, subscriber_id: int) -> int:
    """Count one more temporary failure in a row; gives how many, 0 when unknown."""
    counted = session.execute(
        update(SubscriberRow)
        .where(SubscriberRow.id == subscriber_id)
        .values(soft_bounces=SubscriberRow.soft_bounces + 1)
        .returning(SubscriberRow.soft_bounces)
        .execution_options(synchronize_session=False)
    )
    return counted.scalar_one_or_none() or 0


def clear_soft(session: Session, subscriber_id: int) -> None:
    """A mail arrived: the failures before it no longer count."""
    session.execute(
        update(SubscriberRow)
        .where(SubscriberRow.id == subscriber_id, SubscriberRow.soft_bounces > 0)
        .values(soft_bounces=0)
    )


def subscriber_of(row: Row[Any]) -> Subscriber:
    """The subscriber of a row that holds every column of the table, under their names."""
    names = Subscriber.__dataclass_fields__
    return Subscriber(**{name: row._mapping[name] for name in names})


def _by_address(organisation: str, address_key: str) -> tuple[Any, ...]:
    return SubscriberRow.organisation == organisation, SubscriberRow.address_key == address_key


def _change(
    session: Session,
    subscriber_id: int,
    states: tuple[SubscriberState, ...] | None = None,
    **values: Any,
) -> bool:
    """Of two that make the same change at once, one gets true where ``states`` are named."""
    statement = update(SubscriberRow).where(SubscriberRow.id == subscriber_id)
    if states is not None:
        statement = statement.where(SubscriberRow.state.in_(states))
    changed = session.execute(
        statement.values(**values)
        .returning(SubscriberRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


_SELECT = select(SubscriberRow.__table__)
