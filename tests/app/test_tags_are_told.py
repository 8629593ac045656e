"""A tag that changes what was told makes a version, whatever model judges by then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.store.invented import NOW
from tests.store.tagged_notices import RULES, false, judged, keep_judged, spoken
from tests.store.templates import store_at
from veille.app.steps.version import note_versions
from veille.core.interchange import notice_hash
from veille.store import Store, cards, tags, verdicts

LATER = NOW + timedelta(days=7)
ONE = spoken(1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    with made.transaction() as session:
        keep_judged(session, ONE)
    note_versions(made, NOW, rules=RULES)
    yield made
    made.dispose()


def versions(store: Store) -> list[tuple[int, str]]:
    with store.read() as session:
        [found] = cards.load(session, [1]).values()
    return [(one.card.version, one.cause) for one in found]


def test_a_clause_that_staff_withdraw_or_give_back_is_a_version(store: Store) -> None:
    with store.transaction() as session:
        [given] = tags.add(session, [false(ONE)], author="Camille", now=LATER)
    assert note_versions(store, LATER, rules=RULES) == 1
    with store.transaction() as session:
        tags.undo(session, [given], by="Camille", now=LATER)
    assert note_versions(store, LATER, rules=RULES) == 1
    assert versions(store) == [(1, "publication"), (2, "tag"), (3, "tag")]


def test_a_tag_is_told_by_the_model_that_learned_from_it(store: Store) -> None:
    with store.transaction() as session:
        tags.add(session, [false(ONE)], author="Camille", now=LATER)
        newer = replace(judged(ONE), model="m2")
        verdicts.save(session, {notice_hash(ONE): newer}, LATER)
    assert note_versions(store, LATER, rules=RULES, model="m2") == 1
    assert versions(store) == [(1, "publication"), (2, "tag")]


def test_a_tag_that_changes_nothing_told_is_no_version(store: Store) -> None:
    right = false(ONE, answer="right", reason=None)
    with store.transaction() as session:
        tags.add(session, [right], author="Camille", now=LATER)
        tags.add(session, [false(ONE)], author="Camille", now=LATER, proposed=True)
    assert note_versions(store, LATER, rules=RULES) == 0
    assert versions(store) == [(1, "publication")]
