"""Curves of a ranking, thinned for people to look at."""

import numpy as np

from classifiers.learner import Floats

POINTS = 40


def precision_recall(
    scores: Floats, positive: Floats, points: int = POINTS
) -> list[tuple[float, float]]:
    """Recall and precision after the first notices, at about ``points`` even steps of recall.

    Equal scores come together: the curve never cuts between them. Empty without any positive.
    """
    total = positive.sum()
    if not total:
        return []
    order = np.argsort(-scores, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(scores[order])), len(order) - 1)
    found = np.cumsum(positive[order])[ends]
    recall, precision = found / total, found / (ends + 1)
    wanted = np.linspace(1 / points, 1.0, points)
    kept = np.unique(np.searchsorted(recall, wanted - 1e-9))
    return [(round(float(recall[i]), 4), round(float(precision[i]), 4)) for i in kept]
