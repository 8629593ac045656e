"""What makes a store cost little in the tests' own process; nothing of it changes an answer.

SQLAlchemy keeps what it compiled by engine and by dialect object, and nearly every test has a store
of its own: the same statements would be compiled a thousand times. And no test outlives a power
cut: SQLite need not wait for the disk.
"""

from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from veille.store import database

_STATEMENTS = 4_000
_compiled: LRUCache[Any, Any] = LRUCache(_STATEMENTS)


def make_stores_quick() -> None:
    """Engines share what was compiled, dialects of a kind are the same, nothing is flushed."""
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = _same  # type: ignore[method-assign, assignment]
        dialect.__hash__ = _hash  # type: ignore[method-assign, assignment]
    database.create_engine = _create_engine  # type: ignore[attr-defined]


def _create_engine(*arguments: Any, **options: Any) -> Engine:
    made = create_engine(*arguments, **options)
    made.update_execution_options(compiled_cache=_compiled)
    if made.dialect.name == "sqlite":
        event.listen(made, "connect", _flush_nothing)
    return made


def _flush_nothing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _same(one: object, other: object) -> bool:
    return type(one) is type(other)


def _hash(one: object) -> int:
    return hash(type(one))
