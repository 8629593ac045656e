"""A store to test with, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, make_url, text

from tests.store import postgresql
from tests.store.postgresql import pytest_terminal_summary
from veille.store import Store

__all__ = ["pytest_terminal_summary"]

BACKENDS = ("sqlite", "postgresql")


_EMPTY = """
DO $$
DECLARE one record; filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;  -- the order of keys does not matter
    FOR one IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', one.tablename) INTO filled;
        IF filled THEN EXECUTE format('DELETE FROM %I', one.tablename); END IF;
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one.sequencename);
    END LOOP;
END $$
"""


@contextmanager
def _administration(server: URL) -> Iterator[Callable[[str], None]]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:

            def execute(statement: str) -> None:
                connection.execute(text(statement))

            yield execute
    finally:
        engine.dispose()


class Databases:
    """Empty and migrated databases of one kind, each test its own."""

    def __init__(self, folder: Path, server: URL | None, *, stays: bool = False) -> None:
        self._folder = folder
        self._server = server
        self._server_stays = stays
        self._numbers = count(1)
        self._prefix = f"veille_test_{uuid4().hex[:12]}"
        self._made: list[str] = []
        self._spare: list[str] = []

    def empty(self) -> str:
        """The address of a database without tables."""
        name = f"{self._prefix}_{next(self._numbers)}"
        if self._server is None:
            return f"sqlite:///{self._folder / name}.db"
        self._create(name, "template0")
        return self._address(name)

    def migrated(self) -> str:
        """The address of a database with the tables of today, copied from one migrated once."""
        template = f"{self._prefix}_template"
        if template not in self._made:
            self._migrate(template)
        name = f"{self._prefix}_{next(self._numbers)}"
        if self._server is None:
            shutil.copy(self._folder / f"{template}.db", self._folder / f"{name}.db")
            return f"sqlite:///{self._folder / name}.db"
        self._create(name, template)
        return self._address(name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """A migrated database for as long as it is needed: emptied afterwards, and lent again.

        A copy on PostgreSQL takes a quarter of a second to make and to remove, emptying it none.
        """
        address = self._spare.pop() if self._spare else self.migrated()
        yield address
        if self._server is not None and not self._server_stays:
            with _administration(make_url(address)) as execute:
                execute(_EMPTY)
            self._spare.append(address)

    def drop(self) -> None:
        """Remove every database made on a server that outlives the tests."""
        if self._server is None or not self._server_stays:
            return
        with _administration(self._server) as execute:
            for name in self._made:
                execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _migrate(self, template: str) -> None:
        if self._server is None:
            store = Store(f"sqlite:///{self._folder / template}.db")
            self._made.append(template)
        else:
            self._create(template, "template0")
            store = Store(self._address(template))
        store.migrate()
        store.dispose()

    def _create(self, name: str, template: str) -> None:
        assert self._server is not None
        with _administration(self._server) as execute:
            execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        self._made.append(name)

    def _address(self, name: str) -> str:
        assert self._server is not None
        return self._server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session", params=BACKENDS)
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Databases]:
    """Where tests get databases, of each kind in turn; skipped, saying so, where it is missing."""
    folder = tmp_path_factory.mktemp("databases")
    if request.param == "sqlite":
        yield Databases(folder, None)
        return
    origin = postgresql.find()
    if origin is None:
        pytest.skip(postgresql.described())
    with postgresql.running(origin) as server:
        made = Databases(folder, server, stays=origin.binaries is None)
        yield made
        made.drop()


@pytest.fixture
def empty_url(databases: Databases) -> str:
    """The address of a database without tables."""
    return databases.empty()


@pytest.fixture
def store(databases: Databases) -> Iterator[Store]:
    """A store with its tables and nothing in them."""
    with databases.lent() as address:
        made = Store(address)
        yield made
        made.dispose()
