"""The gate: a challenger serves only when it is better beyond chance, and still knows the trade."""

import numpy as np
import pytest

from classifiers.gate import LEAST_POSITIVES, Exam, Marks, decide, is_frozen
from classifiers.learner import Floats
from veille.core.notices import Buyer

SIZE, BUYERS = 2_000, 200
RANDOM = np.random.default_rng(1)
POSITIVE = (RANDOM.random(SIZE) < 0.1).astype(np.float64)
NOISE = RANDOM.random(SIZE)
CHALLENGES = np.array([1.0, 0.0] * 40)
EXAM = Exam(POSITIVE, [number % BUYERS for number in range(SIZE)], CHALLENGES)


def marks(skill: float, *, likely: float | None = None, challenges: Floats = CHALLENGES) -> Marks:
    """Marks of a model that sees a part ``skill`` of the truth, the rest being noise."""
    seen = skill if likely is None else likely
    return Marks(NOISE + skill * POSITIVE, NOISE + seen * POSITIVE, challenges)


def test_a_better_model_may_serve() -> None:
    decision = decide(marks(0.2), marks(0.6), EXAM)
    assert decision.promotes
    assert decision.potential is not None
    assert decision.potential.low > 0
    assert decision.potential.challenger > decision.potential.champion
    assert decision.positives == POSITIVE.sum()
    assert "il peut servir" in decision.sentence


@pytest.mark.parametrize("skill", [0.0, 0.2])
def test_a_model_that_is_no_better_does_not(skill: float) -> None:
    decision = decide(marks(0.2), marks(skill), EXAM)
    assert decision.answer == "keep"
    assert "l’ancien reste" in decision.sentence


def test_a_difference_that_chance_explains_is_not_enough() -> None:
    other = np.random.default_rng(5).random(SIZE) + 0.21 * POSITIVE
    decision = decide(marks(0.2), Marks(other, other, CHALLENGES), EXAM)
    assert decision.potential is not None
    assert decision.potential.low < 0 < decision.potential.high
    assert decision.answer == "keep"


def test_what_is_gained_without_the_buyer_may_not_be_lost_with_it() -> None:
    assert decide(marks(0.2), marks(0.6, likely=0.1), EXAM).answer == "keep"


def test_too_few_positives_decide_nothing() -> None:
    few = POSITIVE.copy()
    few[np.flatnonzero(POSITIVE)[LEAST_POSITIVES - 1 :]] = 0.0
    decision = decide(marks(0.0), marks(9.0), Exam(few, EXAM.buyers, CHALLENGES))
    assert (decision.answer, decision.positives) == ("undecided", LEAST_POSITIVES - 1)
    assert decision.potential is None
    assert "pas assez pour trancher" in decision.sentence


def test_nothing_but_positives_decides_nothing() -> None:
    exam = Exam(np.ones(SIZE), EXAM.buyers, CHALLENGES)
    assert decide(marks(0.0), marks(9.0), exam).answer == "undecided"


def test_a_model_that_unlearned_the_trade_fails_whatever_its_own_labels_say() -> None:
    decision = decide(marks(0.2), marks(0.6, challenges=1.0 - CHALLENGES), EXAM)
    assert decision.answer == "failed"
    assert decision.challenges[0] == pytest.approx(1.0)


def test_the_same_exam_gives_the_same_decision() -> None:
    assert decide(marks(0.2), marks(0.3), EXAM) == decide(marks(0.2), marks(0.3), EXAM)


def test_one_buyer_in_five_is_kept_apart_whatever_its_establishment() -> None:
    kept = [is_frozen(Buyer(name=f"Commune fictive {number}")) for number in range(2_000)]
    assert 0.17 < sum(kept) / len(kept) < 0.23
    for number in range(100):
        siren = f"{number:09d}"
        sides = {is_frozen(Buyer(name=f"N{nic}", siret=f"{siren}{nic:05d}")) for nic in range(5)}
        assert len(sides) == 1


def test_an_unknown_buyer_is_learned_from() -> None:
    assert not is_frozen(None)
    assert not is_frozen(Buyer())
    assert not is_frozen(Buyer(siret="123"))
