"""The exam of two models: an install's frozen notices, and the invented challenges."""

import json
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, TypeVar

import numpy as np

from classifiers import gate
from classifiers.challenges import challenges
from classifiers.gate import Compared, Decision, Exam, Marks
from classifiers.habits import buyer_keys
from classifiers.learner import Floats
from classifiers.potential import LearnedModel
from veille.app.learn.material import Labelled
from veille.core.notices import Notice

BATCH = 200

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Sitting:
    """What two models say of the same exam."""

    exam: Exam
    champion: Marks
    challenger: Marks

    def decision(self) -> Decision:
        """What the gate says of the challenger."""
        return gate.decide(self.champion, self.challenger, self.exam)


def sat(champion: LearnedModel, challenger: LearnedModel, frozen: Iterable[Labelled]) -> Sitting:
    """The exam of two models; ``frozen`` is read once, in batches."""
    first, second = _Answers(champion), _Answers(challenger)
    positive: list[float] = []
    buyers: list[Hashable] = []
    for batch in batches(frozen):
        notices = [notice for notice, _ in batch]
        first.add(notices)
        second.add(notices)
        positive.extend(label.positive for _, label in batch)
        buyers.extend(buyer_keys(notice.buyer)[:1] or notice.id for notice in notices)
    asked = np.array([label.positive for _, label in challenges()], dtype=np.float64)
    exam = Exam(np.array(positive, dtype=np.float64), buyers, asked)
    return Sitting(exam, first.marks(), second.marks())


def as_data(decision: Decision) -> dict[str, Any]:
    """The decision as plain data for JSON."""
    return asdict(decision) | {"challenges": [round(value, 4) for value in decision.challenges]}


def from_data(text: str) -> Decision:
    """The decision that ``as_data`` gave, from its JSON."""
    data = json.loads(text)
    before, after = data["challenges"]
    potential, likely = (
        Compared(**data[name]) if data[name] else None for name in ("potential", "likely")
    )
    return Decision(
        data["answer"], data["notices"], data["positives"], (before, after), potential, likely
    )


class _Answers:
    """What one model says, notice after notice; one with nothing to judge by comes last."""

    def __init__(self, model: LearnedModel) -> None:
        self._model = model
        self._potential: list[float] = []
        self._likely: list[float] = []

    def add(self, notices: Iterable[Notice]) -> None:
        for scores in self._model.score_many(notices):
            self._potential.append(scores.potential or 0.0)
            self._likely.append(scores.likely or 0.0)

    def marks(self) -> Marks:
        asked = self._model.score_many(notice for notice, _ in challenges())
        return Marks(
            np.array(self._potential),
            np.array(self._likely),
            _floats(scores.potential for scores in asked),
        )


def _floats(values: Iterable[float | None]) -> Floats:
    return np.array([value or 0.0 for value in values], dtype=np.float64)


def batches(items: Iterable[_T]) -> Iterator[list[_T]]:
    """The items in lists of at most ``BATCH``."""
    source = iter(items)
    while batch := list(islice(source, BATCH)):
        yield batch
