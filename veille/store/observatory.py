"""What the observatory counts, one line a procedure, kept in step with the readings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from veille.core.estimates import Interval
from veille.core.observatory.figures import Recall
from veille.core.observatory.observed import Observed, Seen
from veille.core.procedures import Facts
from veille.store import cards, readings, searching, sql
from veille.store.cards import StoredCard
from veille.store.models import (
    NoticeRow,
    ObservatoryStateRow,
    ObservedFacetRow,
    ObservedRow,
    ReadingRow,
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A procedure that was read since it was counted: its newest card, its facts, its notices."""

    stored: StoredCard
    facts: Facts
    notices: tuple[Seen, ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class State:
    """How often what is counted changed (from 0), and the recall told beside it, since when."""

    revision: int = 0
    recall: Recall | None = None
    recall_at: datetime | None = None


def to_observe(session: Session, limit: int) -> list[int]:
    """The procedures to count anew, by id."""
    query = select(ReadingRow.procedure_id).where(ReadingRow.to_observe)
    return list(session.scalars(query.order_by(ReadingRow.procedure_id).limit(limit)))


def waiting(session: Session, ids: Sequence[int]) -> list[Waiting]:
    """These procedures with what they are counted from; one without a card or a notice is left out.

    A few statements for all of them.
    """
    known, read = cards.load(session, ids), readings.load(session, ids)
    seen, samples = _notices(session, ids), searching.samples(session, ids)
    return [
        Waiting(known[one][-1], read[one].facts, tuple(seen[one]), one in samples)
        for one in ids
        if one in known and one in read and one in seen
    ]


def save(
    session: Session, observed: Sequence[Observed], looked_at: Collection[int]
) -> frozenset[int]:
    """Write these procedures anew; ``looked_at`` are done, those that are not written are gone.

    Gives the years whose figures may have changed.
    """
    years = {one.day.year for one in observed}
    for chunk in sql.chunks(looked_at):
        gone = delete(ObservedRow).where(ObservedRow.procedure_id.in_(chunk))
        years.update(session.scalars(gone.returning(ObservedRow.year)))
        session.execute(
            update(ReadingRow).where(ReadingRow.procedure_id.in_(chunk)).values(to_observe=False)
        )
    sql.execute_many(session, insert(ObservedRow), [_row(one) for one in observed])
    facets = [facet for one in observed for facet in _facets(one)]
    sql.execute_many(session, insert(ObservedFacetRow), facets)
    if looked_at:
        _change(session, {"revision": ObservatoryStateRow.revision + 1})
    return frozenset(years)


def forget(session: Session, ids: Collection[int]) -> None:
    """Drop procedures that have no notice any more."""
    for chunk in sql.chunks(ids):
        session.execute(delete(ObservedRow).where(ObservedRow.procedure_id.in_(chunk)))
    if ids:
        _change(session, {"revision": ObservatoryStateRow.revision + 1})


def state(session: Session) -> State:
    """How things stand."""
    row = session.execute(select(ObservatoryStateRow.__table__)).one_or_none()
    if row is None:
        return State()
    held = row._mapping
    found = (
        Interval(held["recall"], held["recall_low"], held["recall_high"])
        if held["recall"] is not None
        else None
    )
    recall = Recall(found) if held["recall_at"] is not None else None
    return State(held["revision"], recall, held["recall_at"])


def save_recall(session: Session, recall: Recall, now: datetime) -> None:
    """Keep the estimate that pages tell."""
    found = recall.found
    _change(
        session,
        {
            "recall_at": now,
            "recall": found.value if found else None,
            "recall_low": found.low if found else None,
            "recall_high": found.high if found else None,
        },
    )


def _change(session: Session, values: dict[str, Any]) -> None:
    sql.insert_new(session, ObservatoryStateRow, [{"id": 1, "revision": 0}])
    session.execute(update(ObservatoryStateRow).values(**values))


def _notices(session: Session, ids: Iterable[int]) -> dict[int, list[Seen]]:
    found: defaultdict[int, list[Seen]] = defaultdict(list)
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(
                NoticeRow.procedure_id,
                NoticeRow.stage,
                NoticeRow.kind,
                NoticeRow.published_on,
                NoticeRow.first_seen_at,
            ).where(NoticeRow.procedure_id.in_(chunk))
        )
        for procedure_id, stage, kind, published_on, first_seen in rows:
            if procedure_id is not None:
                found[procedure_id].append(Seen(stage, kind, published_on, first_seen))
    return found


_COLUMNS = (
    "procedure_id", "sample", "day", "publications", "called", "planned", "opened", "awarded",
    "cancelled", "reserved", "clause", "obligation", "outside", "hours", "low", "high", "wait",
    "buyer", "buyer_name", "buyer_sort",
)  # fmt: skip


def _row(one: Observed) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _COLUMNS}
    return values | {"year": one.day.year, "month": one.day.month}


def _facets(one: Observed) -> Iterable[dict[str, Any]]:
    kept = {
        "area": one.areas,
        "sector": one.sectors,
        "reserved": one.reserved_kinds,
        "clause": one.clause_kinds,
    }
    shared = {"procedure_id": one.procedure_id, "year": one.day.year}
    for facet, values in kept.items():
        for value in sorted(values):
            yield {**shared, "facet": facet, "value": value, "label": None}
    for winner in one.winners:
        yield {**shared, "facet": "winner", "value": winner.key, "label": winner.name}


def first_and_last_day(session: Session, *, sample: bool) -> tuple[date, date] | None:
    """The first and the last day on which something that is counted came out; null: nothing."""
    query = select(ObservedRow.day).where(ObservedRow.sample.is_(sample)).limit(1)
    first = session.scalar(query.order_by(ObservedRow.day))
    last = session.scalar(query.order_by(ObservedRow.day.desc()))
    return None if first is None or last is None else (first, last)
