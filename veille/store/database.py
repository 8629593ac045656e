"""The database: one engine, transactions that write, snapshots that read.

SQLite is the default (``sqlite:///path``); PostgreSQL is the same code
(``postgresql+psycopg://user@host/name``).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import NullPool

from veille.store import driver_errors, schema
from veille.store.errors import StoreError

BUSY_TIMEOUT_SECONDS = 10
_WRITES = "veille_writes"
_UNUSABLE = (OperationalError, InterfaceError)


class Store:
    """The database at ``url``. It connects when first used.

    Without ``durable``, SQLite does not flush every transaction to the disk: a power cut may lose
    the last ones, always from the end and always whole. For a crawl, whose days are done in the
    same database and which can come again; never for the outbox.

    Raises:
        StoreError: the address is not one of SQLite or PostgreSQL.
    """

    def __init__(self, url: str, *, durable: bool = True) -> None:
        self._url = _checked(url)
        bare = self._url.set(drivername=self._url.get_backend_name())
        self.name = bare.render_as_string(hide_password=True)
        self._engine = _engine(self._url)
        if not durable and self._url.get_backend_name() == "sqlite":
            event.listen(self._engine, "connect", _flush_at_checkpoints)
        reading: dict[str, Any] = {_WRITES: False}
        if self._url.get_backend_name() == "postgresql":
            reading |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._writing = sessionmaker(self._engine.execution_options(**{_WRITES: True}))
        self._reading = sessionmaker(self._engine.execution_options(**reading))

    def migrate(self) -> None:
        """Bring the schema up to this code; safe when several processes start at once.

        Raises:
            StoreError: the database cannot be reached, or is newer than this code.
        """
        engine = _engine(self._url, migrates=True)
        try:
            with self._stated(), engine.connect() as connection:
                schema.upgrade(connection)
        finally:
            engine.dispose()

    def revision(self) -> str | None:
        """The migration that the database is at; null when it has none, or is not there yet.

        Raises:
            StoreError: the database cannot be reached.
        """
        if self._url.get_backend_name() == "sqlite" and not Path(str(self._url.database)).exists():
            return None  # connecting would make the file
        with self.read() as session:
            return schema.revision(session.connection())

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that writes: committed at the end, undone by any exception.

        On SQLite it holds the only write lock from its first statement, so what it reads stays
        true until it commits; keep it short.
        """
        with self._stated(), self._writing.begin() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that reads one snapshot of the database; writing in it is an error."""
        with self._stated(), self._reading() as session:
            yield session

    def ping(self) -> None:
        """Ask the database for nothing.

        Raises:
            StoreError: it does not answer.
        """
        with self.read() as session:
            session.execute(select(1))

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _stated(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if _is_unusable(error):
                raise StoreError(f"{self.name} : {driver_errors.reason(error)}") from error
            raise


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # a port that is no number is a ValueError
        raise StoreError(
            "adresse de base illisible, écrire par exemple sqlite:///var/veille.db"
        ) from None
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"base {backend} inutilisable ici, choisir sqlite ou postgresql")
    if parsed.database in (None, "", ":memory:"):
        raise StoreError("base en mémoire inutilisable ici, nommer un fichier : sqlite:///chemin")
    folder = Path(str(parsed.database)).parent
    if not folder.is_dir():
        raise StoreError(f"{folder} : le dossier de la base n’existe pas, le créer d’abord")
    return parsed.set(drivername="sqlite+pysqlite")


def _engine(url: URL, *, migrates: bool = False) -> Engine:
    if url.get_backend_name() == "postgresql":
        timeout = {"connect_timeout": BUSY_TIMEOUT_SECONDS}
        engine = create_engine(url, connect_args=timeout, pool_pre_ping=True)
        event.listen(engine, "connect", _set_up_postgresql)
        return engine
    engine = create_engine(
        url,
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS},
        poolclass=NullPool if migrates else None,
    )
    # A migration rebuilds tables, which enforced foreign keys would empty or refuse.
    event.listen(engine, "connect", _set_up_sqlite if not migrates else _set_up_sqlite_to_migrate)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_postgresql(connection: Any, _record: object) -> None:
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    _set_up_sqlite_to_migrate(connection, _record)
    connection.execute("PRAGMA foreign_keys = ON")


def _set_up_sqlite_to_migrate(connection: Any, _record: object) -> None:
    # The driver's own transactions would open late and never IMMEDIATE: _begin_sqlite opens them.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    # Pages are copied from the log every 16 MB, not every 4: a page of notices writes one.
    connection.execute("PRAGMA wal_autocheckpoint = 4000")


def _flush_at_checkpoints(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = NORMAL")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, True)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _is_unusable(error: DBAPIError) -> bool:
    """The database's fault or its address's; other errors are mistakes of ours.

    Exactly DatabaseError is what SQLite says of a file that is no database; a programming error
    before any statement is an option of the address that PostgreSQL has not.
    """
    if isinstance(error, ProgrammingError):
        return error.statement is None
    return isinstance(error, _UNUSABLE) or type(error) is DatabaseError
