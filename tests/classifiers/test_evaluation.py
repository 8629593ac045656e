"""Evaluation: on later calls, beside baselines that learned from the same days."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from classifiers.baselines import is_works_or_green, ranked
from classifiers.evaluation import EvaluationError, evaluate, split
from classifiers.labels import Label
from classifiers.potential import LearnedModel
from tests.classifiers.learned_data import FIRST_DAY, labelled, notice
from veille.core.notices import Descriptor, Notice

Pairs = list[tuple[Notice, Label]]


def _later(count: int = 200) -> Pairs:
    return [
        (replace(made, published_on=FIRST_DAY + timedelta(days=200 + index // 8)), label)
        for index, (made, label) in enumerate(labelled(count))
    ]


def test_days_that_were_learned_from_are_not_judged(model: LearnedModel) -> None:
    found = evaluate(model, [*labelled(), *_later()])
    assert (found["notices"], found["baselines_trained_on"], found["learned_from"]) == (200, 400, 0)
    assert found["since"] == (FIRST_DAY + timedelta(days=200)).isoformat()
    assert set(found["scores"]) == {"potential", "likely"}
    assert set(found["baselines"]) == {
        *("keyword", "works_and_green_spaces", "buyer_rate"),
        *("title_linear", "linear", "linear_with_buyer"),
    }
    assert set(found["differences"]) == {
        "potential - title_linear",
        "likely - linear_with_buyer",
    }
    # The invented notices are told apart by trade, and by the buyers that always put a clause.
    assert found["scores"]["likely"]["average_precision"] > 0.8
    assert found["scores"]["potential"]["average_precision"] > found["positives"] / 200
    assert json.loads(json.dumps(found))["positives"] == found["positives"]


def test_where_all_was_learned_from_it_says_so(model: LearnedModel) -> None:
    found = evaluate(model, labelled())
    assert found["learned_from"] == found["notices"] == 400
    assert set(found["baselines"]) == {"keyword", "works_and_green_spaces"}


def test_only_calls_are_judged(model: LearnedModel) -> None:
    results = [(replace(made, kind="result"), label) for made, label in _later()]
    with pytest.raises(EvaluationError, match="0 sur 0"):
        evaluate(model, results)


@pytest.mark.parametrize("positive", [True, False])
def test_labels_of_one_kind_measure_nothing(model: LearnedModel, positive: bool) -> None:
    with pytest.raises(EvaluationError, match="deux sortes"):
        evaluate(model, [(made, Label(positive)) for made, _ in _later()])


def test_the_split_keeps_undated_notices_with_the_old_ones() -> None:
    undated = (notice(day=None), Label(True))
    before, after = split([undated, *_later(8)], FIRST_DAY)
    assert before == [undated]
    assert len(after) == 8
    assert split([undated], None) == ([], [undated])


def test_baselines_read_what_they_are_named_after() -> None:
    green = notice("Tonte", descriptors=(Descriptor(code="116"),))
    assert is_works_or_green(green)
    assert not is_works_or_green(notice("Logiciels", cpv=("48000000",)))
    found = ranked(labelled(), [notice("Marché réservé"), notice("Logiciels"), notice(None)])
    assert list(found["keyword"]) == [1, 0, 0]
    assert all(np.isfinite(scores).all() for scores in found.values())
