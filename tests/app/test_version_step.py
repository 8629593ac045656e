"""The step that numbers versions: what changed is read again, and only that."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.app.mailing_world import NEXT, NOW, World, corrected, reserved_call, settings_of
from tests.newsletters.invented import award, clause, notice
from tests.store.templates import store_at
from veille.app.steps.version import note_versions
from veille.core.cards import Card
from veille.store import Store, cards, procedures


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "template.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copy(template, tmp_path / "veille.db")
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    yield World(store, settings_of(tmp_path))
    store.dispose()


def versions(world: World, home: int) -> list[Card]:
    with world.store.read() as session:
        return [one.card for one in cards.load(session, [home]).get(home, ())]


def test_what_is_not_judged_waits_for_its_verdict(world: World) -> None:
    call = notice(1)
    home = world.publish(call)
    assert note_versions(world.store, NOW, rules="r1") == 0
    assert versions(world, home) == []
    world.judge(call, clause())
    assert note_versions(world.store, NOW, rules="r1") == 1
    assert versions(world, home)[0].clause_kinds == {"insertion"}


def test_running_again_reads_nothing(world: World) -> None:
    reserved_call(world)
    assert world.read() == 1
    with world.store.transaction() as session:
        assert procedures.to_version(session, 10) == []
    assert world.read() == 0


def test_a_correction_found_later_is_a_version_of_its_own(world: World) -> None:
    home, call = reserved_call(world)
    world.read()
    change = corrected(call, 9, NEXT.monday, deadline=call.deadline + timedelta(days=7))
    world.publish(change, to=home)
    assert world.read() == 1
    first, second = versions(world, home)
    assert "correction" not in first.whats
    assert second.whats >= {"correction", "reserved"}
    assert second.deadline == change.deadline


def test_new_rules_renew_the_card_and_raise_nothing(world: World) -> None:
    home, call = reserved_call(world)
    world.read()
    reread = replace(call, description="Relu autrement.")
    world.publish(reread, to=home)
    world.judge(reread, clause(), rules="r2")
    assert world.read(NOW + timedelta(days=1), rules="r2") == 0
    (card,) = versions(world, home)
    assert (card.whats, card.noted_at) == ({"clause"}, NOW)


def test_merged_procedures_go_on_from_the_older(world: World) -> None:
    older, _ = reserved_call(world)
    newer = world.publish(award(2, published_on=date(2027, 2, 1)))
    world.read()
    with world.store.transaction() as session:
        procedures.merge(session, older, newer)
    assert world.read() == 1
    assert [card.state for card in versions(world, older)] == ["open", "awarded"]
