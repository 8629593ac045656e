"""Subscribers looked for by staff: by part of the address or name, kind, state, territory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from veille.core.people import SubscriberKind, SubscriberState
from veille.core.text import fold
from veille.store.models import SubscriberRow, SubscriptionRow
from veille.store.subscribers import Subscriber, subscriber_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom one looks for; what is empty or null is not asked.

    ``text`` is part of the address or of the name, whatever its case and accents; ``territory``
    the code of an area that a subscription names.
    """

    text: str = ""
    kind: SubscriberKind | None = None
    state: SubscriberState | None = None
    territory: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """A page of people by address; ``next`` is the id that the next page comes after."""

    people: tuple[Subscriber, ...]
    total: int
    next: int | None


def search(
    session: Session, organisation: str, wanted: Wanted, *, most: int, after: int | None = None
) -> PeopleFound:
    """``most`` people at most, from the one after the subscriber ``after`` on."""
    where = _conditions(organisation, wanted)
    if not wanted.text and wanted.territory is None:
        total = session.scalar(select(func.count()).select_from(SubscriberRow).where(*where)) or 0
        query = _after(session, select(SubscriberRow.id).where(*where), after)
        ids = list(session.scalars(query.order_by(*_ORDER).limit(most + 1)))
    else:
        every = list(_matching(session, where, wanted))
        total = len(every)
        ids = every[_place(every, after) :][: most + 1]
    shown = ids[:most]
    rows = session.execute(
        select(SubscriberRow.__table__).where(SubscriberRow.id.in_(shown)).order_by(*_ORDER)
    )
    following = shown[-1] if len(ids) > most else None
    return PeopleFound(tuple(subscriber_of(row) for row in rows), total, following)


def every(session: Session, organisation: str, wanted: Wanted) -> list[Subscriber]:
    """All of them, by address."""
    ids = set(_matching(session, _conditions(organisation, wanted), wanted))
    rows = session.execute(
        select(SubscriberRow.__table__).where(*_conditions(organisation, wanted)).order_by(*_ORDER)
    )
    return [subscriber_of(row) for row in rows if row.id in ids]


def counts(
    session: Session, organisation: str
) -> dict[tuple[SubscriberState, SubscriberKind], int]:
    """How many people there are in each state and of each kind; none where nobody is."""
    rows = session.execute(
        select(SubscriberRow.state, SubscriberRow.kind, func.count())
        .where(SubscriberRow.organisation == organisation)
        .group_by(SubscriberRow.state, SubscriberRow.kind)
    )
    return {(state, kind): number for state, kind, number in rows}  # type: ignore[misc]


_ORDER = (SubscriberRow.address_key, SubscriberRow.id)


def _conditions(organisation: str, wanted: Wanted) -> list[Any]:
    where = [SubscriberRow.organisation == organisation]
    if wanted.kind is not None:
        where.append(SubscriberRow.kind == wanted.kind)
    if wanted.state is not None:
        where.append(SubscriberRow.state == wanted.state)
    return where


def _after(session: Session, query: Select[Any], after: int | None) -> Select[Any]:
    """From the one that comes after; from the beginning where that one was erased meanwhile."""
    if after is None:
        return query
    last = session.scalar(select(SubscriberRow.address_key).where(SubscriberRow.id == after))
    return query if last is None else query.where(tuple_(*_ORDER) > tuple_(last, after))


def _place(every: list[int], after: int | None) -> int:
    return every.index(after) + 1 if after in every else 0


def _matching(session: Session, where: list[Any], wanted: Wanted) -> Iterator[int]:
    """The ids, in order: accents fold in no database alike, so names are compared here."""
    asking = None if wanted.territory is None else _asking_for(session, wanted.territory)
    text = fold(wanted.text).text.strip()
    columns = SubscriberRow.id, SubscriberRow.address_key, SubscriberRow.display_name
    for row in session.execute(select(*columns).where(*where).order_by(*_ORDER)):
        if asking is not None and row.id not in asking:
            continue
        if not text or text in fold(f"{row.address_key}\n{row.display_name or ''}").text:
            yield row.id


def _asking_for(session: Session, code: str) -> set[int]:
    """Whose subscriptions name this area; the text only narrows down what is read."""
    rows = session.execute(
        select(SubscriptionRow.subscriber_id, SubscriptionRow.filter).where(
            SubscriptionRow.filter.contains(f'"{code}"', autoescape=True)
        )
    )
    return {
        row.subscriber_id for row in rows if code in json.loads(row.filter).get("territories", ())
    }
