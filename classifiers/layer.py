"""A linear layer in NumPy over views of buckets: rare ones count more, each view has length one.

Stacked on the text categorizer (docs/experiments.md says what it adds).
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from classifiers.features import BUCKETS
from classifiers.learner import Floats
from classifiers.views import Buckets
from veille.core.refusals import Refusal

Weights = NDArray[np.float32]

_PENALTY = 1.0  # scikit-learn's C; chosen on January's folds


class LayerError(Refusal):
    """Bytes that are no layer; the message says why, in one line."""


class Layer:
    """``bias`` plus, for each view of length one, its buckets' ``weights`` × ``rarity``."""

    def __init__(self, weights: Weights, bias: float, rarity: Weights) -> None:
        self.weights = weights
        self.bias = bias
        self._rarity = rarity

    def log_odds(self, views: Iterable[Buckets]) -> float:
        """The log-odds of one notice."""
        return self.bias + sum(self._part(view) for view in views)

    def share_in(self, view: Buckets) -> Callable[[int], float]:
        """What a bucket adds to the log-odds of a notice in this view."""
        scale = self._scale(view)
        return lambda number: scale * float(self.weights[number]) * float(self._rarity[number])

    def to_bytes(self) -> bytes:
        """Weights, then bias, as one NumPy array of 32 bits; the rarity is kept apart."""
        return to_bytes(np.append(self.weights, self.bias))

    @classmethod
    def from_bytes(cls, content: bytes, rarity: Weights) -> "Layer":
        """The layer that was kept.

        Raises:
            LayerError: the bytes are none.
        """
        values = from_bytes(content, BUCKETS + 1)
        return cls(values[:-1], float(values[-1]), rarity)

    def _part(self, view: Buckets) -> float:
        if not view:
            return 0.0
        kept = list(view)
        rarity = self._rarity[kept]
        return float(self.weights[kept] @ rarity) / float(np.sqrt(rarity @ rarity))

    def _scale(self, view: Buckets) -> float:
        rarity = self._rarity[list(view)]
        return 1.0 / float(np.sqrt(rarity @ rarity)) if view else 0.0


def rarity_of(rows: Sequence[Iterable[Buckets]]) -> Weights:
    """How rare each bucket is among the rows: 1 + log of the inverse share, smoothed (IDF)."""
    numbers = np.array([number for views in rows for view in views for number in view], np.int64)
    counts = np.bincount(numbers, minlength=BUCKETS)
    return (1.0 + np.log((1 + len(rows)) / (1 + counts))).astype(np.float32)


def fit_layer(
    rows: Sequence[Sequence[Buckets]], positive: Floats, weight: Floats, rarity: Weights
) -> Layer:
    """The layer fitted to the views of each row. Deterministic. Needs the extra ``train``."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    numbers = np.array([number for views in rows for view in views for number in view], np.int64)
    known, columns = np.unique(numbers, return_inverse=True)
    values = [part for views in rows for view in views for part in _directed(view, rarity)]
    lengths = [sum(len(view) for view in views) for views in rows]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), len(known)))
    model = LogisticRegression(C=_PENALTY, max_iter=1_000)
    model.fit(matrix, positive, sample_weight=weight)
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[known] = model.coef_[0]
    return Layer(weights, float(model.intercept_[0]), rarity)


def to_bytes(values: NDArray[np.floating]) -> bytes:
    """One NumPy array of 32 bits."""
    buffer = io.BytesIO()
    np.save(buffer, values.astype(np.float32), allow_pickle=False)
    return buffer.getvalue()


def from_bytes(content: bytes, size: int) -> Weights:
    """The array of ``size`` numbers that was kept.

    Raises:
        LayerError: the bytes are none, or of another size.
    """
    try:
        values = np.load(io.BytesIO(content), allow_pickle=False)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile):
        raise LayerError("ce ne sont pas les poids d’un modèle") from None
    if not isinstance(values, np.ndarray) or values.shape != (size,):
        raise LayerError("les poids ne sont pas de la taille de cette version")
    return values.astype(np.float32)


def _directed(view: Buckets, rarity: Weights) -> list[float]:
    """The rarity of a view's buckets, brought to length one."""
    if not view:
        return []
    values = rarity[list(view)].astype(np.float64)
    return [float(value) for value in values / np.sqrt(values @ values)]
