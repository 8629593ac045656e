"""Procedures: made, merged, kept apart, and read whole for facts and editions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session

from veille.core.clock import start_of_day
from veille.core.interchange import notice_from_json
from veille.core.notices import Notice
from veille.core.procedures import Procedure
from veille.store import (
    contract_joins,
    handovers,
    joins,
    ledger,
    readings,
    review_queue,
    search_index,
    sql,
    tellings,
    verdicts,
)
from veille.store.models import DoubtRow, NoticeRow, ProcedureRow

_PAGE = 200
_WAITING = (
    update(ProcedureRow)
    .where(ProcedureRow.to_version.is_(None), ProcedureRow.merged_into.is_(None))
    .values(to_version="publication")
)


def create(session: Session, count: int, now: datetime, *, sample: bool = False) -> list[int]:
    """Make ``count`` procedures and give their ids, in rising order."""
    if count == 0:
        return []
    fresh = {"sample": sample, "created_at": now, "to_date": True, "to_version": "publication"}
    rows = [fresh] * count
    made = session.scalars(insert(ProcedureRow).returning(ProcedureRow.id), rows)
    return sorted(made)


def resolve(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """For each id that exists, the procedure that it is now: itself, or what it was merged into."""
    current: dict[int, int] = {}
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(ProcedureRow.id, ProcedureRow.merged_into).where(ProcedureRow.id.in_(chunk))
        )
        current.update((own, merged or own) for own, merged in rows)
    return current


def merge(session: Session, one: int, other: int) -> int:
    """Make one procedure of two and give its id, the older (lower) one.

    Notices, doubts, hand-overs, contracts, staff's joins, its place in the queue of review and what
    was told move to it; the other id points to it for ever.
    Ids that were merged before stand for what they became.

    Raises:
        LookupError: no such procedure.
    """
    current = resolve(session, (one, other))
    if len(current) < len({one, other}):
        raise LookupError(f"no procedure {one} or no procedure {other}")
    older, newer = sorted((current[one], current[other]))
    if older == newer:
        return older
    waits_for = _after_merging(session, older, newer)
    session.execute(
        update(NoticeRow).where(NoticeRow.procedure_id == newer).values(procedure_id=older)
    )
    ledger.move(session, newer, older)
    tellings.move(session, newer, older)
    handovers.move(session, newer, older)
    contract_joins.move(session, newer, older)
    joins.move(session, newer, older)
    review_queue.move(session, newer, older)
    readings.forget(session, newer)
    search_index.remove(session, [newer])
    _move_doubts(session, newer, older)
    session.execute(
        update(ProcedureRow)
        .where(or_(ProcedureRow.id == newer, ProcedureRow.merged_into == newer))
        .values(merged_into=older, to_date=False, to_version=None)
    )
    session.execute(
        update(ProcedureRow)
        .where(ProcedureRow.id == older)
        .values(to_date=True, to_version=waits_for)
    )
    return older


def _after_merging(session: Session, *ids: int) -> str:
    """What the versions of the merged procedure wait for: a tag on either is not lost."""
    query = select(exists().where(ProcedureRow.id.in_(ids), ProcedureRow.to_version == "tag"))
    return "tag" if session.scalar(query) else "publication"


def add_doubts(session: Session, doubts: Iterable[tuple[int, int, str]], now: datetime) -> None:
    """Note pairs of procedures that look alike but were kept apart, each with the reason."""
    rows = [
        {
            "procedure_id": min(one, other),
            "other_id": max(one, other),
            "reason": reason,
            "noted_at": now,
        }
        for one, other, reason in doubts
        if one != other
    ]
    sql.insert_new(session, DoubtRow, rows)


def doubts_of(session: Session, procedure_id: int) -> list[tuple[int, str]]:
    """The procedures that look like this one but were kept apart, each with the reason, by id."""
    touching = or_(DoubtRow.procedure_id == procedure_id, DoubtRow.other_id == procedure_id)
    rows = session.execute(select(DoubtRow.__table__).where(touching))
    found = (
        (row.other_id if row.procedure_id == procedure_id else row.procedure_id, row.reason)
        for row in rows
    )
    return sorted(found)


def _move_doubts(session: Session, newer: int, older: int) -> None:
    touching = or_(DoubtRow.procedure_id == newer, DoubtRow.other_id == newer)
    rows = session.execute(select(DoubtRow.__table__).where(touching)).all()
    session.execute(delete(DoubtRow).where(touching))
    for row in rows:
        kept = row.other_id if row.procedure_id == newer else row.procedure_id
        add_doubts(session, [(older, kept, row.reason)], row.noted_at)


def touched(session: Session, since: date, before: date) -> list[int]:
    """The procedures that have a notice of the days from ``since`` to before ``before``, by id.

    A notice's day is that of its publication, else, in a source that gives none, that on which
    it was first seen.
    """
    first_seen = and_(
        NoticeRow.published_on.is_(None),
        NoticeRow.first_seen_at >= start_of_day(since),
        NoticeRow.first_seen_at < start_of_day(before),
    )
    published = and_(NoticeRow.published_on >= since, NoticeRow.published_on < before)
    return _procedure_ids(session, or_(published, first_seen))


def seen_since(session: Session, moment: datetime) -> list[int]:
    """The procedures that have a notice first seen at ``moment`` or later, by id."""
    return _procedure_ids(session, NoticeRow.first_seen_at >= moment)


def undated(session: Session, limit: int) -> list[int]:
    """The procedures whose end was not worked out since their notices last changed, by id."""
    query = select(ProcedureRow.id).where(ProcedureRow.to_date).order_by(ProcedureRow.id)
    return list(session.scalars(query.limit(limit)))


def record_ends(session: Session, ends: Mapping[int, date | None]) -> None:
    """Write when contracts end, as their facts say; null where it is unknown."""
    statement = (
        update(ProcedureRow)
        .where(ProcedureRow.id == bindparam("procedure"))
        .values(ends_on=bindparam("end"), to_date=False)
    )
    rows = [{"procedure": procedure_id, "end": end} for procedure_id, end in ends.items()]
    sql.execute_many(session, statement, rows)


def to_version(
    session: Session, limit: int, after: int = 0
) -> list[tuple[int, Literal["publication", "tag"]]]:
    """The procedures whose versions are to be worked out again, by id, each with what happened.

    ``after`` is the last id already looked at. They are locked until the transaction ends; those
    that another one holds are left to it.
    """
    query = (
        select(ProcedureRow.id, ProcedureRow.to_version)
        .where(ProcedureRow.to_version.is_not(None), ProcedureRow.id > after)
        .order_by(ProcedureRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(query)
    return [(row.id, "tag" if row.to_version == "tag" else "publication") for row in rows]


def mark_tagged(session: Session, ids: Iterable[int]) -> None:
    """Staff tagged these procedures, or took a tag back: their versions are to be worked out."""
    for chunk in sql.chunks(set(ids)):
        session.execute(
            update(ProcedureRow).where(ProcedureRow.id.in_(chunk)).values(to_version="tag")
        )


def mark_read_anew(session: Session, ids: Iterable[int]) -> None:
    """These procedures are to be read again, though nothing was published or tagged."""
    for chunk in sql.chunks(ids):
        session.execute(_WAITING.where(ProcedureRow.id.in_(chunk)))


def mark_all_read_anew(session: Session) -> None:
    """The same of every procedure."""
    session.execute(_WAITING)


def reread(session: Session, ids: Iterable[int]) -> None:
    """The contracts of these procedures changed: their end is to be worked out again."""
    for chunk in sql.chunks(sorted(ids)):
        waiting = ProcedureRow.id.in_(chunk)
        session.execute(update(ProcedureRow).where(waiting).values(to_date=True))
        session.execute(
            update(ProcedureRow)
            .where(waiting, ProcedureRow.to_version.is_(None))
            .values(to_version="publication")
        )


def versions_done(session: Session, ids: Iterable[int]) -> None:
    """The versions of these procedures were worked out."""
    for chunk in sql.chunks(ids):
        session.execute(
            update(ProcedureRow).where(ProcedureRow.id.in_(chunk)).values(to_version=None)
        )


def ending_between(session: Session, since: date, before: date) -> list[int]:
    """The procedures whose contract ends from ``since`` to before ``before``, by id."""
    query = select(ProcedureRow.id).where(
        ProcedureRow.ends_on >= since,
        ProcedureRow.ends_on < before,
        ProcedureRow.merged_into.is_(None),
    )
    return list(session.scalars(query.order_by(ProcedureRow.id)))


def _procedure_ids(session: Session, condition: ColumnElement[bool]) -> list[int]:
    query = select(NoticeRow.procedure_id).where(NoticeRow.procedure_id.is_not(None), condition)
    found = session.scalars(query.distinct().order_by(NoticeRow.procedure_id))
    return [procedure_id for procedure_id in found if procedure_id is not None]


def load(
    session: Session,
    ids: Iterable[int],
    rules: str | None = None,
    model: str | None = None,
    *,
    raw: bool = False,
) -> Iterator[Procedure]:
    """The procedures of these ids, whole, each once, with the verdicts of these rules and model
    (without verdicts where no rules are named), as staff corrected them or ``raw``.

    An id that was merged gives what it became; one without a notice is left out. A few
    statements for every 200, in bounded memory.
    """
    current = resolve(session, list(ids))
    for chunk in sql.chunks(dict.fromkeys(current.values()), _PAGE):
        yield from _load(session, chunk, rules, model, raw=raw)


def _load(
    session: Session, ids: Sequence[int], rules: str | None, model: str | None, *, raw: bool
) -> Iterator[Procedure]:
    rows = session.execute(
        select(
            NoticeRow.procedure_id,
            NoticeRow.id,
            NoticeRow.content_hash,
            NoticeRow.link_rule,
            NoticeRow.first_seen_at,
            NoticeRow.content,
        ).where(NoticeRow.procedure_id.in_(ids))
    )
    rows_of: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        rows_of[row._mapping["procedure_id"]].append(row)
    hashes = [row.content_hash for own in rows_of.values() for row in own]
    judge = verdicts.raw_by_hashes if raw else verdicts.by_hashes
    judged = judge(session, hashes, rules, model) if rules else {}
    doubts = _doubts(session, ids)
    ends = contract_joins.ends_of(session, ids)
    samples = set(
        session.scalars(
            select(ProcedureRow.id).where(ProcedureRow.id.in_(ids), ProcedureRow.sample)
        )
    )
    for procedure_id in ids:
        own = rows_of[procedure_id]
        if own:
            yield Procedure(
                id=procedure_id,
                notices=tuple(sorted((notice_from_json(row.content) for row in own), key=_age)),
                verdicts={
                    row.id: judged[row.content_hash] for row in own if row.content_hash in judged
                },
                first_seen={row.id: row.first_seen_at for row in own},
                linked_by={row.id: row.link_rule for row in own},
                doubts=tuple(sorted(doubts[procedure_id])),
                contract_ends_on=ends.get(procedure_id),
                sample=procedure_id in samples,
            )


def _age(notice: Notice) -> tuple[date, date, int, str]:
    """Oldest first; on the same day by number, of which the shorter is the lower."""
    published_on = notice.published_on or notice.dispatched_on or date.max
    return published_on, notice.dispatched_on or published_on, len(notice.id), notice.id


def _doubts(session: Session, ids: Sequence[int]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        select(DoubtRow.procedure_id, DoubtRow.other_id).where(
            or_(DoubtRow.procedure_id.in_(ids), DoubtRow.other_id.in_(ids))
        )
    )
    for one, other in rows:
        found[one].add(other)
        found[other].add(one)
    return found
