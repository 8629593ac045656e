"""The two learned scores of a notice: could it carry a clause, and is it likely to.

``potential`` reads what is bought, never the buyer, never a sentence that states the answer.
``likely`` adds the buyer's habit, counted strictly before the notice's date. Both are calibrated
on observed labels, which are a floor.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np

from classifiers import registry
from classifiers.ensemble import MIX, Ensemble
from classifiers.explanation import Weights, reasons
from classifiers.explanation import habit as habit_line
from classifiers.features import BUCKETS, VERSION, Features, features, of_lot
from classifiers.fitting import sigmoid
from classifiers.habits import Habits
from classifiers.layer import Layer
from classifiers.layer import from_bytes as array_from_bytes
from classifiers.learner import Learner
from classifiers.manifest import Manifest
from classifiers.registry import ModelError
from classifiers.table import from_bytes as rows_from_bytes
from classifiers.table import seen_in
from classifiers.views import Buckets, Views, object_views, views_of
from veille.core.bands import Bands
from veille.core.notices import Lot, Notice
from veille.core.verdicts import Evidence

BATCH = 200
_MOST_LOTS = 100  # lots scored on their own words; the rest takes the notice's score
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares between 0 and 1; null where the notice has nothing to judge by.

    ``by_lot``: the potential of each lot. ``evidence``: what moved the scores most.
    """

    potential: float | None = None
    likely: float | None = None
    by_lot: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A notice with what was read of it and of its lots (null: the lot says nothing of its own)."""

    notice: Notice
    whole: Features
    lots: tuple[tuple[str, Features | None], ...]


class LearnedModel:
    """A trained model, ready to score. Not for several threads at once (see ``Learner``)."""

    def __init__(self, manifest: Manifest, parts: Ensemble, habits: Habits) -> None:
        self.manifest = manifest
        self.habits = habits
        self._parts = parts
        self._learner = parts.learner

    @classmethod
    def load(cls, folder: Path) -> "LearnedModel":
        """The model of a folder, verified.

        Raises:
            ModelError: the folder is no model, was changed, or needs another version.
        """
        manifest = registry.read_manifest(folder)
        if manifest.features != VERSION:
            raise ModelError(
                f"{folder} : modèle fait pour une autre version ({manifest.features}, celle-ci lit "
                f"{VERSION}), à entraîner de nouveau"
            )
        files = {name: registry.read_file(folder, manifest, name) for name in registry.SERVED}
        try:
            rarity = array_from_bytes(files[registry.RARITY], BUCKETS)
            parts = Ensemble(
                Learner.from_bytes(files[registry.TEXTCAT]),
                rarity,
                Layer.from_bytes(files[registry.OBJECT_LAYER], rarity),
                Layer.from_bytes(files[registry.BUYER_LAYER], rarity),
            )
            rows = rows_from_bytes(files[registry.HABITS])
        except (ValueError, KeyError, TypeError):
            raise ModelError(f"{folder} : modèle illisible") from None
        return cls(manifest, parts, Habits(seen_in(rows)))

    @property
    def name(self) -> str:
        """What verdicts call the model."""
        return self.manifest.name

    def score(self, notice: Notice, habits: Habits | None = None) -> Scores:
        """The scores of one notice; many are scored faster by ``score_many``."""
        return next(self.score_many([notice], habits))

    def score_many(
        self, notices: Iterable[Notice], habits: Habits | None = None
    ) -> Iterator[Scores]:
        """The scores of each notice, in order, read batch by batch.

        ``habits`` replaces the buyers' habits that the model was trained with.
        """
        known = self.habits if habits is None else habits
        source = iter(notices)
        while batch := list(islice(source, BATCH)):
            yield from self._batch(batch, known)

    @property
    def bands(self) -> Bands:
        """The bands that people see instead of scores."""
        return self.manifest.bands

    def _batch(self, notices: Sequence[Notice], habits: Habits) -> list[Scores]:
        with self._learner.zone(len(notices)):
            read = [self._read(notice) for notice in notices]
            rows = [views for item in read for views in _views(item)]
            odds = zip(rows, *self._parts.odds(rows), strict=True)
            return [self._scores(item, odds, habits) for item in read]

    def _read(self, notice: Notice) -> _Read:
        fields, tokenize = self.manifest.fields, self._learner.tokenize
        lots = tuple(
            (lot.id, features(of_lot(notice, lot), fields, tokenize) if _has_own(lot) else None)
            for lot in notice.lots[:_MOST_LOTS]
        )
        return _Read(notice, features(notice, fields, tokenize), lots)

    def _scores(
        self, item: _Read, odds: Iterator[tuple[Views, float, float]], habits: Habits
    ) -> Scores:
        views, by_object, by_all = next(odds)
        own = {lot: next(odds) for lot, found in item.lots if found is not None}
        if not item.whole.speaks():
            return Scores()
        potential = self._potential(by_object)
        by_lot = dict.fromkeys((lot.id for lot in item.notice.lots), potential)
        by_lot |= {lot: self._potential(raw) for lot, (_, raw, _) in own.items()}
        rule = self.manifest.likely
        past = rule.habit * habits.of(item.notice).log_odds(rule.average)
        likely = _share(rule.intercept + rule.odds * by_all + past)
        lines = reasons(item.notice, item.whole, self._weights(views))
        return Scores(potential, likely, by_lot, (*lines, *habit_line(item.notice, past)))

    def _potential(self, odds: float) -> float:
        scale = self.manifest.potential
        return _share(scale.intercept + scale.slope * odds)

    def _weights(self, views: Views) -> Weights:
        """What each bucket of these views adds to the calibrated log-odds of ``potential``."""
        slope, learned = MIX * self.manifest.potential.slope, self._learner.weights

        def crossed(view: Buckets) -> Callable[[int], float]:
            share = self._parts.thing.share_in(view)
            return lambda number: slope * share(number)

        def weigh(view: Buckets) -> Callable[[int], float]:
            share = crossed(view)
            return lambda number: slope * float(learned[number]) + share(number)

        return Weights(weigh(views.words), weigh(views.facts), crossed(views.crosses))


def _views(item: _Read) -> Iterator[Views]:
    """What is scored for one notice: itself, then its lots that say something of their own."""
    yield views_of(item.notice, item.whole)
    yield from (object_views(found) for _, found in item.lots if found is not None)


def _has_own(lot: Lot) -> bool:
    return bool(lot.title or lot.cpv)


def _share(odds: float) -> float:
    return round(float(sigmoid(np.array([odds]))[0]), _DECIMALS)
