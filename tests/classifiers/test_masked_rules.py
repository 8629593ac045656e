"""What any rule reads as a clause or a reservation is read by no learned score."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifiers.features import FIELDS, features
from classifiers.learner import Learner
from classifiers.potential import LearnedModel
from classifiers.rules import RULES
from classifiers.rules.table import DESCRIPTION, OBJECT, Rule
from classifiers.sentences import read
from tests.classifiers.learned_data import notice
from veille.core.notices import Lot

LEARNER = Learner()
OBJECT_WORDS = "Nettoyage des locaux de la mairie"
NEUTRAL = "Les prestations durent douze mois"


def _said(fields: frozenset[str]) -> list[tuple[Rule, str]]:
    """The examples, of one sentence, of every rule that speaks in these fields."""
    return [
        (rule, text)
        for rule in RULES
        if rule.effect != "masks" and fields & rule.fields
        for text in rule.examples
        if len(list(read(text).sentences())) == 1
    ]


IN_DESCRIPTION, IN_OBJECT = _said(DESCRIPTION), _said(OBJECT)


def _words(**fields: object) -> list[str]:
    made = notice(**fields)  # type: ignore[arg-type]
    return list(features(made, FIELDS, LEARNER.tokenize).words())


@pytest.mark.parametrize(
    ("rule", "text"),
    [pytest.param(*case, id=f"{case[0].id}:{case[1][:40]}") for case in IN_DESCRIPTION],
)
def test_a_sentence_of_a_description_leaves_nothing(rule: Rule, text: str) -> None:
    assert _words(description=f"{NEUTRAL}. {text}. {NEUTRAL}.") == _words(
        description=f"{NEUTRAL}. {NEUTRAL}."
    )


@pytest.mark.parametrize(
    ("rule", "text"), [pytest.param(*case, id=f"{case[0].id}:{case[1][:40]}") for case in IN_OBJECT]
)
def test_a_sentence_of_an_object_leaves_nothing(rule: Rule, text: str) -> None:
    assert _words(title=f"{OBJECT_WORDS}. {text}") == _words(title=OBJECT_WORDS)


@settings(max_examples=60, deadline=None)
@given(case=st.sampled_from(IN_OBJECT), other=st.sampled_from(IN_OBJECT))
def test_neither_score_of_a_notice_nor_of_a_lot_changes(
    model: LearnedModel, case: tuple[Rule, str], other: tuple[Rule, str]
) -> None:
    plain = notice(OBJECT_WORDS, lots=(Lot(id="LOT-0001", title="Vitrerie"),))
    stated = notice(
        f"{OBJECT_WORDS}. {case[1]}. Marché réservé",
        description=other[1],
        lots=(Lot(id="LOT-0001", title=f"Vitrerie. {other[1]}"),),
    )
    assert model.score(stated) == model.score(plain)
