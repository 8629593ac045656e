"""Explanations: exact slices, strongest first, in French, and the whole of the score."""

import pytest

from classifiers.explanation import SHOWN, Weights, moved
from classifiers.features import features
from classifiers.learner import Learner
from classifiers.potential import LearnedModel
from classifiers.views import views_of
from tests.classifiers.learned_data import notice
from veille.core.notices import Buyer, Descriptor, Lot

MADE = notice(
    "NETTOYAGE d’Écoles et œuvres",
    buyer="Service fictif 1",
    descriptors=(Descriptor(code="239", label="Nettoyage de locaux"),),
)


def test_quotes_are_exact_slices(model: LearnedModel) -> None:
    made = notice("CONTRAT d’Assurance des œuvres")
    words = [line for line in model.score(made).evidence if line.rule == "learned.word"]
    assert {line.quote for line in words} == {"CONTRAT", "Assurance"}
    for line in words:
        assert (made.title or "")[line.start : line.end] == line.quote
    found = model.score(MADE).evidence
    descriptor = next(line for line in found if line.rule == "learned.descriptor.239")
    assert (descriptor.at, descriptor.quote) == ("/descriptors/0/label", "Nettoyage de locaux")


def test_the_strongest_come_first_and_few_are_shown(model: LearnedModel) -> None:
    lines = [line for line in model.score(MADE).evidence if line.for_ == "potential"]
    weights = [abs(line.weight or 0) for line in lines]
    assert weights == sorted(weights, reverse=True)
    assert 0 < len(lines) <= SHOWN


def test_small_words_are_not_shown(model: LearnedModel) -> None:
    quotes = {line.quote for line in model.score(MADE).evidence}
    assert not quotes & {"d", "et"}


def test_the_habit_is_told_for_likely(model: LearnedModel) -> None:
    line = model.score(MADE).evidence[-1]
    assert (line.for_, line.at, line.quote) == ("likely", "/buyer/name", "Service fictif 1")
    assert (line.rule, (line.weight or 0) > 0) == ("learned.habit", True)
    unknown = notice(MADE.title, buyer="Jamais vu")
    assert all(line.for_ == "potential" for line in model.score(unknown).evidence)


def test_what_is_moved_sums_up_to_the_score(model: LearnedModel) -> None:
    read = features(MADE, model.manifest.fields, Learner().tokenize)
    views = views_of(MADE, read)
    weights = Weights(float, float, float)
    total = sum(line.weight for line in moved(read, weights))
    assert total == pytest.approx(sum(views.merged) + sum(views.crosses))


def test_a_lot_s_word_is_quoted_in_its_lot() -> None:
    made = notice("Travaux", lots=(Lot(id="LOT-0001", title="Lot nettoyage"),))
    read = features(made, ("title", "lots"), Learner().tokenize)
    places = {line.word.at for line in moved(read, _EVEN) if line.word}
    assert places == {"/title", "/lots/0/title"}


def test_a_buyer_without_name_has_no_habit_line(model: LearnedModel) -> None:
    made = notice(MADE.title)
    lines = model.score(notice(MADE.title, buyer="")).evidence
    assert all(line.for_ == "potential" for line in lines)
    assert made.buyer != Buyer()


_EVEN = Weights(lambda number: 1.0, lambda number: 1.0, lambda number: 1.0)
