"""The step that counts: what was read is counted once, by what staff hold to be true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.app.mailing_world import World, reserved_call
from tests.newsletters.invented import NOW, clause, notice
from tests.web.visiting import dump, furnish, opened, tell
from veille.app.observatory import desk
from veille.app.steps.observe import observe
from veille.app.steps.version import note_versions
from veille.core.notices import Text
from veille.core.observatory.figures import Counts
from veille.core.tags import NewTag
from veille.store import observatory, observatory_kept, tags

CLAUSE = "une clause d’insertion de 140 heures"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with opened(tmp_path) as made:
        yield made


def total(world: World, code: str = "34") -> Counts:
    found = desk.year_of(world.store, "veille", 2026, code, NOW, reported=True)
    assert found is not None
    return found.total


def with_clause(world: World, number: int = 2) -> int:
    text = Text(field="conditions", text=f"Le marché prévoit {CLAUSE}.")
    call = notice(number, texts=(text,))
    home = world.publish(call)
    world.judge(call, clause())
    return home


def test_what_was_read_is_counted_and_counting_again_changes_nothing(world: World) -> None:
    reserved_call(world, 1)
    with_clause(world, 2)
    world.read()
    assert observe(world.store, NOW) == 2
    found = total(world)
    assert (found.procedures, found.reserved, found.clause, found.hours) == (2, 1, 1, 140)
    before = dump(world.store)
    assert observe(world.store, NOW) == 0
    assert dump(world.store) == before


def test_the_award_of_an_unread_call_is_counted_apart(world: World) -> None:
    furnish(world)
    observe(world.store, NOW)
    year = desk.year_of(world.store, "veille", 2026, "34", NOW, reported=True)
    assert year is not None
    assert year.figures.only_awarded == 1


def test_what_staff_say_counts(world: World) -> None:
    with_clause(world)
    world.read()
    observe(world.store, NOW)
    assert total(world).clause == 1
    wrong = NewTag(
        notice_id="boamp:26-00002",
        question="clause",
        answer="false_positive",
        quote=CLAUSE,
        reason="boilerplate",
    )
    with world.store.transaction() as session:
        tags.add(session, [wrong], author="Camille", now=NOW)
    note_versions(world.store, NOW, rules="r1")
    assert observe(world.store, NOW) == 1
    assert (total(world).clause, total(world).hours) == (0, 0)


def test_a_correction_moves_no_procedure_to_another_year(world: World) -> None:
    call = notice(7, published_on=date(2025, 12, 30))
    home = world.publish(call)
    world.publish(
        replace(call, id="boamp:26-00008", kind="change", published_on=date(2026, 1, 8)), to=home
    )
    world.read()
    observe(world.store, NOW)
    assert total(world).procedures == 0
    year = desk.year_of(world.store, "veille", 2025, "34", NOW, reported=True)
    assert year is not None
    assert year.total.procedures == 1


def test_what_is_kept_is_what_would_be_counted(world: World) -> None:
    tell(world)
    observe(world.store, NOW)
    known = desk.known(world.store, NOW)
    assert known is not None
    kept = desk.year_of(world.store, "veille", 2026, "34", NOW, reported=True)
    with world.store.transaction() as session:
        held = observatory_kept.year(session, kept.figures.scope, known.revision) if kept else None
        assert held is not None
        observatory.forget(session, {0})
    counted = desk.year_of(world.store, "veille", 2026, "34", NOW, reported=True)
    assert kept is not None
    assert counted is not None
    assert counted.figures == kept.figures == held


def test_a_year_that_did_not_change_stays_kept(world: World) -> None:
    world.publish(notice(1, published_on=date(2025, 3, 3)))
    world.read()
    observe(world.store, NOW)
    reserved_call(world, 2)
    world.read()
    observe(world.store, NOW)
    known = desk.known(world.store, NOW)
    assert known is not None
    for year in (2025, 2026):
        found = desk.year_of(world.store, "veille", year, "34", NOW, reported=True)
        assert found is not None
        with world.store.read() as session:
            held = observatory_kept.year(session, found.figures.scope, known.revision)
        assert held == found.figures


def test_a_store_at_knows_no_year(world: World) -> None:
    assert desk.known(world.store, NOW) is None
    assert desk.year_of(world.store, "veille", 2026, "34", NOW, reported=True) is None
    assert observe(world.store, NOW) == 0


def test_few_tags_give_no_recall(world: World) -> None:
    furnish(world)
    observe(world.store, NOW)
    known = desk.known(world.store, NOW)
    assert known is not None
    assert known.recall is not None
    assert known.recall.found is None
