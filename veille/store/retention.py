"""Who must be asked, or forgotten, because of the time that has passed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from veille.store.models import ConsentRow, OppositionRow, SubscriberRow, SubscriptionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Periods:
    """How long data about people is kept.

    ``unconfirmed``: a request that nobody confirmed. ``inactive``: since the last sign of life;
    ``answer``: how long before its end, and how long at least, a person is asked. ``ended``: the
    proof of what was agreed, after a person left. ``opposition``: the hash of an address.
    """

    unconfirmed: timedelta = timedelta(days=7)
    inactive: timedelta = timedelta(days=3 * 365)
    answer: timedelta = timedelta(days=45)
    ended: timedelta = timedelta(days=365)
    opposition: timedelta = timedelta(days=5 * 365)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleDue:
    """Ids, in rising order, of what is due: subscriptions and subscribers that nobody confirmed,

    subscribers to be asked whether to go on, and those to be erased: silent, or gone for long.
    """

    unconfirmed_subscriptions: tuple[int, ...] = ()
    unconfirmed_subscribers: tuple[int, ...] = ()
    to_ask: tuple[int, ...] = ()
    to_erase: tuple[int, ...] = ()


def people_due(session: Session, now: datetime, periods: Periods) -> PeopleDue:
    """What is due at ``now``. Changes nothing.

    Nobody who is served is erased without having been asked, ``answer`` ago at least.
    """
    return PeopleDue(
        unconfirmed_subscriptions=tuple(
            session.scalars(
                select(SubscriptionRow.id)
                .where(SubscriptionRow.confirmed_at.is_(None))
                .where(SubscriptionRow.created_at < now - periods.unconfirmed)
                .order_by(SubscriptionRow.id)
            )
        ),
        unconfirmed_subscribers=_ids(session, _unconfirmed(now, periods)),
        to_ask=_ids(session, _silent(now, periods)),
        to_erase=_ids(session, _forgotten(now, periods)),
    )


def forget_unconfirmed(session: Session, due: PeopleDue) -> None:
    """Drop the requests that nobody confirmed, with what is known of who made them.

    One that is confirmed at this moment stays.
    """
    session.execute(
        delete(SubscriptionRow)
        .where(SubscriptionRow.id.in_(due.unconfirmed_subscriptions))
        .where(SubscriptionRow.confirmed_at.is_(None))
    )
    session.execute(
        delete(SubscriberRow)
        .where(SubscriberRow.id.in_(due.unconfirmed_subscribers))
        .where(SubscriberRow.state == "pending")
    )


def forget_oppositions(session: Session, now: datetime, periods: Periods) -> int:
    """Drop the hashes that were kept long enough; gives how many."""
    gone = session.execute(
        delete(OppositionRow)
        .where(OppositionRow.at < now - periods.opposition)
        .returning(OppositionRow.address_hash)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _unconfirmed(now: datetime, periods: Periods) -> ColumnElement[bool]:
    """Pending, with nothing asked for within the period."""
    recent = exists().where(
        SubscriptionRow.subscriber_id == SubscriberRow.id,
        SubscriptionRow.created_at >= now - periods.unconfirmed,
    )
    return and_(
        SubscriberRow.state == "pending",
        SubscriberRow.created_at < now - periods.unconfirmed,
        ~recent,
    )


def _silent(now: datetime, periods: Periods) -> ColumnElement[bool]:
    """Served, silent for nearly the whole period, and not asked yet."""
    return and_(
        SubscriberRow.state.in_(("active", "paused")),
        SubscriberRow.asked_at.is_(None),
        SubscriberRow.last_sign_of_life < now - periods.inactive + periods.answer,
    )


def _forgotten(now: datetime, periods: Periods) -> ColumnElement[bool]:
    """Asked without an answer; or out of reach for the whole period; or gone for long."""
    is_silent = SubscriberRow.last_sign_of_life < now - periods.inactive
    left_lately = exists().where(
        ConsentRow.subscriber_id == SubscriberRow.id,
        ConsentRow.what == "ended",
        ConsentRow.at >= now - periods.ended,
    )
    return or_(
        and_(
            SubscriberRow.state.in_(("active", "paused")),
            is_silent,
            SubscriberRow.asked_at < now - periods.answer,
        ),
        and_(SubscriberRow.state == "suspended", is_silent),
        and_(
            SubscriberRow.state == "ended",
            SubscriberRow.last_sign_of_life < now - periods.ended,
            ~left_lately,
        ),
    )


def _ids(session: Session, condition: ColumnElement[bool]) -> tuple[int, ...]:
    query = select(SubscriberRow.id).where(condition).order_by(SubscriberRow.id)
    return tuple(session.scalars(query))
