"""Training: deterministic, on all there is, honest about what it learned from."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from classifiers import registry, table
from classifiers.calibration import Scale, bands, platt, reliability
from classifiers.cross import BLOCKS, Calibrated, blocks, columns, predicted_elsewhere
from classifiers.fitting import fit, logistic, sigmoid
from classifiers.habits import Habits
from classifiers.labels import TAG_WEIGHT, Label, given, observed
from classifiers.learner import Learner
from classifiers.potential import LearnedModel
from classifiers.registry import MANIFEST, ModelError
from classifiers.table import Row, seen_in
from classifiers.training import TrainingError, learn, rows_of, train
from classifiers.views import Views
from tests.classifiers.learned_data import FIRST_DAY, TODAY, labelled, notice
from veille.core.verdicts import Clause, Verdict


def test_the_same_notices_give_the_same_model(model: LearnedModel) -> None:
    again = train(labelled(), today=TODAY)
    assert again.manifest == model.manifest


def test_the_manifest_says_what_was_learned_from(model: LearnedModel) -> None:
    trained = model.manifest.trained
    pairs = labelled()
    assert trained.notices == len(pairs)
    assert trained.positives == sum(label.positive for _, label in pairs)
    assert (trained.buyers, trained.since) == (40, FIRST_DAY)
    assert trained.until is not None
    assert model.name.startswith(f"potentiel-{trained.until.isoformat()}-")
    assert trained.data_sha256 == model.manifest.files[registry.TABLE].sha256
    assert set(model.manifest.metrics) == {"potential", "likely"}


def test_a_shipped_table_trains_as_the_notices_it_was_made_from(model: LearnedModel) -> None:
    fields = model.manifest.fields
    rows = list(rows_of(labelled(), fields, Learner()))
    again = learn(table.from_bytes(table.to_bytes(rows)), fields, today=TODAY)
    assert again.manifest.potential == model.manifest.potential
    assert again.files[registry.TEXTCAT] == train(labelled(), today=TODAY).files[registry.TEXTCAT]


def test_a_base_table_and_own_notices_are_learned_together() -> None:
    pairs = labelled()
    base = list(rows_of(pairs[:300], ("title", "codes", "family"), Learner()))
    learned = train(pairs[300:], today=TODAY, base=base, base_fields=("title", "codes", "family"))
    assert learned.manifest.trained.notices == len(pairs)
    assert learned.manifest.fields == ("title", "codes", "family")


def test_full_texts_are_read_when_enough_notices_have_them() -> None:
    told = [(replace(made, description="Entretien courant"), label) for made, label in labelled()]
    assert "description" in train(told, today=TODAY).manifest.fields


@pytest.mark.parametrize("positive", [True, False])
def test_labels_of_one_kind_teach_nothing(positive: bool) -> None:
    pairs = [(made, Label(positive)) for made, _ in labelled(60)]
    with pytest.raises(TrainingError, match="avis avec clause"):
        train(pairs, today=TODAY)


def test_nothing_to_learn_from() -> None:
    with pytest.raises(TrainingError, match="0 sur 0"):
        train([], today=TODAY)


def test_a_tag_outweighs_what_was_observed() -> None:
    made = notice("Curage de fossés", day=date(2026, 3, 3))
    tagged = [(made, Label(True, "tag"))] * 3 + [(made, Label(False))] * 10
    rows = list(rows_of([*labelled(), *tagged], ("title",), Learner()))
    plain = [replace(row, weight=1.0) for row in rows]
    scores = []
    for taught in (rows, plain):
        learner = fit([row.views.merged for row in taught], *columns(taught))
        scores.append(learner.log_odds([rows[-1].views.merged])[0])
    assert Label(True, "tag").weight == TAG_WEIGHT
    assert scores[0] > scores[1]


def test_a_day_is_never_judged_by_what_was_learned_from_it() -> None:
    # Each bucket is known on one day only: elsewhere, it says nothing.
    rows = [Row(Views((index % 8,)), index % 8 < 4, day=1 + index % 8) for index in range(200)]
    block = blocks(rows)
    assert set(block) == set(range(BLOCKS))
    assert all(len({block[index] for index in range(day, 200, 8)}) == 1 for day in range(8))
    by_object, _ = predicted_elsewhere(rows)
    positive, _ = columns(rows)
    known = fit([row.views.merged for row in rows], *columns(rows))
    gap = known.log_odds([row.views.merged for row in rows])
    assert gap[positive == 1].min() > gap[positive == 0].max()
    assert not by_object[positive == 1].min() > by_object[positive == 0].max()


def test_habits_are_those_of_before_the_block_began() -> None:
    # The buyer's first clause is on the first day of the last block; later ones see no more of it.
    rows = [Row(Views((index % 5,)), index % 3 == 0, day=1 + index // 10) for index in range(200)]
    late = [replace(row, buyer=(7,), positive=True) for row in rows[150:]]
    taught = [*rows[:150], *late]
    zeros = np.zeros(len(taught))
    with_past = Calibrated(taught, zeros, zeros, Habits(seen_in(taught)))
    without = Calibrated(taught, zeros, zeros, Habits())
    assert with_past.likely == without.likely


@pytest.mark.parametrize("day", [None, 737_000])
def test_rows_of_a_single_day_are_dealt_out(day: int | None) -> None:
    rows = [Row(Views((index % 3,)), index % 3 == 0, day=day) for index in range(50)]
    assert set(blocks(rows)) == set(range(BLOCKS))
    assert predicted_elsewhere(rows)[0].any()


def test_a_block_whose_others_hold_one_label_is_not_predicted() -> None:
    rows = [Row(Views((index % 2,)), index < 50, day=1 + index // 50) for index in range(100)]
    assert not predicted_elsewhere(rows)[0].any()


def test_logistic_finds_what_made_the_labels() -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(20_000, 2))
    shares = sigmoid(-1 + values @ np.array([2.0, -0.5]))
    positive = (random.random(len(values)) < shares).astype(np.float64)
    found = logistic(values, positive, np.ones(len(values)))
    assert found == pytest.approx([-1, 2, -0.5], abs=0.1)


def test_calibration_keeps_the_order() -> None:
    odds = np.linspace(-5, 5, 200)
    positive = (odds + np.sin(odds * 9) > 1).astype(np.float64)
    scale = platt(odds, positive, np.ones(200))
    assert (np.diff(scale(odds)) > 0).all()
    assert sigmoid(scale(odds)).mean() == pytest.approx(positive.mean(), abs=0.01)


def test_odds_that_point_the_wrong_way_are_not_turned() -> None:
    odds = np.linspace(-1, 1, 100)
    scale = platt(odds, (odds < 0).astype(np.float64), np.ones(100))
    assert isinstance(scale, Scale)
    assert scale.slope == 0


def test_bands_hold_the_share_observed() -> None:
    scores = np.linspace(0, 1, 1_000)
    found = bands(scores, (scores > 0.9).astype(np.float64))
    assert [band.name for band in found] == ["high", "medium", "low"]
    assert [band.notices for band in found] == [100, 200, 700]
    assert [band.observed for band in found] == [1.0, 0.0, 0.0]


def test_reliability_covers_every_notice() -> None:
    table_ = reliability(np.linspace(0, 1, 57), np.ones(57))
    assert sum(row["notices"] for row in table_) == 57
    assert all(row["observed"] == 1 for row in table_)


def test_labels_of_a_file_and_of_a_verdict() -> None:
    assert given(notice(label={"any": True})) == Label(True)
    assert given(notice(label={"any": None})) is None
    assert given(notice()) is None
    assert observed(Verdict(id="x", rules="r")) == Label(False)
    assert observed(Verdict(id="x", rules="r", clause=Clause(answer="yes"))) == Label(True)


def test_a_model_is_a_folder_with_its_manifest(model: LearnedModel) -> None:
    assert set(model.manifest.files) == {*registry.SERVED, registry.TABLE}
    assert MANIFEST not in model.manifest.files


def test_a_model_of_other_features_is_refused(
    model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifiers.potential.VERSION", "another")
    with pytest.raises(ModelError, match="à entraîner de nouveau"):
        LearnedModel.load(model_folder)
