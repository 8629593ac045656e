"""The domain tables as staff changed them: every change kept, the newest that stands holds."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, exists, func, insert, select
from sqlalchemy.orm import Session, aliased

from veille.core.tables import TableName
from veille.store import sql
from veille.store.models import TableEditRow
from veille.store.models.base import storable
from veille.store.staff import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdit:
    """A row as it becomes, by the columns of its table, or is ``withdrawn``; and where from."""

    table: TableName
    key: str
    cells: Mapping[str, str]
    withdrawn: bool = False
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(NewEdit):
    """An edit as it was stored; ``undoes`` is the one that it takes back.

    ``undone`` says that another one took this one back.
    """

    id: int
    at: datetime
    author: str
    undoes: int | None
    undone: bool


def standing(session: Session) -> list[Edit]:
    """The edits that hold, oldest first: neither undone, nor the undoing of another."""
    query = _select().where(TableEditRow.undoes.is_(None), ~_is_undone())
    return [_edit(row) for row in session.execute(query.order_by(TableEditRow.id))]


def history(session: Session, table: TableName, key: str) -> list[Edit]:
    """All that was done to a row, newest first."""
    query = _select().where(TableEditRow.name == table, TableEditRow.row_key == storable(key))
    return [_edit(row) for row in session.execute(query.order_by(TableEditRow.id.desc()))]


def newest(session: Session, table: TableName, most: int) -> list[Edit]:
    """The last edits of a table, newest first."""
    query = _select().where(TableEditRow.name == table)
    rows = session.execute(query.order_by(TableEditRow.id.desc()).limit(most))
    return [_edit(row) for row in rows]


def last_id(session: Session, table: TableName, key: str | None = None) -> int:
    """The number of the last edit of a table, or of one row of it; 0 without any."""
    query = select(func.max(TableEditRow.id)).where(TableEditRow.name == table)
    if key is not None:
        query = query.where(TableEditRow.row_key == storable(key))
    return session.scalar(query) or 0


def get(session: Session, edit_id: int) -> Edit | None:
    """The edit of this number; null when there is none."""
    row = session.execute(_select().where(TableEditRow.id == edit_id)).one_or_none()
    return None if row is None else _edit(row)


def add(session: Session, edits: Sequence[NewEdit], member: Member, now: datetime) -> None:
    """Store edits, in order."""
    rows = [_values(edit, member, now) for edit in edits]
    sql.execute_many(session, insert(TableEditRow), rows)


def undo(session: Session, edit: Edit, member: Member, now: datetime) -> bool:
    """Take back an edit; false when somebody else did at the same moment."""
    values = _values(edit, member, now) | {"undoes": edit.id}
    statement = sql.insert(session, TableEditRow).values(values).on_conflict_do_nothing()
    return session.execute(statement.returning(TableEditRow.id)).scalar_one_or_none() is not None


def _values(edit: NewEdit, member: Member, now: datetime) -> dict[str, Any]:
    return {
        "name": edit.table,
        "row_key": edit.key,
        "cells": json.dumps(edit.cells, ensure_ascii=False),
        "withdrawn": edit.withdrawn,
        "source": edit.source,
        "at": now,
        "staff_id": member.id,
        "author": member.name or member.address,
    }


def _is_undone() -> Any:
    other = aliased(TableEditRow)
    return exists().where(other.undoes == TableEditRow.id)


def _select() -> Any:
    return select(*TableEditRow.__table__.columns, _is_undone().label("undone"))


def _edit(row: Row[Any]) -> Edit:
    return Edit(
        id=row.id,
        table=cast("TableName", row._mapping["name"]),
        key=row.row_key,
        cells=json.loads(row.cells),
        withdrawn=row.withdrawn,
        source=row.source,
        at=row.at,
        author=row.author,
        undoes=row.undoes,
        undone=bool(row.undone),
    )
