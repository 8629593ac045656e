"""Predictions for days that were not learned from, and what both scores are calibrated on.

A model is asked about later notices, of buyers known and unknown alike: so each block of days is
predicted from the others, with the buyers' habits as they stood when the block began.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.calibration import platt, reliability
from classifiers.ensemble import fit_ensemble
from classifiers.fitting import logistic, sigmoid
from classifiers.habits import Habits, Past
from classifiers.learner import Floats
from classifiers.manifest import Likely
from classifiers.measures import interval, summary
from classifiers.table import Row
from classifiers.views import Views

Mask = NDArray[np.bool_]
Ints = NDArray[np.int64]

BLOCKS = 4
LEAST_POSITIVES = 20  # fewer teach nothing


def predicted_elsewhere(rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """The raw log-odds of each row, by the object and with the buyer's words.

    They come from parts that saw no row of its block of days.
    """
    positive, weight = columns(rows)
    block = blocks(rows)
    by_object, by_all = np.zeros(len(rows)), np.zeros(len(rows))
    for number in range(BLOCKS):
        inside = block == number
        if not inside.any() or len(np.unique(positive[~inside])) < len((0, 1)):
            continue
        parts = fit_ensemble(_views(rows, ~inside), positive[~inside], weight[~inside])
        by_object[inside], by_all[inside] = parts.odds(_views(rows, inside))
    return by_object, by_all


def blocks(rows: Sequence[Row]) -> Ints:
    """The block of each row: as many rows in each as days allow, the first days first.

    Rows of a single day, or without any, are dealt out instead.
    """
    days = _days(rows)
    starts = np.sort(days)[[len(days) * number // BLOCKS for number in range(1, BLOCKS)]]
    found = np.searchsorted(starts, days, side="right")
    if len(np.unique(found)) == 1:
        return np.arange(len(rows)) % BLOCKS
    return np.asarray(found, dtype=np.int64)


def columns(rows: Sequence[Row]) -> tuple[Floats, Floats]:
    """Labels (0 or 1) and weights of the rows."""
    positive = np.array([row.positive for row in rows], dtype=np.float64)
    return positive, np.array([row.weight for row in rows], dtype=np.float64)


class Calibrated:
    """The scales of both scores, fitted on calls of days that were not learned from."""

    def __init__(
        self, rows: Sequence[Row], by_object: Floats, by_all: Floats, habits: Habits
    ) -> None:
        calls = np.array([row.call for row in rows])
        if not _tells(rows, calls):
            calls = np.ones(len(rows), dtype=bool)
        kept = [row for row, call in zip(rows, calls, strict=True) if call]
        self.positive, weight = columns(kept)
        self._buyers = [row.buyer[:1] for row in kept]
        average = float(np.average(self.positive, weights=weight))
        past = [past for past, call in zip(_pasts(rows, habits), calls, strict=True) if call]
        self._new = np.array([item.notices == 0 for item in past])
        self.potential = platt(by_object[calls], self.positive, weight)
        both = np.column_stack([by_all[calls], [item.log_odds(average) for item in past]])
        intercept, slope, habit = logistic(both, self.positive, weight)
        self.likely = Likely(
            intercept=float(intercept), odds=float(slope), habit=float(habit), average=average
        )
        self.potential_scores = sigmoid(self.potential(by_object[calls]))
        self.likely_scores = sigmoid(intercept + both @ np.array([slope, habit]))

    def metrics(self) -> dict[str, object]:
        """What both scores are worth on these calls, with intervals by buyer.

        ``new_buyers``: on the calls of buyers without a past.
        """
        return {
            name: summary(scores, self.positive)
            | {"interval": list(interval(scores, self.positive, self._buyers))}
            | {"calibration": reliability(scores, self.positive)}
            | {"new_buyers": summary(scores[self._new], self.positive[self._new])}
            for name, scores in (
                ("potential", self.potential_scores),
                ("likely", self.likely_scores),
            )
        }


def _pasts(rows: Sequence[Row], habits: Habits) -> list[Past]:
    """What was seen of each row's buyer before the row's block of days began."""
    block, days = blocks(rows), _days(rows)
    begun = [int(days[block == number].min(initial=days.max())) for number in range(BLOCKS)]
    return [
        habits.before(row.buyer, None if row.day is None else min(row.day, begun[number]))
        for row, number in zip(rows, block.tolist(), strict=True)
    ]


def _days(rows: Sequence[Row]) -> Ints:
    return np.array([row.day or 0 for row in rows], dtype=np.int64)


def _views(rows: Sequence[Row], kept: Mask) -> list[Views]:
    return [row.views for row, keep in zip(rows, kept, strict=True) if keep]


def _tells(rows: Sequence[Row], calls: Mask) -> bool:
    """Whether enough calls of either label are there to calibrate on them alone."""
    positives = sum(row.positive for row, call in zip(rows, calls, strict=True) if call)
    return LEAST_POSITIVES <= positives < int(calls.sum())
