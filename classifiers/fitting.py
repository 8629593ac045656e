"""Fitting: the text categorizer's weights, and a small logistic regression in NumPy.

The categorizer is linear, so its regularised loss has one minimum: it is found by L-BFGS through
the categorizer's own forward and backward passes. Stochastic updates were tried and are worse on
the rare words that most features are (docs/experiments.md). Needs the extra ``train``.
"""

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray

from classifiers.learner import Floats, Learner, layer

STRENGTH = 100.0  # of the penalty on the categorizer's weights; chosen on January's folds
_MOST_STEPS = 60
_NEWTON_STEPS = 50
_SMALL = 1e-9


def fit(
    rows: Sequence[Sequence[int]], positive: Floats, weight: Floats, strength: float = STRENGTH
) -> Learner:
    """A learner fitted to rows of buckets; ``positive`` is 0 or 1, ``weight`` what a row counts.

    Deterministic: the same rows give the same weights.
    """
    from scipy.optimize import minimize  # type: ignore[import-untyped]

    learner = Learner()
    loss = _Loss(learner, rows, positive, weight, strength)
    found = minimize(
        loss.value_and_gradient,
        loss.start(),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _MOST_STEPS, "maxcor": 10, "ftol": 1e-6},
    )
    loss.set(found.x)
    return learner


class _Loss:
    """Cross-entropy plus ``strength``/2 × the squared weights, as a function of a flat vector.

    The vector holds the weights that some row touches, then the biases: the others stay nil.
    """

    def __init__(
        self,
        learner: Learner,
        rows: Sequence[Sequence[int]],
        positive: Floats,
        weight: Floats,
        strength: float,
    ) -> None:
        self._linear = layer(learner.pipe, "sparse_linear")
        documents = learner.documents(rows)
        self._keys = layer(learner.pipe, "extract_ngrams").predict(documents)
        self._truth = np.stack([positive, 1.0 - positive], axis=1)
        self._weight = weight[:, None]
        self._strength = strength
        self._rate = float(np.average(positive, weights=weight))
        self._touched = self._touched_weights()

    def start(self) -> Floats:
        """No weight, and a bias that gives the average rate."""
        odds = np.log(max(self._rate, _SMALL)) - np.log(max(1.0 - self._rate, _SMALL))
        return np.concatenate([np.zeros(len(self._touched)), [odds / 2, -odds / 2]])

    def value_and_gradient(self, vector: Floats) -> tuple[float, Floats]:
        """The loss and its gradient."""
        self.set(vector)
        scores, backward = self._linear.begin_update(self._keys)
        shares = _softmax(scores.astype(np.float64))
        likelihood = np.clip((shares * self._truth).sum(axis=1, keepdims=True), _SMALL, None)
        backward(np.ascontiguousarray((shares - self._truth) * self._weight, dtype=np.float32))
        weights = vector[: len(self._touched)]
        value = -float((self._weight * np.log(likelihood)).sum())
        value += self._strength / 2 * float(weights @ weights)
        gradient = np.concatenate([self._gradient("W")[self._touched], self._gradient("b")])
        gradient[: len(weights)] += self._strength * weights
        return value, gradient

    def set(self, vector: Floats) -> None:
        """Put the weights in place, without any gradient."""
        weights = np.zeros_like(self._linear.get_param("W"))
        weights[self._touched] = vector[: len(self._touched)]
        self._linear.set_param("W", weights)
        self._linear.set_param("b", vector[len(self._touched) :].astype(np.float32))
        for name in ("W", "b"):
            self._linear.set_grad(name, np.zeros_like(self._linear.get_param(name)))

    def _gradient(self, name: str) -> Floats:
        return cast("Floats", self._linear.get_grad(name).astype(np.float64))

    def _touched_weights(self) -> NDArray[np.intp]:
        """Where a gradient of ones arrives."""
        scores, backward = self._linear.begin_update(self._keys)
        backward(np.ones_like(scores))
        touched = np.flatnonzero(self._linear.get_grad("W"))
        for name in ("W", "b"):
            self._linear.set_grad(name, np.zeros_like(self._linear.get_param(name)))
        return touched


def logistic(columns: Floats, positive: Floats, weight: Floats) -> Floats:
    """Intercept and coefficients of a logistic regression on ``columns`` (rows, features).

    A faint penalty keeps it finite where the features tell the classes apart.
    """
    design = np.column_stack([np.ones(len(columns)), columns])
    found = np.zeros(design.shape[1])
    ridge = 1e-3 * np.eye(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        shares = sigmoid(design @ found)
        gradient = design.T @ (weight * (shares - positive)) + ridge @ found
        curvature = (design * (weight * shares * (1 - shares))[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < _SMALL:
            break
    return found


def sigmoid(values: Floats) -> Floats:
    """Log-odds to shares, without overflow."""
    return cast("Floats", np.exp(-np.logaddexp(0.0, -values)))


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return cast("Floats", shifted / shifted.sum(axis=1, keepdims=True))
