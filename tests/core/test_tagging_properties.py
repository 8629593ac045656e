"""Whatever the verdict and the tags: the same twice, in any order, and no yes without words."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.tagged import CLAUSE, DENIAL, HOURS, NOTICE, NOW, RESERVED, line, tag
from veille.core.answers import affirms, answer
from veille.core.evidence_kinds import (
    clause_kinds,
    merged_kinds,
    own_kinds,
    reserved_kinds,
)
from veille.core.tagging import apply_tags
from veille.core.tags import Tag
from veille.core.verdicts import Clause, Evidence, LotVerdict, Reserved, Verdict

QUOTES = (CLAUSE, HOURS, DENIAL, RESERVED)
RULES = {
    "clause": ("clause.insertion.clause", "clause.training", "criterion.social", "clause.hours",
               "clause.generic.clause", "declared.BT-06"),
    "reserved": ("reserved.by.iae", "reserved.handicap.workers", "reserved.contract",
                 "declared.BT-71"),
}  # fmt: skip
KINDS = {"clause": ("insertion", "training", "criterion"), "reserved": ("iae", "handicap", "ess")}
QUESTIONS = st.sampled_from(("reserved", "clause"))
LOTS = ("LOT-0001", "LOT-0002")


@st.composite
def lines(draw: st.DrawFn) -> Evidence:
    question = draw(QUESTIONS)
    denial = draw(st.booleans()) and draw(st.booleans())
    rule = draw(st.sampled_from(RULES[question]))
    return line(
        draw(st.sampled_from(QUOTES)),
        for_=question,
        lot=draw(st.sampled_from((None, *LOTS))),
        signal="declared" if rule.startswith("declared.") else "stated",
        rule=f"denied.{question}.none" if denial else rule,
        weight=-1.0 if denial else draw(st.sampled_from((1.0, 1.0, 1.0, 0.0))),
        start=draw(st.integers(0, 3)),
    )


@st.composite
def verdicts(draw: st.DrawFn) -> Verdict:
    """Verdicts that are the sum of their evidence, as judges make them; some without lots."""
    evidence = tuple(draw(st.lists(lines(), max_size=6, unique=True)))
    lots = draw(st.sampled_from(((), LOTS)))
    by_lot = tuple(
        LotVerdict(
            lot=lot, reserved=reserved(evidence, (None, lot)), clause=clause(evidence, (None, lot))
        )
        for lot in lots
    )
    return Verdict(
        id=NOTICE,
        rules="r1",
        reserved=reserved(evidence, (None, *lots)),
        clause=clause(evidence, (None, *lots)),
        by_lot=by_lot,
        evidence=evidence,
    )


def about(evidence: tuple[Evidence, ...], question: str, scope: tuple) -> list[Evidence]:
    return [one for one in evidence if one.for_ == question and one.lot in scope]


def kinds(found: list[Evidence]) -> frozenset:
    return merged_kinds({kind for one in found if affirms(one) for kind in own_kinds(one)})


def reserved(evidence: tuple[Evidence, ...], scope: tuple) -> Reserved:
    found = about(evidence, "reserved", scope)
    told = answer("reserved", found)
    return Reserved() if told == "no" else Reserved(answer=told, kinds=reserved_kinds(kinds(found)))


def clause(evidence: tuple[Evidence, ...], scope: tuple) -> Clause:
    found = about(evidence, "clause", scope)
    told = answer("clause", found)
    hours = 140 if any(one.rule == "clause.hours" for one in found) else None
    if told == "no":
        return Clause()
    return Clause(answer=told, kinds=clause_kinds(kinds(found)), hours=hours)


@st.composite
def tags(draw: st.DrawFn) -> list[Tag]:
    made = []
    for number in range(draw(st.integers(0, 5))):
        question = draw(QUESTIONS)
        said = draw(st.sampled_from(("right", "false_positive", "missed", "kind")))
        has_kinds = said in ("missed", "kind")
        made.append(
            tag(
                said,
                draw(st.sampled_from(QUOTES)),
                id=number,
                question=question,
                lot=draw(st.sampled_from((None, *LOTS))),
                kinds=(draw(st.sampled_from(KINDS[question])),) if has_kinds else (),
                created_at=NOW + timedelta(minutes=draw(st.integers(0, 2))),
            )
        )
    return made


@settings(max_examples=400, deadline=None)
@given(verdicts(), tags())
def test_applying_the_same_tags_again_changes_nothing(verdict: Verdict, said: list[Tag]) -> None:
    once = apply_tags(verdict, said)
    assert apply_tags(once, said) == once


@settings(max_examples=200, deadline=None)
@given(verdicts(), tags(), st.randoms())
def test_the_order_of_tags_does_not_matter(verdict: Verdict, said: list[Tag], random) -> None:
    shuffled = said.copy()
    random.shuffle(shuffled)
    assert apply_tags(verdict, shuffled) == apply_tags(verdict, said)


@settings(max_examples=400, deadline=None)
@given(verdicts(), tags())
def test_every_yes_that_tags_leave_keeps_a_quotation(verdict: Verdict, said: list[Tag]) -> None:
    after = apply_tags(verdict, said)
    for item in (after, *after.by_lot):
        for question, told in (("reserved", item.reserved), ("clause", item.clause)):
            if told.answer == "yes":
                scope = (None, *LOTS) if item is after else (None, item.lot)
                assert any(map(affirms, about(after.evidence, question, scope)))
                assert told.kinds


@settings(max_examples=200, deadline=None)
@given(verdicts(), tags())
def test_a_sentence_found_false_everywhere_is_shown_nowhere(
    verdict: Verdict, said: list[Tag]
) -> None:
    false = {
        (one.question, one.quote)
        for one in said
        if one.answer == "false_positive" and one.lot is None
    }
    others = {(one.question, one.quote) for one in said if one.answer != "false_positive"}
    after = apply_tags(verdict, said)
    assert not any((one.for_, one.quote) in false - others for one in after.evidence)


@settings(max_examples=100, deadline=None)
@given(verdicts())
def test_without_a_tag_it_is_the_very_verdict(verdict: Verdict) -> None:
    assert apply_tags(verdict, ()) is verdict
