"""What a ranking is worth: average precision, precision at the top, recall, with intervals."""

from collections.abc import Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.learner import Floats

TOPS = (20, 50, 100)
RESAMPLES = 1_000
_SEED = 2021
_LEVEL = 0.95

Weights = NDArray[np.float64]


class Ranking:
    """Labels in the order of the scores, ready to be measured many times with other weights."""

    def __init__(self, scores: Floats, positive: Floats) -> None:
        # Equal scores are one step, as if shuffled: a constant score is worth the base rate.
        order = np.argsort(-scores, kind="stable")
        self._order = order
        self._positive = positive[order]
        ranked = scores[order]
        self._last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)[: len(ranked)]

    def average_precision(self, weights: Weights | None = None) -> float:
        """Area under precision and recall, by steps; 0 without any positive."""
        counted = np.ones(len(self._order)) if weights is None else weights[self._order]
        found = np.cumsum(counted * self._positive)[self._last]
        read = np.cumsum(counted)[self._last]
        if not len(found) or found[-1] == 0:
            return 0.0
        precision = np.divide(found, read, out=np.zeros_like(found), where=read > 0)
        return float((np.diff(found, prepend=0.0) * precision).sum() / found[-1])

    def precision_at(self, top: int) -> float:
        """The share of the first ``top`` notices that carry a clause."""
        return float(self._positive[:top].mean()) if len(self._positive) else 0.0

    def recall_in(self, share: float) -> float:
        """The share of all that carry a clause found in the first ``share`` of the notices."""
        total = self._positive.sum()
        first = self._positive[: int(len(self._positive) * share)].sum()
        return float(first / total) if total else 0.0


def summary(scores: Floats, positive: Floats) -> dict[str, object]:
    """The figures of one ranking."""
    ranking = Ranking(scores, positive)
    return {
        "notices": len(positive),
        "positives": int(positive.sum()),
        "average_precision": round(ranking.average_precision(), 4),
        **{f"precision_at_{top}": round(ranking.precision_at(top), 4) for top in TOPS},
        "recall_first_tenth": round(ranking.recall_in(0.1), 4),
        "recall_first_fifth": round(ranking.recall_in(0.2), 4),
    }


def interval(
    scores: Floats, positive: Floats, buyers: Sequence[Hashable], resamples: int = RESAMPLES
) -> tuple[float, float]:
    """95 % interval of the average precision, buyers drawn with replacement; seeded."""
    ranking = Ranking(scores, positive)
    found = [ranking.average_precision(weights) for weights in draws(buyers, resamples)]
    return _bounds(found)


def difference(
    scores: Floats,
    other: Floats,
    positive: Floats,
    buyers: Sequence[Hashable],
    resamples: int = RESAMPLES,
) -> tuple[float, float, float]:
    """Average precision of ``scores`` less that of ``other``, with its 95 % interval.

    Paired: both are measured on the same draw of buyers each time.
    """
    first, second = Ranking(scores, positive), Ranking(other, positive)
    found = [
        first.average_precision(weights) - second.average_precision(weights)
        for weights in draws(buyers, resamples)
    ]
    return (
        round(first.average_precision() - second.average_precision(), 4),
        *_bounds(found),
    )


def draws(buyers: Sequence[Hashable], resamples: int) -> Iterator[Weights]:
    """How often each notice counts when buyers are drawn with replacement, ``resamples`` times."""
    numbers = {buyer: number for number, buyer in enumerate(dict.fromkeys(buyers))}
    of_notice = np.array([numbers[buyer] for buyer in buyers], dtype=np.intp)
    random = np.random.default_rng(_SEED)
    size = len(numbers)
    for _ in range(resamples if size else 0):
        counts = np.bincount(random.integers(0, size, size), minlength=size)
        yield counts.astype(np.float64)[of_notice]


def _bounds(found: Sequence[float]) -> tuple[float, float]:
    if not found:
        return 0.0, 0.0
    edge = (1 - _LEVEL) / 2
    return (
        round(float(np.quantile(found, edge)), 4),
        round(float(np.quantile(found, 1 - edge)), 4),
    )
