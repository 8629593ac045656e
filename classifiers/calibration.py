"""From log-odds to shares that were observed, and to the three bands that people see.

Shares are a floor: labels miss clauses that the buyer did not declare.
"""

from dataclasses import dataclass

import numpy as np

from classifiers.fitting import logistic
from classifiers.learner import Floats
from veille.core.bands import BAND_NAMES, Band

_UPPER = (0.10, 0.30)  # the highest tenth, then down to the highest three tenths
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Scale:
    """Log-odds → calibrated log-odds: ``intercept + slope × value`` (Platt)."""

    intercept: float
    slope: float

    def __call__(self, odds: Floats) -> Floats:
        """The calibrated log-odds of each."""
        return self.intercept + self.slope * odds


def platt(odds: Floats, positive: Floats, weight: Floats) -> Scale:
    """The scale that fits predictions on notices not learned from; it never turns the order."""
    intercept, slope = logistic(odds[:, None], positive, weight)
    if slope <= 0:
        rate = np.clip(np.average(positive, weights=weight), 1e-6, 1 - 1e-6)
        return Scale(float(np.log(rate / (1 - rate))), 0.0)
    return Scale(float(intercept), float(slope))


def bands(scores: Floats, positive: Floats) -> tuple[Band, ...]:
    """Three bands of ``scores`` (shares between 0 and 1), with the share observed in each."""
    limits = [float(np.quantile(scores, 1 - share)) for share in _UPPER]
    starts = (*limits, 0.0)
    found = []
    above = np.zeros(len(scores), dtype=bool)
    for name, since in zip(BAND_NAMES, starts, strict=True):
        inside = (scores >= since) & ~above
        above |= inside
        observed = float(positive[inside].mean()) if inside.any() else 0.0
        found.append(Band(name, round(since, 6), round(observed, 4), int(inside.sum())))
    return tuple(found)


def reliability(scores: Floats, positive: Floats) -> list[dict[str, float]]:
    """By tenths of the notices, the lowest scores first: mean score beside the share observed."""
    order = np.argsort(scores, kind="stable")
    return [
        {
            "notices": len(part),
            "predicted": round(float(scores[part].mean()), 4),
            "observed": round(float(positive[part].mean()), 4),
        }
        for part in np.array_split(order, _STEPS)
        if len(part)
    ]
