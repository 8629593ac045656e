"""Tagging reads lines of evidence as the judges made them."""

from datetime import date

import pytest

from classifiers import judge
from classifiers.rules import RULES
from classifiers.rules.table import Rule
from tests.core.tagged import line, tag
from veille.core.evidence_kinds import own_kinds, possible_kinds
from veille.core.notices import Lot, Notice, Text, Value
from veille.core.tagging import apply_tags
from veille.core.verdicts import Verdict

AFFIRMING = [rule for rule in RULES if rule.effect == "affirms"]
NOTICES = [
    Notice(
        id="boamp:26-1",
        source="boamp",
        lots=(Lot(id="LOT-0001"), Lot(id="LOT-0002")),
        texts=(Text(field="conditions", text=" ".join(rule.examples)),),
    )
    for rule in RULES
    if rule.effect != "masks"
]


@pytest.mark.parametrize("rule", AFFIRMING, ids=lambda rule: rule.id)
def test_the_identifier_of_a_rule_tells_its_kind(rule: Rule) -> None:
    found = line(for_=rule.question, rule=rule.id)
    assert own_kinds(found) == {rule.kind}
    assert rule.kind in possible_kinds(found)


@pytest.mark.parametrize("notice", NOTICES, ids=lambda notice: notice.texts[0].text[:30])
def test_every_kind_of_a_verdict_has_a_line_that_can_mean_it(notice: Notice) -> None:
    verdict = judge(notice)
    lines = {"reserved": set(), "clause": set()}
    for one in verdict.evidence:
        if one.for_ in lines and (one.weight or 0) > 0:
            lines[one.for_] |= possible_kinds(one)
    structures = {"mixed"} if {"handicap", "iae"} <= lines["reserved"] else set()
    assert set(verdict.reserved.kinds) <= lines["reserved"] | structures
    assert set(verdict.clause.kinds) <= lines["clause"]


def test_calling_every_sentence_false_leaves_no_yes() -> None:
    for notice in NOTICES:
        verdict = judge(notice)
        tags = [
            tag(quote=one.quote, question=one.for_, id=number)
            for number, one in enumerate(verdict.evidence)
            if one.for_ in ("reserved", "clause")
        ]
        after = apply_tags(verdict, tags)
        assert (after.reserved.answer, after.clause.answer) == ("no", "no")


def test_calling_every_sentence_right_takes_no_yes_away() -> None:
    for notice in NOTICES:
        verdict = judge(notice)
        tags = [
            tag("right", one.quote, question=one.for_, id=number)
            for number, one in enumerate(verdict.evidence)
            if one.for_ in ("reserved", "clause") and (one.weight or 0) > 0
        ]
        after = apply_tags(verdict, tags)
        assert _yes(after) >= _yes(verdict)


def _yes(verdict: Verdict) -> set[str]:
    told = {"reserved": verdict.reserved, "clause": verdict.clause}
    return {question for question, one in told.items() if one.answer == "yes"}


def test_the_words_on_the_law_are_those_that_tagging_corrects() -> None:
    text = "Une clause d’insertion sociale s’applique au marché."
    notice = Notice(
        id="boamp:26-1",
        source="boamp",
        kind="competition",
        stage="competition",
        dispatched_on=date(2026, 11, 9),
        value=Value(amount=9_000_000.0),
        texts=(Text(field="conditions", text=text),),
    )
    verdict = judge(notice)
    assert verdict.obligation.why is not None
    assert "Clause attendue, vue dans l’avis (" in verdict.obligation.why
    tags = [tag(quote=one.quote) for one in verdict.evidence if one.for_ == "clause"]
    told = apply_tags(verdict, tags).obligation.why
    assert told is not None
    assert "Clause attendue, non vue dans l’avis (" in told
