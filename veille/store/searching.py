"""What is known today, found by the index: for the search, the feeds and the API.

Entries are in the order of their ``place``, newest last, and the index of words gives them in that
order: the newest of what matches come first without anything being sorted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql import visitors

from veille.core.clock import start_of_day
from veille.core.search import Search
from veille.core.search_entry import day_and_id, place_of
from veille.core.search_question import ANSWERABLE, Asked, asked_of, tiers_of
from veille.store import cards, search_match
from veille.store.cards import StoredCard
from veille.store.models import ProcedureRow, SearchEntryRow, SearchTextRow
from veille.store.models.base import UtcDateTime

_DAY = timedelta(days=1)
_MOST_BUYER_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """Beside which procedure a page begins: its day, its number, and what else orders the list."""

    day: date
    procedure_id: int
    tier: int | None = None
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cards; ``next`` and ``previous`` say where the others begin, null without one.

    ``samples`` are the procedures among them that are invented: they must be shown as such.
    """

    cards: tuple[StoredCard, ...]
    next: Place | None
    samples: frozenset[int]
    previous: Place | None = None


@dataclass(frozen=True, slots=True)
class NamedBuyer:
    """A buyer that is called as was asked: its identity, one of its procedures, how many."""

    identity: str
    procedure_id: int
    count: int


def find(
    session: Session,
    search: Search,
    now: datetime,
    *,
    most: int,
    after: Place | None = None,
    before: Place | None = None,
) -> Found:
    """A page of what is found, ``most`` at most: from the beginning, after or before a place."""
    backwards = before is not None
    places = list(islice(_places(session, search, now, before or after, backwards, most), most + 1))
    shown = places[:most]
    more = len(places) > most
    if backwards:
        shown.reverse()
    found = _read(session, shown)
    first, last = (shown[0], shown[-1]) if shown else (None, None)
    return Found(
        cards=found,
        next=last if more or backwards else None,
        samples=samples(session, [one.procedure_id for one in shown]),
        previous=first if (more if backwards else after is not None) else None,
    )


def every(session: Session, search: Search, now: datetime, *, most: int) -> list[int]:
    """The procedures that are found, in order, ``most`` at most."""
    return [
        one.procedure_id for one in islice(_places(session, search, now, None, False, most), most)
    ]


def count(session: Session, search: Search, now: datetime, *, most: int | None = None) -> int:
    """How many procedures are found; counted up to ``most`` where that is enough."""
    query = _found(session, asked_of(search), search, now)
    if most is not None:
        query = query.limit(most)
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def samples(session: Session, procedure_ids: Sequence[int]) -> frozenset[int]:
    """Those of the procedures that are invented."""
    query = select(ProcedureRow.id).where(ProcedureRow.id.in_(procedure_ids), ProcedureRow.sample)
    return frozenset(session.scalars(query))


def buyers(session: Session, search: Search, now: datetime, *, most: int) -> list[NamedBuyer]:
    """Who buys what is found, those who published most of late first; nobody for no name."""
    if not search.buyer_name:
        return []
    asked = asked_of(search)
    query = _found(session, asked, search, now, SearchEntryRow.buyer)
    query = query.where(SearchEntryRow.buyer.is_not(None))
    rows = session.execute(query.order_by(_key(session, asked).desc()).limit(_MOST_BUYER_ROWS))
    seen: dict[str, list[int]] = {}
    for place, identity in rows:
        seen.setdefault(identity, []).append(day_and_id(place)[1])
    ranked = sorted(seen.items(), key=lambda pair: -len(pair[1]))[:most]
    return [NamedBuyer(identity, ids[0], len(ids)) for identity, ids in ranked]


def _places(
    session: Session,
    search: Search,
    now: datetime,
    beside: Place | None,
    backwards: bool,
    most: int,
) -> Iterable[Place]:
    """What is found beside a place, the nearest first."""
    if search.sort == "deadline":
        yield from _by_deadline(session, search, now, beside, backwards, most)
        return
    tiers = _tiers(search)
    start = min(beside.tier or 0, len(tiers) - 1) if beside else 0
    order = range(start, -1, -1) if backwards else range(start, len(tiers))
    for tier in order:
        here = beside if beside and tier == start else None
        query = _found(session, tiers[tier], search, now)
        key = _key(session, tiers[tier])
        if here:
            place = place_of(here.day, here.procedure_id)
            query = query.where(key > place if backwards else key < place)
        query = query.order_by(key.asc() if backwards else key.desc()).limit(most + 1)
        for (place,) in session.execute(query):
            yield Place(*day_and_id(place), tier if len(tiers) > 1 else None)


def _tiers(search: Search) -> list[Asked]:
    ranked = search.sort == "relevance" and search.words.alternatives
    return list(tiers_of(search)) if ranked else [asked_of(search)]


def _by_deadline(
    session: Session,
    search: Search,
    now: datetime,
    beside: Place | None,
    backwards: bool,
    most: int,
) -> Iterable[Place]:
    asked = asked_of(search)
    deadline, place = SearchEntryRow.deadline, SearchEntryRow.place
    query = _found(session, asked, search, now, deadline)
    if beside and beside.deadline:
        here = tuple_(
            literal(beside.deadline, UtcDateTime()),
            literal(place_of(beside.day, beside.procedure_id)),
        )
        both = tuple_(deadline, place)
        query = query.where(both < here if backwards else both > here)
    if backwards:
        query = query.order_by(deadline.desc(), place.desc())
    else:
        query = query.order_by(deadline, place)
    for found, moment in session.execute(query.limit(most + 1)):
        yield Place(*day_and_id(found), deadline=moment)


def _read(session: Session, places: Sequence[Place]) -> tuple[StoredCard, ...]:
    known = cards.load(session, [one.procedure_id for one in places])
    return tuple(known[one.procedure_id][-1] for one in places)


def _found(
    session: Session, asked: Asked, search: Search, now: datetime, *more: Any
) -> Select[Any]:
    return _select(session, asked, _columns(search, now, _key(session, asked)), *more)


def _select(
    session: Session, asked: Asked, conditions: Sequence[ColumnElement[bool]], *more: Any
) -> Select[Any]:
    """The place of each entry of which all this holds."""
    key = _key(session, asked)
    query = select(key, *more).where(*conditions)
    if asked.is_empty:
        return query.select_from(SearchEntryRow)
    if _is_postgresql(session):
        joined = SearchTextRow.__table__.join(
            SearchEntryRow.__table__, SearchEntryRow.place == SearchTextRow.place
        )
        return query.select_from(joined).where(search_match.on_postgresql(asked))
    words = search_match.WORDS
    if more or any(_reads_entry(one) for one in conditions):
        # The plus keeps SQLite from asking the index of words once for each entry.
        same = SearchEntryRow.place == literal_column("+search_words.rowid")
        query = query.select_from(words.join(SearchEntryRow.__table__, same))
    else:
        query = query.select_from(words)
    return query.where(search_match.on_sqlite(asked))


def _key(session: Session, asked: Asked) -> ColumnElement[int]:
    """The place, as the table that is read in order says it."""
    if asked.is_empty or _is_postgresql(session):
        return SearchEntryRow.place.expression
    return search_match.WORDS.c.rowid


def _reads_entry(condition: ColumnElement[bool]) -> bool:
    own = SearchEntryRow.__table__
    return any(getattr(one, "table", None) is own for one in visitors.iterate(condition))


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _columns(search: Search, now: datetime, key: ColumnElement[int]) -> list[ColumnElement[bool]]:
    """What a search says of the days, the state and the amount of an entry.

    Days of publication are asked of the ``key``, so that no index is read beyond them.
    """
    entry = SearchEntryRow
    found: list[ColumnElement[bool]] = []
    if search.published_from:
        found.append(key >= place_of(search.published_from, 0))
    if search.published_to:
        found.append(key < place_of(search.published_to + _DAY, 0))
    if search.deadline_from:
        found.append(entry.deadline >= start_of_day(search.deadline_from))
    if search.deadline_to:
        found.append(entry.deadline < start_of_day(search.deadline_to + _DAY))
    if search.amount_from is not None:
        found.append(entry.amount >= search.amount_from)
    if search.amount_to is not None:
        found.append(entry.amount <= search.amount_to)
    if search.sort == "deadline":
        found += [entry.deadline >= now, entry.state.in_(ANSWERABLE)]
    if search.states:
        found.append(or_(*(_is_in(state, now) for state in search.states)))
    return found


def _is_in(state: str, now: datetime) -> ColumnElement[bool]:
    """A call closes by itself when its deadline has passed."""
    stored, deadline = SearchEntryRow.state, SearchEntryRow.deadline
    if state == "open":
        return and_(stored == "open", or_(deadline.is_(None), deadline >= now))
    if state == "closed":
        return or_(stored == "closed", and_(stored == "open", deadline < now))
    return stored == state
