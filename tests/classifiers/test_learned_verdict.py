"""The verdict with a model: the rules' answers, the learned scores beside them, nothing mixed."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from classifiers import MOST_CHARACTERS, MOST_NOTICES, judge, judge_many
from classifiers.habits import Habits
from classifiers.potential import LearnedModel
from classifiers.rules import RULES
from tests.classifiers.learned_data import notice
from veille.core.interchange import verdict_from_json, verdict_to_json
from veille.core.notices import Buyer, Descriptor, Lot, Notice, Text

CLEANING = notice(descriptors=(Descriptor(code="239"),))
INSURANCE = notice("Contrat d'assurance", descriptors=(Descriptor(code="20"),))
BY_RULE = ("stated", "declared", "law")


def test_a_model_adds_both_scores_its_name_and_its_reasons(model: LearnedModel) -> None:
    verdict, scores = judge(CLEANING, model=model), model.score(CLEANING)
    assert verdict.model == model.name
    assert (verdict.potential, verdict.likely) == (scores.potential, scores.likely)
    assert [line for line in verdict.evidence if line.signal == "learned"] == list(scores.evidence)


def test_without_a_model_the_scores_are_null() -> None:
    verdict = judge(CLEANING)
    assert (verdict.model, verdict.potential, verdict.likely) == (None, None, None)
    assert all(line.signal != "learned" for line in verdict.evidence)


def test_a_model_changes_nothing_of_what_the_rules_say(model: LearnedModel) -> None:
    text = Text(field="conditions", text="Lot 2 : clause d'insertion de 140 heures.")
    made = replace(CLEANING, texts=(text,), lots=(Lot(id="LOT-0001"), Lot(id="LOT-0002")))
    learned, plain = judge(made, model=model), judge(made)
    bare = replace(
        learned,
        model=None,
        potential=None,
        likely=None,
        by_lot=tuple(replace(lot, potential=None) for lot in learned.by_lot),
        evidence=tuple(line for line in learned.evidence if line.signal in BY_RULE),
    )
    assert bare == plain
    assert plain.clause.lots == ("LOT-0002",)


def test_each_lot_has_its_potential(model: LearnedModel) -> None:
    lots = (
        Lot(id="LOT-0001", title="Nettoyage des locaux"),
        Lot(id="LOT-0002", title="Contrat d'assurance", cpv=("66510000",)),
    )
    text = Text(field="conditions", text="Le lot 9 est réservé aux ESAT.")
    verdict = judge(replace(CLEANING, lots=lots, texts=(text,)), model=model)
    own = {lot.lot: lot.potential for lot in verdict.by_lot}
    assert (own["LOT-0001"] or 0) > (own["LOT-0002"] or 1)
    assert own["LOT-0009"] == verdict.potential  # named in words only


def test_the_habits_of_the_caller_replace_those_of_the_model(model: LearnedModel) -> None:
    made = replace(CLEANING, buyer=Buyer(name="Service fictif 1", postcode="34999"))
    known, unknown = judge(made, model=model), judge(made, model=model, habits=Habits())
    assert (known.likely or 0) > (unknown.likely or 1)
    assert known.potential == unknown.potential


def test_many_are_judged_as_one_by_one_in_order(model: LearnedModel) -> None:
    notices = [
        replace(CLEANING if number % 3 else INSURANCE, id=f"boamp:26-{number}")
        for number in range(2 * MOST_NOTICES + 3)
    ]
    together = list(judge_many(iter(notices), model=model))
    assert [verdict.id for verdict in together] == [made.id for made in notices]
    assert together[-2:] == [judge(made, model=model) for made in notices[-2:]]
    assert list(judge_many([], model=model)) == []


@pytest.mark.parametrize(
    ("length", "most"), [(10, MOST_NOTICES), (MOST_CHARACTERS // 4, 5), (MOST_CHARACTERS, 1)]
)
def test_few_long_notices_are_held_at_once(model: LearnedModel, length: int, most: int) -> None:
    read = 0
    made = notice("mot", description="x" * length)

    def source() -> Iterator[Notice]:
        nonlocal read
        for _ in range(2 * MOST_NOTICES):
            read += 1
            yield made

    next(judge_many(source(), model=model))
    assert read <= most


def test_a_verdict_goes_to_json_and_back(model: LearnedModel) -> None:
    verdict = judge(CLEANING, model=model)
    assert verdict_from_json(verdict_to_json(verdict)) == verdict
    assert verdict.potential == round(verdict.potential or 0, 6)


def test_the_same_notice_gets_the_same_verdict(model: LearnedModel) -> None:
    assert judge(CLEANING, model=model) == judge(CLEANING, model=model)


def test_an_empty_notice_has_no_score_and_is_no(model: LearnedModel) -> None:
    verdict = judge(Notice(id="boamp:26-1", source="boamp"), model=model)
    assert (verdict.potential, verdict.likely) == (None, None)
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")


@pytest.mark.parametrize(
    "text",
    [
        "Die Leistung ist nicht vorbehalten; Reinigung von Gebäuden.",
        "Cleaning of offices, insertion tool, reservations at the front desk.",
        "合同不保留给任何企业。",
        "nettoyage " * 100_000,
    ],
)
def test_a_high_score_is_never_a_yes(model: LearnedModel, text: str) -> None:
    verdict = judge(notice(text, description=text), model=model)
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")


def _seconds(model: LearnedModel, unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    lots = tuple(Lot(id=f"LOT-{number:04d}", title=text[:500]) for number in range(10))
    made = notice(text, description=text, lots=lots, texts=(Text(field="other", text=text),))
    started = time.process_time()
    judge(made, model=model)
    return time.process_time() - started


@pytest.mark.parametrize(
    "unit", [*[f"{rule.examples[0]} " for rule in RULES if rule.examples][::12], "é\n", "a-b "]
)
def test_time_with_a_model_is_linear_in_the_length(model: LearnedModel, unit: str) -> None:
    _seconds(model, unit, 10_000)
    for _attempt in range(3):  # the machine may be busy
        short, long = _seconds(model, unit, 20_000), _seconds(model, unit, 40_000)
        if long < 3.2 * max(short, 0.02):
            return
    pytest.fail(f"{short:.3f} s then {long:.3f} s")
