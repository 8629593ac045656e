"""What is known today, newest first, a page at a time: for the search, the feeds and the API."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from veille.core.filters import Filter
from veille.store import cards
from veille.store.cards import StoredCard
from veille.store.models import CardRow, ProcedureRow


@dataclass(frozen=True, slots=True)
class Place:
    """After which card a page begins: its day and its procedure."""

    day: date
    procedure_id: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of cards; ``next`` is where the next one begins, null at the end.

    ``samples`` are the procedures among them that are invented: they must be shown as such.
    """

    cards: tuple[StoredCard, ...]
    next: Place | None
    samples: frozenset[int]


def newest(
    session: Session,
    asked: Filter,
    *,
    most: int,
    after: Place | None = None,
    since: date | None = None,
) -> Found:
    """The newest version of each procedure that ``asked`` matches, ``most`` at most.

    ``since`` leaves out what took effect before that day.
    """
    query = (
        select(CardRow.procedure_id)
        .where(cards.is_current(), *cards.conditions(asked))
        .order_by(CardRow.effective_on.desc(), CardRow.procedure_id.desc())
        .limit(most + 1)
    )
    if after is not None:
        same_day = and_(
            CardRow.effective_on == after.day, CardRow.procedure_id < after.procedure_id
        )
        query = query.where(or_(CardRow.effective_on < after.day, same_day))
    if since is not None:
        query = query.where(CardRow.effective_on >= since)
    ids = list(session.scalars(query))
    known = cards.load(session, ids[:most])
    shown = tuple(known[procedure_id][-1] for procedure_id in ids[:most])
    last = Place(shown[-1].effective_on, shown[-1].card.procedure_id) if shown else None
    return Found(shown, last if len(ids) > most else None, samples(session, ids[:most]))


def samples(session: Session, procedure_ids: Sequence[int]) -> frozenset[int]:
    """Those of the procedures that are invented."""
    query = select(ProcedureRow.id).where(ProcedureRow.id.in_(procedure_ids), ProcedureRow.sample)
    return frozenset(session.scalars(query))


def count(session: Session, asked: Filter) -> int:
    """How many procedures ``asked`` matches."""
    query = select(func.count()).select_from(CardRow)
    return session.scalar(query.where(cards.is_current(), *cards.conditions(asked))) or 0
