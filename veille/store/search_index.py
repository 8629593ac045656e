"""The search index kept in step: one entry for each procedure that can be found.

Written in the transaction that writes the cards. The terms go to each database's own index by
themselves (a trigger, a generated column): see the migration.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from veille.core.search_entry import SearchEntry
from veille.store import sql
from veille.store.models import ProcedureRow, SearchEntryRow, SearchTextRow

_ENTRY = ("procedure_id", "version", "state", "deadline", "amount")
_TEXTS = ("title", "card", "rest", "buyer_name")


def write(session: Session, entries: Sequence[SearchEntry]) -> None:
    """Put these entries in the place of those of the same procedures; what is the same stays."""
    known = _known(session, [one.procedure_id for one in entries])
    changed = [one for one in entries if known.get(one.procedure_id) != _content(one)]
    _drop(session, [one.procedure_id for one in changed if one.procedure_id in known])
    sql.insert_new(session, SearchEntryRow, [_entry_row(one) for one in changed])
    sql.insert_new(session, SearchTextRow, [_text_row(one) for one in changed])
    _written(session, [one.procedure_id for one in entries])


def remove(session: Session, procedure_ids: Iterable[int]) -> None:
    """These procedures are not found any more."""
    ids = list(procedure_ids)
    _drop(session, ids)
    _written(session, ids)


def to_index(session: Session, limit: int) -> list[int]:
    """The procedures that were not written into the index since it is there, by id."""
    query = select(ProcedureRow.id).where(ProcedureRow.to_index).order_by(ProcedureRow.id)
    return list(session.scalars(query.limit(limit)))


def count_to_index(session: Session) -> int:
    """How many these are."""
    return len(list(session.scalars(select(ProcedureRow.id).where(ProcedureRow.to_index))))


def _drop(session: Session, procedure_ids: Sequence[int]) -> None:
    for chunk in sql.chunks(procedure_ids):
        places = select(SearchEntryRow.place).where(SearchEntryRow.procedure_id.in_(chunk))
        held = list(session.scalars(places))
        session.execute(delete(SearchTextRow).where(SearchTextRow.place.in_(held)))
        session.execute(delete(SearchEntryRow).where(SearchEntryRow.place.in_(held)))


def _written(session: Session, procedure_ids: Sequence[int]) -> None:
    for chunk in sql.chunks(procedure_ids):
        session.execute(
            update(ProcedureRow)
            .where(ProcedureRow.id.in_(chunk), ProcedureRow.to_index)
            .values(to_index=False)
        )


def _known(session: Session, procedure_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    columns = [*SearchEntryRow.__table__.columns, *_text_columns()]
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(*columns)
            .join(SearchTextRow, SearchTextRow.place == SearchEntryRow.place)
            .where(SearchEntryRow.procedure_id.in_(chunk))
        )
        found.update((row.procedure_id, dict(row._mapping)) for row in rows)
    return found


def _text_columns() -> list[Any]:
    return [getattr(SearchTextRow, name) for name in (*_TEXTS, "tokens")]


def _content(one: SearchEntry) -> dict[str, Any]:
    return _entry_row(one) | _text_row(one)


def _entry_row(one: SearchEntry) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in _ENTRY}
    return {"place": one.place, **own, "buyer": sql.bounded(one.buyer) if one.buyer else None}


def _text_row(one: SearchEntry) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in _TEXTS}
    return {"place": one.place, **own, "tokens": " ".join(one.tokens)}
