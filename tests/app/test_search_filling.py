"""A store from before the search index: everything in it is found after the upgrade."""

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import delete, text

from tests.app.mailing_world import World, reserved_call, settings_of
from tests.newsletters.invented import NOW, notice
from tests.store.templates import store_at
from veille.app.install import upgrading
from veille.app.steps import index
from veille.app.steps.index import fill_index
from veille.core.search import Search
from veille.core.search_words import words_of
from veille.store import Store, schema, search_index, searching
from veille.store.models import ProcedureRow, SearchEntryRow, SearchTextRow

BEFORE = "0017"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """Seven purchases, of which two became one."""
    store = store_at(tmp_path / "veille.db")
    world = World(store, settings_of(tmp_path))
    home, _ = reserved_call(world, 1)
    for number in range(2, 8):
        day = date(2026, 11, 8 + number)
        world.publish(notice(number, published_on=day, description=f"Phrase n° {number}, balayage"))
    world.read()
    assert home == 1
    return world


def found(world: World, typed: str = "") -> list[int]:
    with world.store.read() as session:
        return searching.every(session, Search(words=words_of(typed)), NOW, most=100)


def forget(world: World) -> None:
    """As a store is before anything was written into the index."""
    with world.store.transaction() as session:
        session.execute(delete(SearchTextRow))
        session.execute(delete(SearchEntryRow))
        session.execute(ProcedureRow.__table__.update().values(to_index=True))


def test_what_was_there_is_written_once_and_stopping_loses_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = found(world)
    assert len(before) == 7
    forget(world)
    assert found(world) == []
    monkeypatch.setattr(index, "BATCH", 2)

    def stop(done: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_index(world.store, stop)
    assert len(found(world)) == 4
    assert fill_index(world.store) == 3
    assert found(world) == before
    assert len(found(world, "balayage")) == 6
    assert fill_index(world.store) == 0


def test_the_weekly_job_writes_what_an_upgrade_left(world: World) -> None:
    from veille.app.steps.version import version

    forget(world)
    version(world.store, NOW)
    assert len(found(world)) == 7


def test_a_procedure_without_notices_is_not_looked_for_again(world: World) -> None:
    with world.store.transaction() as session:
        session.execute(text("UPDATE notices SET procedure_id = 2 WHERE procedure_id = 1"))
        session.execute(text("UPDATE procedures SET to_version = 'publication' WHERE id < 3"))
    world.read()
    assert 1 not in found(world)
    assert len(found(world)) == 6


def test_an_upgrade_from_before_fills_the_index(tmp_path: Path) -> None:
    path = tmp_path / "veille.db"
    store = Store(f"sqlite:///{path}")
    with store._engine.connect() as connection, connection.begin():
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
    with store.transaction() as session:
        for statement in OLD:
            session.execute(text(statement), SAID)
    settings = settings_of(tmp_path).model_copy(update={"database_url": None})
    done = upgrading.upgrade(store, settings, backed_up=False)
    assert done is not None
    assert (done.before, done.after) == (BEFORE, schema.HEAD)
    with store.read() as session:
        assert searching.every(session, Search(), NOW, most=9) == [1]
        assert searching.count(session, Search(words=words_of("désherbages")), NOW) == 1
        assert search_index.to_index(session, 9) == []
    store.dispose()


NOTICE = (
    '{"id":"boamp:26-1","source":"boamp","title":"Tonte","description":"Tonte et désherbage",'
    '"published_on":"2026-11-09"}'
)
CARD = '{"procedure_id":1,"version":1,"noted_at":"2026-11-09T08:00:00Z","state":"open"}'
FACTS = '{"state":"open","stage":"competition","title":"Tonte"}'
SAID = {"notice": NOTICE, "card": CARD, "facts": FACTS}
OLD = (
    "INSERT INTO sources (name, label, added_at) VALUES ('boamp', 'BOAMP', '2026-11-09 08:00:00')",
    "INSERT INTO payloads (id, source, key, content_hash, media, fetched_at, state, content)"
    " VALUES (1, 'boamp', '26-1', 'h', 'json', '2026-11-09 08:00:00', 'parsed', x'00')",
    "INSERT INTO procedures (id, created_at, to_date) VALUES (1, '2026-11-09 08:00:00', 0)",
    "INSERT INTO procedures (id, created_at, to_date, merged_into)"
    " VALUES (2, '2026-11-09 08:00:00', 0, 1)",
    "INSERT INTO notices (id, source, content_hash, kind, stage, published_on, payload_id,"
    " procedure_id, to_link, first_seen_at, updated_at, content) VALUES ('boamp:26-1', 'boamp',"
    " 'h', 'competition', 'competition', '2026-11-09', 1, 1, 0, '2026-11-09 08:00:00',"
    " '2026-11-09 08:00:00', :notice)",
    "INSERT INTO cards (procedure_id, version, noted_at, effective_on, cause, facts, card, text)"
    " VALUES (1, 1, '2026-11-09 08:00:00', '2026-11-09', 'publication', :facts, :card, ' tont ')",
    "INSERT INTO cards (procedure_id, version, noted_at, effective_on, cause, facts, card, text)"
    " VALUES (2, 1, '2026-11-09 08:00:00', '2026-11-09', 'publication', '{}', '{}', ' tont ')",
)
