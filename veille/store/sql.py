"""The few statements that SQLite and PostgreSQL spell apart, and batches."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from veille.core.buyer_identity import shortened
from veille.store.models import Base
from veille.store.models.base import storable

CHUNK = 500
"""How many values go into one ``IN`` list."""

_T = TypeVar("_T")


def insert(session: Session, model: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """``INSERT`` into the table of ``model``, of the kind that knows ``ON CONFLICT``."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)


def insert_new(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert ``rows`` in order, leaving out those that are there already."""
    execute_many(session, insert(session, model).on_conflict_do_nothing(), rows)


def execute_many(session: Session, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
    """Run ``statement`` once a row through the driver's ``executemany``; none when no row.

    On the connection, because a session would go through the ORM's slower bulk path.
    """
    if rows:
        session.connection().execute(statement, rows)


def listed(name: str) -> BindParameter[Any]:
    """A parameter of an ``IN`` list, for a statement that is built once and run often."""
    return bindparam(name, expanding=True)


def chunks(values: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """``values`` in lists of at most ``size``."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def bounded(text: str) -> str:
    """``text`` as an index can hold it: storable, and at most 200 characters."""
    return shortened(storable(text))
