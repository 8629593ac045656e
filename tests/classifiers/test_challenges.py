"""The challenges: invented, told apart, and within reach of a model that knows the trade."""

import numpy as np

from classifiers import registry
from classifiers.challenges import challenges
from classifiers.measures import Ranking
from classifiers.potential import LearnedModel


def test_they_are_many_of_both_kinds_and_never_the_same_twice() -> None:
    found = challenges()
    assert 140 <= len(found) <= 160
    assert 0.4 < sum(label.positive for _, label in found) / len(found) < 0.6
    for facts in (
        {notice.id for notice, _ in found},
        {notice.title for notice, _ in found},
        {notice.buyer for notice, _ in found},
    ):
        assert len(facts) == len(found)


def test_they_speak_the_words_of_both_sources() -> None:
    notices = [notice for notice, _ in challenges()]
    assert all(notice.cpv or notice.descriptors for notice in notices)
    assert sum(bool(notice.cpv) for notice in notices) > 30
    assert sum(bool(notice.texts) for notice in notices) >= 5


def test_the_model_that_ships_passes() -> None:
    model = LearnedModel.load(registry.shipped())
    found = challenges()
    scores = [scores.potential or 0.0 for scores in model.score_many(one for one, _ in found)]
    positive = np.array([label.positive for _, label in found], dtype=np.float64)
    assert Ranking(np.array(scores), positive).average_precision() > 0.85
