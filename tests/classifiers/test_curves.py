"""Curves of precision and recall."""

import numpy as np
import pytest

from classifiers.curves import precision_recall


def test_the_curve_goes_through_what_was_found() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6])
    assert precision_recall(scores, np.array([1.0, 0.0, 1.0, 0.0])) == [(0.5, 1.0), (1.0, 0.6667)]


def test_equal_scores_come_together() -> None:
    assert precision_recall(np.zeros(4), np.array([1.0, 0.0, 0.0, 1.0])) == [(1.0, 0.5)]


def test_without_positives_there_is_no_curve() -> None:
    assert precision_recall(np.arange(4.0), np.zeros(4)) == []


def test_a_long_curve_is_thinned_to_even_steps_and_ends_with_all_found() -> None:
    random = np.random.default_rng(3)
    positive = (random.random(5_000) < 0.2).astype(np.float64)
    curve = precision_recall(random.random(5_000) + 0.5 * positive, positive, points=20)
    assert len(curve) == 20
    assert [recall for recall, _ in curve] == pytest.approx(np.linspace(0.05, 1, 20), abs=0.01)
    assert curve[0][1] > 0.9
    assert curve[-1][1] < 0.5
