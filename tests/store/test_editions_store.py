"""Editions: one an organisation and period, frozen; nothing told twice."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.invented import MONDAY, NOW, keep_apart, notice
from veille.store import AlreadyToldError, Store, editions, ledger
from veille.store.editions import NewEdition, StoredEdition, StoredEntry
from veille.store.ledger import Told

EDITION = NewEdition(
    organisation="34",
    kind="weekly",
    period_start=MONDAY,
    period_end=MONDAY + timedelta(days=7),
    composed_at=NOW,
    coverage='{"sources":[]}',
)
NEXT = replace(
    EDITION, period_start=EDITION.period_end, period_end=EDITION.period_end + timedelta(days=7)
)


def entry(procedure_id: int, position: int = 0) -> StoredEntry:
    return StoredEntry(
        position=position,
        section="reserved",
        procedure_id=procedure_id,
        version=1,
        content=f'{{"position":{position}}}',
    )


def told(procedure_id: int, version: int = 1, topic: str = "call") -> Told:
    return Told(procedure_id=procedure_id, topic=topic, version=version, facts=f"v{version}")


def test_an_edition_is_kept_with_its_entries_in_order(store: Store) -> None:
    with store.transaction() as session:
        a, b = keep_apart(session, notice(1), notice(2))
        edition_id = editions.create(session, EDITION, [entry(b, 1), entry(a, 0)], [told(a)])
    assert edition_id is not None
    with store.read() as session:
        found = editions.find(session, "34", "weekly", MONDAY)
        assert editions.entries(session, edition_id) == [entry(a, 0), entry(b, 1)]
        assert editions.find(session, "34", "weekly", NEXT.period_start) is None
        assert editions.list_editions(session) == [found]
        assert editions.list_editions(session, "243400017") == []
    expected = {name: getattr(EDITION, name) for name in NewEdition.__dataclass_fields__}
    assert found == StoredEdition(id=edition_id, **expected)


def test_an_edition_without_entries_is_kept_too(store: Store) -> None:
    with store.transaction() as session:
        edition_id = editions.create(session, EDITION, [], [])
        assert edition_id is not None
        assert editions.entries(session, edition_id) == []


def test_composing_again_stores_nothing(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
        first = editions.create(session, EDITION, [entry(a)], [told(a)])
        assert first is not None
        assert editions.create(session, EDITION, [entry(a), entry(a, 1)], [told(a, 2)]) is None
        assert editions.entries(session, first) == [entry(a)]
        assert ledger.last(session, "34", "weekly", [a]) == {a: (told(a),)}


def test_of_many_that_compose_the_same_edition_at_once_one_does(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
    together = threading.Barrier(4)
    made: list[int | None] = []

    def compose() -> None:
        together.wait()
        with store.transaction() as session:
            made.append(editions.create(session, EDITION, [entry(a)], [told(a)]))

    threads = [threading.Thread(target=compose) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert sum(edition_id is not None for edition_id in made) == 1
    with store.read() as session:
        assert len(editions.list_editions(session)) == 1


def test_a_crash_while_composing_leaves_nothing(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))

    def crash() -> None:
        with store.transaction() as session:
            editions.create(session, EDITION, [entry(a)], [told(a)])
            raise RuntimeError("the process is gone")

    with pytest.raises(RuntimeError):
        crash()
    with store.read() as session:
        assert editions.list_editions(session) == []
        assert ledger.last(session, "34", "weekly", [a]) == {}


def test_telling_a_version_again_is_refused_and_stores_nothing(store: Store) -> None:
    with store.transaction() as session:
        (a,) = keep_apart(session, notice(1))
        editions.create(session, EDITION, [entry(a)], [told(a)])
    with pytest.raises(AlreadyToldError), store.transaction() as session:
        editions.create(session, NEXT, [entry(a)], [told(a)])
    with store.read() as session:
        assert len(editions.list_editions(session)) == 1


def test_what_was_told_is_the_last_version_of_each_topic_the_newest_last(store: Store) -> None:
    with store.transaction() as session:
        a, b, silent = keep_apart(session, notice(1), notice(2), notice(3))
        given = [told(a, 1), told(a, 1, "end"), told(a, 2), told(b, 1)]
        editions.create(session, EDITION, [], given)
        elsewhere = replace(EDITION, organisation="243400017")
        editions.create(session, elsewhere, [], [told(a, 7)])
        found = ledger.last(session, "34", "weekly", [a, b, silent])
    assert found == {a: (told(a, 1, "end"), told(a, 2)), b: (told(b, 1),)}
