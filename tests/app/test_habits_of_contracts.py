"""The contracts of the store in the learned score that knows the buyer, and only in that one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from classifiers import registry, rules_version
from classifiers.potential import LearnedModel
from tests.store.invented import NOW, keep_apart, notice
from tests.store.invented_contracts import SIRET, contract, keep_contracts
from tests.store.templates import store_at
from veille.app.learn.contract_habits import habits_of
from veille.app.steps.judge import judge_missing
from veille.core.notices import Buyer, Notice
from veille.core.tables import reference_tables
from veille.store import verdicts
from veille.store.database import Store

DAY = date(2026, 11, 9)
CALL = notice(1, texts=(), published_on=DAY, buyer=Buyer(name="Valinvente", siret=SIRET))
OTHER: dict[str, Any] = {"buyer_siret": "21349990100015", "social": ()}
EIGHT_MONTHS = [date(2026, month, 3) for month in range(1, 9)]
RULES = rules_version(reference_tables())


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    """The model that ships."""
    return LearnedModel.load(registry.shipped())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    with made.transaction() as session:
        keep_apart(session, CALL)
        usual = [contract(90 + day.month, published_on=day, **OTHER) for day in EIGHT_MONTHS]
        keep_contracts(session, *usual)
    yield made
    made.dispose()


def declared(store: Store, *days: date) -> None:
    """The buyer declared a clause in contracts published on these days."""
    some = [
        contract(number, published_on=day, notified_on=date(2025, 1, 6))
        for number, day in enumerate(days, start=1)
    ]
    with store.transaction() as session:
        keep_contracts(session, *some)


def judged(store: Store, model: LearnedModel, read: Notice = CALL) -> tuple[float, float]:
    """The two scores of a notice in the store."""
    assert judge_missing(store, NOW, model=model) == 1
    with store.read() as session:
        found = verdicts.for_notices(session, [read.id], RULES, model.name)[read.id]
    assert found.potential is not None
    assert found.likely is not None
    return found.potential, found.likely


def test_what_was_declared_before_the_notice_makes_a_clause_likelier(
    store: Store, model: LearnedModel
) -> None:
    bare = model.score(CALL)
    declared(store, *EIGHT_MONTHS)
    potential, likely = judged(store, model)
    assert potential == bare.potential
    assert likely > (bare.likely or 0.0)


def test_what_was_declared_on_the_day_or_later_changes_nothing(
    store: Store, model: LearnedModel
) -> None:
    declared(store, DAY, date(2026, 11, 20), date(2026, 12, 1))
    assert judged(store, model) == (model.score(CALL).potential, model.score(CALL).likely)


def test_without_contracts_the_model_s_own_habits_serve(
    tmp_path: Path, model: LearnedModel
) -> None:
    empty = store_at(tmp_path / "empty.db")
    assert habits_of(empty, model) is None
    empty.dispose()
