"""Subscriptions: what each subscriber asked for, and who is to be written to."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update
from sqlalchemy.orm import Session

from veille.core.cards import Rhythm
from veille.core.filters import Filter, filter_from_json, filter_to_json
from veille.store import procedures, sql
from veille.store.models import SubscriberRow, SubscriptionRow
from veille.store.subscribers import Subscriber, subscriber_of

_PREFIX = "subscription_"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubscription:
    """What somebody asks for, under a name of their own."""

    subscriber_id: int
    label: str
    filter: Filter
    rhythm: Rhythm
    created_at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription(NewSubscription):
    """A subscription as stored; it is served from ``confirmed_at`` on."""

    id: int
    paused_until: datetime | None = None


def add(session: Session, new: NewSubscription) -> int:
    """Store a subscription; gives the id, of the one that asks for the same if there is one."""
    digest = _digest(new.filter, new.rhythm)
    values = {
        "subscriber_id": new.subscriber_id,
        "label": new.label,
        "filter": filter_to_json(new.filter),
        "digest": digest,
        "rhythm": new.rhythm,
        "created_at": new.created_at,
        "confirmed_at": new.confirmed_at,
    }
    statement = sql.insert(session, SubscriptionRow).values(values).on_conflict_do_nothing()
    added = session.execute(statement.returning(SubscriptionRow.id)).scalar_one_or_none()
    if added is not None:
        return added
    query = select(SubscriptionRow.id).where(
        SubscriptionRow.subscriber_id == new.subscriber_id, SubscriptionRow.digest == digest
    )
    return session.execute(query).scalar_one()


def of(session: Session, subscriber_id: int) -> tuple[Subscription, ...]:
    """What a subscriber asked for, confirmed or not, oldest first."""
    query = (
        select(*_COLUMNS)
        .where(SubscriptionRow.subscriber_id == subscriber_id)
        .order_by(SubscriptionRow.id)
    )
    found = [_subscription(row) for row in session.execute(query)]
    return tuple(_following_merges(session, found))


def of_many(session: Session, subscriber_ids: Iterable[int]) -> dict[int, tuple[Subscription, ...]]:
    """What each subscriber asked for, confirmed or not; one who asks for nothing is left out."""
    found: list[Subscription] = []
    for chunk in sql.chunks(subscriber_ids):
        query = select(*_COLUMNS).where(SubscriptionRow.subscriber_id.in_(chunk))
        found += [_subscription(row) for row in session.execute(query)]
    grouped: dict[int, list[Subscription]] = {}
    for one in sorted(_following_merges(session, found), key=lambda one: one.id):
        grouped.setdefault(one.subscriber_id, []).append(one)
    return {subscriber_id: tuple(own) for subscriber_id, own in grouped.items()}


def confirm(session: Session, subscriber_id: int, ids: Collection[int], now: datetime) -> int:
    """Serve these subscriptions of the subscriber from now on; gives how many were not yet."""
    done = session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.subscriber_id == subscriber_id, SubscriptionRow.id.in_(ids))
        .where(SubscriptionRow.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .returning(SubscriptionRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(done.all())


def ask_again(session: Session, subscription_id: int, now: datetime) -> None:
    """A request that was not confirmed is made once more: it is of ``now``."""
    session.execute(
        update(SubscriptionRow)
        .where(SubscriptionRow.id == subscription_id, SubscriptionRow.confirmed_at.is_(None))
        .values(created_at=now)
    )


def change(session: Session, subscription: Subscription) -> bool:
    """Write its label, filter, rhythm and pause anew; false when it is not there.

    One that now asks the same as another of the person takes its place.
    """
    digest = _digest(subscription.filter, subscription.rhythm)
    own = SubscriptionRow.id == subscription.id
    session.execute(
        delete(SubscriptionRow).where(
            SubscriptionRow.subscriber_id == subscription.subscriber_id,
            SubscriptionRow.digest == digest,
            ~own,
        )
    )
    changed = session.execute(
        update(SubscriptionRow)
        .where(own, SubscriptionRow.subscriber_id == subscription.subscriber_id)
        .values(
            label=subscription.label,
            filter=filter_to_json(subscription.filter),
            digest=digest,
            rhythm=subscription.rhythm,
            paused_until=subscription.paused_until,
        )
        .returning(SubscriptionRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def remove(session: Session, subscriber_id: int, ids: Collection[int] | None = None) -> int:
    """Take away these subscriptions of a subscriber, all of them without ``ids``; how many."""
    statement = delete(SubscriptionRow).where(SubscriptionRow.subscriber_id == subscriber_id)
    if ids is not None:
        statement = statement.where(SubscriptionRow.id.in_(ids))
    removed = session.execute(
        statement.returning(SubscriptionRow.id).execution_options(synchronize_session=False)
    )
    return len(removed.all())


def recipients(
    session: Session, rhythm: Rhythm, now: datetime, organisation: str | None = None
) -> list[tuple[Subscriber, tuple[Subscription, ...]]]:
    """Who is to be written to at this rhythm, by id, each with what is served of it at ``now``.

    Only whoever confirmed, is not paused, suspended or gone. Two statements, however many.
    """
    query = (
        select(
            SubscriberRow.__table__, *(column.label(_PREFIX + column.name) for column in _COLUMNS)
        )
        .join(SubscriptionRow, SubscriptionRow.subscriber_id == SubscriberRow.id)
        .where(SubscriptionRow.rhythm == rhythm, SubscriptionRow.confirmed_at.is_not(None))
        .where(or_(SubscriptionRow.paused_until.is_(None), SubscriptionRow.paused_until <= now))
        .where(
            or_(
                SubscriberRow.state == "active",
                (SubscriberRow.state == "paused") & (SubscriberRow.paused_until <= now),
            )
        )
        .order_by(SubscriberRow.id, SubscriptionRow.id)
    )
    if organisation is not None:
        query = query.where(SubscriberRow.organisation == organisation)
    rows = session.execute(query).all()
    people = {row.id: subscriber_of(row) for row in rows}
    asked = _following_merges(session, [_subscription(row, _PREFIX) for row in rows])
    served: dict[int, list[Subscription]] = {}
    for one in asked:
        served.setdefault(one.subscriber_id, []).append(one)
    return [(person, tuple(served[person.id])) for person in people.values()]


_COLUMNS: tuple[Any, ...] = (
    SubscriptionRow.id,
    SubscriptionRow.subscriber_id,
    SubscriptionRow.label,
    SubscriptionRow.filter,
    SubscriptionRow.rhythm,
    SubscriptionRow.created_at,
    SubscriptionRow.confirmed_at,
    SubscriptionRow.paused_until,
)


def _subscription(row: Row[Any], prefix: str = "") -> Subscription:
    values = {name: row._mapping[prefix + name] for name in Subscription.__dataclass_fields__}
    return Subscription(**(values | {"filter": filter_from_json(values["filter"])}))


def _following_merges(session: Session, found: list[Subscription]) -> list[Subscription]:
    """A followed procedure that was merged into another is that other."""
    followed = {one.filter.procedure for one in found if one.filter.procedure is not None}
    current = procedures.resolve(session, followed)
    return [
        one
        if one.filter.procedure is None
        else replace(
            one,
            filter=replace(
                one.filter, procedure=current.get(one.filter.procedure, one.filter.procedure)
            ),
        )
        for one in found
    ]


def _digest(asked: Filter, rhythm: Rhythm) -> str:
    return hashlib.sha256(f"{rhythm} {filter_to_json(asked)}".encode()).hexdigest()
