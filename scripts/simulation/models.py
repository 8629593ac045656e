"""Models as simulated: fitted as the real ones are, without what calibration adds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifiers.cross import Calibrated, columns, predicted_elsewhere
from classifiers.ensemble import fit_ensemble
from classifiers.gate import Exam, Marks
from classifiers.habits import Habits
from classifiers.learner import Floats
from classifiers.manifest import Likely
from classifiers.measures import Ranking
from classifiers.table import Row, seen_in
from scripts.simulation.world import World


@dataclass(frozen=True, slots=True)
class Scored:
    """Raw scores of some rows of a world (NaN for the others), and of the challenges."""

    potential: Floats
    likely: Floats
    challenges: Floats

    def marks(self, indices: Sequence[int]) -> Marks:
        """What the gate compares."""
        kept = list(indices)
        return Marks(self.potential[kept], self.likely[kept], self.challenges)

    def worth(self, indices: Sequence[int], truth: Floats) -> tuple[float, float]:
        """True average precision of ``potential`` and ``likely`` on these rows."""
        kept = list(indices)
        return (
            Ranking(self.potential[kept], truth[kept]).average_precision(),
            Ranking(self.likely[kept], truth[kept]).average_precision(),
        )


def rule(rows: Sequence[Row]) -> Likely:
    """How ``likely`` is made of log-odds and habit; fitted once, on these rows."""
    return Calibrated(rows, *predicted_elsewhere(rows), Habits(seen_in(rows))).likely


def scored(of: World, rows: Sequence[Row], likely: Likely, indices: Sequence[int]) -> Scored:
    """A model fitted to ``rows``, and what it says of the world's rows at ``indices``."""
    parts = fit_ensemble([row.views for row in rows], *columns(rows))
    habits = Habits(seen_in(rows))
    asked = [of.rows[index] for index in indices]
    potential, by_all = parts.odds([row.views for row in asked])
    past = [habits.before(row.buyer, row.day).log_odds(likely.average) for row in asked]
    return Scored(
        _spread(potential, indices, len(of.rows)),
        _spread(likely.odds * by_all + likely.habit * np.array(past), indices, len(of.rows)),
        parts.odds([row.views for row in of.challenges])[0],
    )


def _spread(values: Floats, indices: Sequence[int], size: int) -> Floats:
    found = np.full(size, np.nan)
    found[list(indices)] = values
    return found


def exam(of: World, indices: Sequence[int], label: Floats) -> Exam:
    """The exam of an install: its frozen notices as it knows them, and the challenges."""
    return Exam(
        positive=label[list(indices)],
        buyers=[of.rows[index].buyer[:1] or index for index in indices],
        challenges=np.array([row.positive for row in of.challenges], dtype=np.float64),
    )
