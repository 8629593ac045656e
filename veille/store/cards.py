"""Versions of procedures: kept with their cards, found by the one filter.

``matching`` is ``Filter.matches`` in SQL. Facts are JSON that their owner reads.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from veille.core.cards import Card, card_from_json, card_to_json
from veille.core.filters import Filter
from veille.store import sql
from veille.store.models import CardFacetRow, CardRow, ProcedureRow

Cause = Literal["publication", "tag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A version of a procedure: its card, its facts (JSON), what made it and when.

    ``effective_on`` is the day of the publication that made it.
    """

    card: Card
    facts: str
    cause: Cause
    effective_on: date


def save(session: Session, cards: Sequence[StoredCard]) -> None:
    """Store versions; one that is there already stays as it was noted."""
    known = _known(session, cards)
    new = {
        (one.card.procedure_id, one.card.version): one
        for one in cards
        if (one.card.procedure_id, one.card.version) not in known
    }
    sql.insert_new(session, CardRow, [_row(one) for one in new.values()])
    facets = [row for one in new.values() for row in _facet_rows(one.card)]
    sql.insert_new(session, CardFacetRow, facets)


def refresh(session: Session, cards: Sequence[StoredCard]) -> None:
    """Store versions, and write anew the card and facts of those that are there already.

    For a new reading of what did not change: when each was noted, and why, stays.
    """
    known = _known(session, cards)
    save(session, cards)
    for one in cards:
        noted_at = known.get((one.card.procedure_id, one.card.version))
        if noted_at is not None:
            _rewrite(session, replace(one, card=replace(one.card, noted_at=noted_at)))


def load(session: Session, procedure_ids: Iterable[int]) -> dict[int, tuple[StoredCard, ...]]:
    """Every version of these procedures, oldest first; one without any is left out."""
    found: dict[int, list[StoredCard]] = {}
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(*_COLUMNS)
            .where(CardRow.procedure_id.in_(chunk))
            .order_by(CardRow.procedure_id, CardRow.version)
        )
        for row in rows:
            found.setdefault(row.procedure_id, []).append(_stored(row))
    return {procedure_id: tuple(cards) for procedure_id, cards in found.items()}


def since(
    session: Session, moment: datetime, *, before: datetime | None = None
) -> list[StoredCard]:
    """The versions noted from ``moment`` to before ``before``, the first noted first.

    Those of a procedure that was merged into another are left out: the other tells.
    """
    query = select(*_COLUMNS).where(CardRow.noted_at >= moment, _is_alive())
    if before is not None:
        query = query.where(CardRow.noted_at < before)
    rows = session.execute(query.order_by(CardRow.noted_at, CardRow.procedure_id, CardRow.version))
    return [_stored(row) for row in rows]


def matching(asked: Filter) -> Select[int, int]:
    """The procedure id and version of each card that ``asked.matches``, in no order."""
    return select(CardRow.procedure_id, CardRow.version).where(*conditions(asked))


def conditions(asked: Filter) -> tuple[ColumnElement[bool], ...]:
    """What ``asked`` says of a row of cards, for a statement that asks more of it."""
    held = [_has(facet, values) for facet, values in asked.facets().items()]
    wanted = [CardRow.text.contains(one, autoescape=True) for one in asked.phrases()]
    required = [CardRow.text.contains(one, autoescape=True) for one in asked.required_phrases()]
    unwanted = [~CardRow.text.contains(one, autoescape=True) for one in asked.excluded_phrases()]
    return (*held, *([or_(*wanted)] if wanted else []), *required, *unwanted)


def counted_by_day(
    session: Session,
    asked: Filter,
    since_day: date,
    before: date,
    *,
    outside: Collection[str] = (),
) -> dict[date, frozenset[int]]:
    """The procedures that match, by the day on which a matching version took effect.

    Those that are in one of the areas ``outside`` are left out.
    """
    rows = session.execute(
        select(CardRow.effective_on, CardRow.procedure_id).where(
            CardRow.effective_on >= since_day,
            CardRow.effective_on < before,
            _is_alive(),
            *conditions(asked),
            *([~_has("territory", outside)] if outside else []),
        )
    )
    days: dict[date, set[int]] = {}
    for day, procedure_id in rows:
        days.setdefault(day, set()).add(procedure_id)
    return {day: frozenset(ids) for day, ids in days.items()}


def oldest_day(session: Session) -> date | None:
    """The day on which the first version took effect; null without any."""
    return session.execute(select(func.min(CardRow.effective_on))).scalar_one()


def _has(facet: str, values: Iterable[str]) -> ColumnElement[bool]:
    return exists().where(
        CardFacetRow.procedure_id == CardRow.procedure_id,
        CardFacetRow.version == CardRow.version,
        CardFacetRow.facet == facet,
        CardFacetRow.value.in_(sorted(values)),
    )


def _is_alive() -> ColumnElement[bool]:
    return ~exists().where(
        ProcedureRow.id == CardRow.procedure_id, ProcedureRow.merged_into.is_not(None)
    )


_COLUMNS: tuple[Any, ...] = (
    CardRow.procedure_id,
    CardRow.card,
    CardRow.text,
    CardRow.facts,
    CardRow.cause,
    CardRow.effective_on,
)


def _known(session: Session, cards: Iterable[StoredCard]) -> dict[tuple[int, int], datetime]:
    """When each version that is there was noted."""
    found: dict[tuple[int, int], datetime] = {}
    for chunk in sql.chunks({one.card.procedure_id for one in cards}):
        rows = session.execute(
            select(CardRow.procedure_id, CardRow.version, CardRow.noted_at).where(
                CardRow.procedure_id.in_(chunk)
            )
        )
        found.update({(row.procedure_id, row.version): row.noted_at for row in rows})
    return found


def _rewrite(session: Session, one: StoredCard) -> None:
    card = one.card
    session.execute(
        update(CardRow)
        .where(CardRow.procedure_id == card.procedure_id, CardRow.version == card.version)
        .values(card=_card_json(card), facts=one.facts, text=card.text)
    )
    session.execute(
        delete(CardFacetRow).where(
            CardFacetRow.procedure_id == card.procedure_id, CardFacetRow.version == card.version
        )
    )
    sql.insert_new(session, CardFacetRow, _facet_rows(card))


def _row(one: StoredCard) -> dict[str, Any]:
    return {
        "procedure_id": one.card.procedure_id,
        "version": one.card.version,
        "noted_at": one.card.noted_at,
        "effective_on": one.effective_on,
        "cause": one.cause,
        "facts": one.facts,
        "card": _card_json(one.card),
        "text": one.card.text,
    }


def _facet_rows(card: Card) -> list[dict[str, Any]]:
    return [
        {
            "procedure_id": card.procedure_id,
            "version": card.version,
            "facet": facet,
            "value": value,
        }
        for facet, values in card.facets().items()
        for value in sorted(values)
    ]


def _card_json(card: Card) -> str:
    """The card but its text, which has a column."""
    return card_to_json(replace(card, text=""))


def _stored(row: Row[Any]) -> StoredCard:
    return StoredCard(
        card=replace(card_from_json(row.card), text=row.text),
        facts=row.facts,
        cause=row.cause,
        effective_on=row.effective_on,
    )
