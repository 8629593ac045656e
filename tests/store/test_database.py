"""The database: addresses, migrations, transactions, what is said when it cannot be used."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from tests.store.conftest import Databases
from tests.store.invented import NOW
from veille.store import Store, StoreError, crawls, database, schema, sources
from veille.store.models import Base
from veille.store.sources import Source


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("not an address", "adresse de base illisible"),
        ("mysql://localhost/veille", "choisir sqlite ou postgresql"),
        ("postgresql://localhost:port/veille", "adresse de base illisible"),
        ("sqlite://", "en mémoire"),
        ("sqlite:////no/such/folder/veille.db", "/no/such/folder"),
    ],
)
def test_an_address_that_cannot_be_used_is_said_in_one_line(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as raised:
        Store(url)
    assert "\n" not in str(raised.value)


def test_an_unreachable_server_is_said_in_one_line_without_the_password() -> None:
    store = Store("postgresql://someone:secret@127.0.0.1:1/veille")
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:1/veille\s: connexion refusée") as raised:
        store.migrate()
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_option_that_the_server_has_not_is_said_in_one_line() -> None:
    with pytest.raises(StoreError, match="option inconnue dans l’adresse"):
        Store("postgresql://127.0.0.1:1/veille?colour=blue").migrate()


def test_a_file_that_is_no_database_is_said_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "veille.db"
    file.write_text("This is a letter, not a database. " * 50)
    with pytest.raises(StoreError, match="n’est pas une base SQLite"):
        Store(f"sqlite:///{file}").migrate()


def test_the_migrations_give_the_tables_of_the_models(empty_url: str) -> None:
    store = Store(empty_url)
    store.migrate()
    with store.read() as session:
        opts = {"compare_type": True, "include_object": _in_models}
        context = MigrationContext.configure(session.connection(), opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    store.dispose()


def _in_models(_object: object, name: str | None, kind: str, *_others: object) -> bool:
    """The index of words is of each database's own kind: only the migration knows it."""
    parts = {("column", "terms"), ("index", "ix_search_texts_terms")}
    return not (name or "").startswith("search_words") and (kind, name) not in parts


def test_the_head_that_is_written_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_migrating_twice_changes_nothing(store: Store) -> None:
    with store.transaction() as session:
        sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
    store.migrate()
    with store.read() as session:
        assert sources.every(session) == [Source(name="boamp", label="BOAMP")]


def test_two_that_migrate_at_once_both_succeed(empty_url: str) -> None:
    failures: list[Exception] = []
    together = threading.Barrier(4)

    def migrate() -> None:
        store = Store(empty_url)
        together.wait()
        try:
            store.migrate()
        except Exception as error:
            failures.append(error)
        store.dispose()

    threads = [threading.Thread(target=migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_database_newer_than_the_program_is_refused(databases: Databases) -> None:
    store = Store(databases.migrated())
    with store.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="version plus récente"):
        store.migrate()
    store.dispose()


def test_an_exception_undoes_the_whole_transaction(store: Store) -> None:
    def crash() -> None:
        with store.transaction() as session:
            sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
            crawls.start(session, "boamp", None, None, NOW)
            raise RuntimeError("the process is gone")

    with pytest.raises(RuntimeError):
        crash()
    with store.read() as session:
        assert sources.every(session) == []
        assert crawls.recent(session, NOW) == []


def test_a_reading_session_cannot_write(store: Store) -> None:
    with pytest.raises((StoreError, DBAPIError)), store.read() as session:
        sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
    with store.read() as session:
        assert sources.every(session) == []
    with store.transaction() as session:
        sources.register(session, [Source(name="ted", label="TED")], NOW)


def test_a_reading_session_sees_one_state_while_others_write(store: Store) -> None:
    with store.read() as reading:
        assert sources.every(reading) == []
        with store.transaction() as session:
            sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
        assert sources.every(reading) == []


def test_a_transaction_on_sqlite_writes_alone_from_its_first_statement(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    store.migrate()
    order: list[str] = []

    def second() -> None:
        with store.transaction() as session:
            order.append(f"second reads {len(sources.every(session))}")

    with store.transaction() as session:
        assert sources.every(session) == []
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.2)
        sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
        order.append("first writes")
    thread.join()
    assert order == ["first writes", "second reads 1"]
    store.dispose()


def test_a_database_that_stays_locked_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_SECONDS", 0.1)
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    store.migrate()

    def write(*labels: str) -> None:
        with store.transaction() as session:
            sources.register(session, [Source(name="boamp", label=one) for one in labels], NOW)

    with store.transaction() as session:
        sources.ensure(session, ["ted"], NOW)
        with pytest.raises(StoreError, match=r"veille\.db\s: base occupée"):
            write("BOAMP")
    write("BOAMP")
    with store.read() as session:
        assert len(sources.every(session)) == 2
    store.dispose()


def test_a_registered_source_keeps_its_name_and_takes_a_new_label(store: Store) -> None:
    with store.transaction() as session:
        sources.ensure(session, ["boamp", "boamp"], NOW)
        sources.register(session, [Source(name="boamp", label="BOAMP", address="https://a")], NOW)
        sources.ensure(session, ["boamp"], NOW)
    with store.read() as session:
        assert sources.every(session) == [Source(name="boamp", label="BOAMP", address="https://a")]


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_only_a_store_that_may_lose_its_tail_flushes_less(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, durable: bool, level: int
) -> None:
    monkeypatch.setattr(database, "create_engine", create_engine)  # not that of quick stores
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}", durable=durable)
    with store.read() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == level
    store.dispose()
