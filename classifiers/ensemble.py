"""What is fitted together: the text categorizer and the two linear layers stacked on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.fitting import fit
from classifiers.layer import Layer, Weights, fit_layer, rarity_of
from classifiers.learner import Floats, Learner
from classifiers.views import Views

# The categorizer and ``thing`` count alike, and so do that sum and ``whole``: chosen on January.
MIX = 0.5


@dataclass(frozen=True, slots=True)
class Ensemble:
    """The parts of a model that read buckets.

    ``thing`` reads the object alone, as the categorizer does; ``whole`` reads the buyer besides.
    ``rarity`` is that of both.
    """

    learner: Learner
    rarity: Weights
    thing: Layer
    whole: Layer

    def odds(self, rows: Sequence[Views]) -> tuple[Floats, Floats]:
        """Raw log-odds by the object, and those with the buyer's words, of each row."""
        learned = self.learner.log_odds([views.merged for views in rows])
        thing = np.array([self.thing.log_odds(views.object) for views in rows])
        whole = np.array([self.whole.log_odds(views.all) for views in rows])
        by_object = MIX * (learned + thing)
        return by_object, MIX * (by_object + whole)


def fit_ensemble(rows: Sequence[Views], positive: Floats, weight: Floats) -> Ensemble:
    """All parts fitted to the same rows. Deterministic."""
    rarity = rarity_of([views.all for views in rows])
    return Ensemble(
        fit([views.merged for views in rows], positive, weight),
        rarity,
        fit_layer([views.object for views in rows], positive, weight, rarity),
        fit_layer([views.all for views in rows], positive, weight, rarity),
    )
