"""The measures, against what can be counted by hand and against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score  # type: ignore[import-untyped]

from classifiers.measures import Ranking, difference, draws, interval, summary

SCORES = np.array([0.9, 0.8, 0.7, 0.6])
POSITIVE = np.array([1.0, 0.0, 1.0, 0.0])


def test_average_precision_by_hand() -> None:
    assert Ranking(SCORES, POSITIVE).average_precision() == pytest.approx((1 + 2 / 3) / 2)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40).filter(
        lambda pairs: any(positive for _, positive in pairs)
    )
)
def test_average_precision_is_that_of_scikit_learn(pairs: list[tuple[int, bool]]) -> None:
    scores = np.array([float(score) for score, _ in pairs])
    positive = np.array([float(label) for _, label in pairs])
    assert Ranking(scores, positive).average_precision() == pytest.approx(
        average_precision_score(positive, scores)
    )


def test_a_constant_score_is_worth_the_base_rate() -> None:
    assert Ranking(np.zeros(4), np.array([0.0, 0.0, 0.0, 1.0])).average_precision() == 0.25


def test_precision_and_recall_at_the_top() -> None:
    ranking = Ranking(SCORES, POSITIVE)
    assert ranking.precision_at(1) == 1
    assert ranking.precision_at(3) == pytest.approx(2 / 3)
    assert ranking.recall_in(0.5) == 0.5


def test_nothing_to_find_is_worth_nothing() -> None:
    ranking = Ranking(SCORES, np.zeros(4))
    assert (ranking.average_precision(), ranking.recall_in(0.5)) == (0, 0)
    assert summary(np.zeros(0), np.zeros(0))["average_precision"] == 0


def test_a_drawn_weight_counts_as_so_many_notices() -> None:
    weights = np.array([2.0, 1.0, 0.0, 3.0])
    repeated = np.repeat([0, 1, 3], [2, 1, 3])
    assert Ranking(SCORES, POSITIVE).average_precision(weights) == pytest.approx(
        Ranking(SCORES[repeated], POSITIVE[repeated]).average_precision()
    )


def test_a_buyer_is_drawn_with_all_its_notices() -> None:
    for weights in draws(["a", "a", "b", "c"], 20):
        assert weights[0] == weights[1]
        assert weights[[0, 2, 3]].sum() == 3


def test_intervals_hold_the_value_and_are_seeded() -> None:
    random = np.random.default_rng(3)
    positive = (random.random(300) < 0.2).astype(np.float64)
    good = positive + random.normal(size=300)
    buyers = [f"{index % 60}" for index in range(300)]
    low, high = interval(good, positive, buyers, 200)
    assert low < Ranking(good, positive).average_precision() < high
    assert interval(good, positive, buyers, 200) == (low, high)
    value, low, high = difference(good, random.normal(size=300), positive, buyers, 200)
    assert 0 < low < value < high
    assert difference(good, good, positive, buyers, 50) == (0, 0, 0)
    assert interval(good[:0], positive[:0], []) == (0, 0)
