"""Evaluation: what both scores are worth on labelled notices, beside simple baselines.

Measured on calls for competition. The baselines that learn are trained in the same run, on
notices of before those that are judged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from classifiers.baselines import Labelled, is_works_or_green, ranked
from classifiers.calibration import reliability
from classifiers.curves import precision_recall
from classifiers.habits import buyer_keys
from classifiers.learner import Floats
from classifiers.measures import difference, interval, summary
from classifiers.potential import LearnedModel
from veille.core.notices import Notice
from veille.core.reference.sectors import sectors_of
from veille.core.refusals import Refusal

_LEAST = 10  # positives of a group that gets figures of its own
_FIRST = 200
_COMPARED = (("potential", "title_linear"), ("likely", "linear_with_buyer"))


class EvaluationError(Refusal):
    """There is nothing to measure on; the message says why, in one line."""


def split(
    labelled: Iterable[Labelled], until: date | None
) -> tuple[list[Labelled], list[Labelled]]:
    """Notices published by ``until``, the last day a model learned from, and those after it."""
    before: list[Labelled] = []
    after: list[Labelled] = []
    for notice, label in labelled:
        day = notice.published_on or notice.dispatched_on
        seen = until is not None and (day is None or day <= until)
        (before if seen else after).append((notice, label))
    return before, after


def evaluate(model: LearnedModel, labelled: Iterable[Labelled]) -> dict[str, Any]:
    """The figures of a model on labelled notices, as plain data for JSON.

    Notices of the days the model learned from train the baselines and are not judged. Where there
    are no others they are judged all the same, and ``learned_from`` says how many the model may
    have learned from: such figures flatter it.

    Raises:
        EvaluationError: no call, or none that carries a clause.
    """
    before, after = split(labelled, model.manifest.trained.until)
    learned_from = 0
    if not _calls(after):
        before, after = [], before
        learned_from = len(_calls(after))
    judged = _calls(after)
    positive = np.array([label.positive for _, label in judged], dtype=np.float64)
    if not positive.any() or positive.all():
        raise EvaluationError(
            f"avis de mise en concurrence avec clause : {int(positive.sum())} sur {len(judged)} ; "
            "il en faut des deux sortes"
        )
    notices = [notice for notice, _ in judged]
    measured = _Measured(notices, positive)
    scores = _scores(model, notices)
    baselines = ranked(before, notices)
    return {
        "model": model.name,
        "notices": len(notices),
        "positives": int(positive.sum()),
        "buyers": len(set(measured.buyers)),
        "since": _day(min(_days(notices), default=None)),
        "until": _day(max(_days(notices), default=None)),
        "learned_from": learned_from,
        "scores": {
            name: measured.figures(values) | {"calibration": reliability(values, positive)}
            for name, values in scores.items()
        },
        "baselines": {name: measured.figures(values) for name, values in baselines.items()},
        "baselines_trained_on": len(before),
        "differences": measured.differences(scores, baselines),
        "unseen_buyers": measured.part(scores, _unseen(model, notices)),
        "by_sector": measured.by(scores, _sectors),
        "by_department": measured.by(scores, lambda notice: notice.departments),
        f"first_{_FIRST}": {name: measured.first(values, model) for name, values in scores.items()},
    }


class _Measured:
    """The notices that are judged, and what a ranking of them is worth."""

    def __init__(self, notices: Sequence[Notice], positive: Floats) -> None:
        self._notices = notices
        self._positive = positive
        self.buyers = [buyer_keys(notice.buyer)[:1] or notice.id for notice in notices]

    def figures(self, scores: Floats) -> dict[str, Any]:
        """Figures of a ranking of all the notices, with the interval of the first, and its curve

        of recall and precision.
        """
        return summary(scores, self._positive) | {
            "interval": interval(scores, self._positive, self.buyers),
            "curve": precision_recall(scores, self._positive),
        }

    def differences(
        self, scores: Mapping[str, Floats], baselines: Mapping[str, Floats]
    ) -> dict[str, Any]:
        """Average precision less that of the baseline each score has to beat."""
        found = {}
        for name, baseline in _COMPARED:
            if baseline in baselines:
                value, low, high = difference(
                    scores[name], baselines[baseline], self._positive, self.buyers
                )
                found[f"{name} - {baseline}"] = {"value": value, "interval": (low, high)}
        return found

    def part(self, scores: Mapping[str, Floats], kept: np.ndarray[Any, Any]) -> dict[str, Any]:
        """Figures of the rankings of some notices; none where too few carry a clause."""
        positive = self._positive[kept]
        if positive.sum() < _LEAST:
            return {"notices": len(positive), "positives": int(positive.sum())}
        return {name: summary(values[kept], positive) for name, values in scores.items()}

    def by(
        self, scores: Mapping[str, Floats], groups: Callable[[Notice], Iterable[str]]
    ) -> dict[str, Any]:
        """Figures of each group that has enough positives; a notice may be in several."""
        members: dict[str, list[int]] = {}
        for index, notice in enumerate(self._notices):
            for group in groups(notice):
                members.setdefault(group, []).append(index)
        return {
            group: self.part(scores, np.array(members[group]))
            for group in sorted(members)
            if self._positive[members[group]].sum() >= _LEAST
        }

    def first(self, scores: Floats, model: LearnedModel) -> dict[str, float]:
        """What the first notices of a ranking are: a ranking that only finds works is no help."""
        order = np.argsort(-scores, kind="stable")[:_FIRST]
        top = [self._notices[index] for index in order]
        works = sum(is_works_or_green(notice) for notice in top)
        habitual = sum(model.habits.of(notice).clauses > 0 for notice in top)
        return {
            "works_and_green_spaces": round(works / len(top), 4),
            "habitual_buyers": round(habitual / len(top), 4),
        }


def _calls(labelled: Sequence[Labelled]) -> list[Labelled]:
    return [(notice, label) for notice, label in labelled if notice.kind == "competition"]


def _scores(model: LearnedModel, notices: Sequence[Notice]) -> dict[str, Floats]:
    """Both scores; a notice with nothing to judge by comes last."""
    found = list(model.score_many(notices))
    return {
        "potential": np.array([item.potential or 0.0 for item in found]),
        "likely": np.array([item.likely or 0.0 for item in found]),
    }


def _unseen(model: LearnedModel, notices: Sequence[Notice]) -> np.ndarray[Any, Any]:
    return np.array([model.habits.of(notice).notices == 0 for notice in notices], dtype=bool)


def _sectors(notice: Notice) -> tuple[str, ...]:
    return sectors_of(notice.all_cpv(), (item.code for item in notice.descriptors))


def _days(notices: Sequence[Notice]) -> list[date]:
    return [day for notice in notices if (day := notice.published_on or notice.dispatched_on)]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
