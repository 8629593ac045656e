"""The script that makes the model that ships, on invented files of the same form."""

import gzip
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from classifiers.habits import buyer_keys
from classifiers.potential import LearnedModel
from scripts.train_shipped import CONDITIONS, NOTICES, labelled_notices, learned, past_conditions
from tests.classifiers.learned_data import FIRST_DAY, TODAY, labelled, notice
from veille.core.interchange import notice_to_json
from veille.core.notices import Buyer

LAST = date(2026, 4, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("labelled")
    pairs = [replace(one, label={"any": label.positive}) for one, label in labelled()]
    unlabelled = notice("Sans étiquette", day=FIRST_DAY)
    with gzip.open(made / NOTICES, "wt") as lines:
        lines.writelines(f"{notice_to_json(one)}\n" for one in [*pairs, unlabelled])
    read = [
        {"annee": 2020, "acheteur": "Commune de Valfleury", "cp": "34999", "clause_regex": True},
        {"annee": 2020, "acheteur": "Commune de Valfleury", "cp": "34999", "clause_regex": False},
        {"annee": 2021, "acheteur": "Commune de Valfleury", "cp": "34999", "clause_regex": True},
    ]
    with gzip.open(made / CONDITIONS, "wt") as lines:
        lines.writelines(f"{json.dumps(record)}\n" for record in read)
    return made


def test_notices_of_later_days_are_left_out(folder: Path) -> None:
    days = [made.published_on for made, _ in labelled_notices(folder, LAST)]
    assert len(days) == len([made for made, _ in labelled() if made.published_on <= LAST])  # type: ignore[operator]
    assert max(day for day in days if day) == LAST


def test_conditions_of_2020_are_habits_alone(folder: Path) -> None:
    rows = list(past_conditions(folder))
    assert [(row.positive, row.notices) for row in rows] == [(True, 4.0), (False, 1.0)]
    assert not any(row.views.merged for row in rows)
    assert {row.day for row in rows} == {date(2020, 12, 31).toordinal()}


def test_it_makes_a_model_that_knows_both(folder: Path, tmp_path: Path) -> None:
    model = LearnedModel.load(learned(folder, LAST, TODAY).write(tmp_path / "model"))
    assert model.manifest.trained.until == LAST
    keys = buyer_keys(Buyer(name="Commune de Valfleury", postcode="34999"))
    past = model.habits.before(keys, LAST.toordinal())
    assert (past.notices, past.clauses) == (5, 1)
    assert model.score(notice()).potential
