"""Tags win: by sentence, by lot, whatever their order, and never without a quotation."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.tagged import (
    CLAUSE,
    DENIAL,
    HOURS,
    LANDSCAPE,
    NOTICE,
    NOW,
    RESERVED,
    line,
    tag,
)
from veille.core.tagging import apply_tags
from veille.core.verdicts import (
    Clause,
    HoursEstimate,
    LotVerdict,
    Obligation,
    Reserved,
    Verdict,
)

INSERTION = Clause(answer="yes", kinds=("insertion",), binding="mandatory", hours=140)
NO_CLAUSE = Clause()


def whole(*evidence, clause: Clause = INSERTION, **changed) -> Verdict:
    return Verdict(id=NOTICE, rules="r1", clause=clause, evidence=evidence, **changed)


def by_lots(*evidence, lots: dict[str, Clause], clause: Clause = INSERTION) -> Verdict:
    by_lot = tuple(LotVerdict(lot=lot, clause=own) for lot, own in lots.items())
    return whole(*evidence, clause=clause, by_lot=by_lot)


def test_no_tag_or_one_that_meets_nothing_leaves_the_very_verdict() -> None:
    given = whole(line())
    assert apply_tags(given, ()) is given
    assert apply_tags(given, [tag(quote=LANDSCAPE)]) is given
    assert apply_tags(given, [tag(question="reserved")]) is given


def test_a_false_positive_takes_its_lines_and_the_answer_away() -> None:
    after = apply_tags(whole(line(), line(rule="clause.hours")), [tag()])
    assert after.clause == NO_CLAUSE
    assert after.evidence == ()


def test_the_quotation_is_compared_folded() -> None:
    typed = "une clause d'insertion  de 140 heures s'applique."
    assert apply_tags(whole(line()), [tag(quote=typed)]).clause == NO_CLAUSE


def test_what_is_left_still_answers_without_the_hours_that_were_false() -> None:
    other = line(HOURS, rule="clause.generic.clause", start=60, end=60 + len(HOURS))
    given = whole(line(), line(rule="clause.hours"), other)
    after = apply_tags(given, [tag()])
    assert after.clause == Clause(answer="yes", kinds=("generic",), binding="mandatory")
    assert after.evidence == (other,)


def test_hours_stated_in_a_sentence_left_alone_stay() -> None:
    hours = line(HOURS, rule="clause.hours")
    after = apply_tags(whole(line(), hours), [tag()])
    assert after.clause == INSERTION


def test_an_estimate_that_rested_on_false_hours_goes() -> None:
    stated = HoursEstimate(low=140, high=140, basis="heures écrites dans l’avis")
    worked_out = HoursEstimate(low=105, high=280, basis="200 000 € × …")
    lines = (line(), line(rule="clause.hours"))
    assert apply_tags(whole(*lines, hours_estimate=stated), [tag()]).hours_estimate is None
    kept = apply_tags(whole(*lines, hours_estimate=worked_out), [tag()]).hours_estimate
    assert kept == worked_out


def test_one_kind_of_structure_found_false_leaves_the_other() -> None:
    mixed = Verdict(
        id=NOTICE,
        rules="r1",
        reserved=Reserved(answer="yes", kinds=("mixed",)),
        evidence=(
            line(RESERVED, for_="reserved", rule="reserved.handicap.structures"),
            line("Réservé aux SIAE.", for_="reserved", rule="reserved.iae.structures"),
        ),
    )
    after = apply_tags(mixed, [tag(quote="Réservé aux SIAE.", question="reserved")])
    assert after.reserved == Reserved(answer="yes", kinds=("handicap",))


@pytest.mark.parametrize(
    ("right", "answer"), [((CLAUSE,), "yes"), ((DENIAL,), "no"), ((CLAUSE, DENIAL), "unclear")]
)
def test_what_staff_confirm_settles_a_contradiction(right: tuple[str, ...], answer: str) -> None:
    unclear = Clause(answer="unclear", kinds=("insertion",))
    given = whole(line(), line(DENIAL, weight=-1.0, start=90, end=90), clause=unclear)
    after = apply_tags(given, [tag("right", quote) for quote in right])
    assert after.clause.answer == answer
    assert after.evidence == given.evidence


def test_a_denial_found_false_leaves_a_yes() -> None:
    unclear = Clause(answer="unclear", kinds=("insertion",))
    denial = line(DENIAL, weight=-1.0, start=90, end=90, rule="denied.clause.none")
    after = apply_tags(whole(line(), denial, clause=unclear), [tag(quote=DENIAL)])
    assert after.clause == Clause(answer="yes", kinds=("insertion",))


def test_what_is_right_already_changes_nothing() -> None:
    given = whole(line())
    assert apply_tags(given, [tag("right")]) == given


def test_a_missed_passage_is_a_yes_with_its_quotation() -> None:
    after = apply_tags(whole(clause=NO_CLAUSE), [tag("missed", kinds=("training", "qpv"))])
    assert after.clause == Clause(answer="yes", kinds=("training", "qpv"))
    assert [(one.quote, one.rule, one.signal) for one in after.evidence] == [
        (CLAUSE, "tag.qpv", "stated"),
        (CLAUSE, "tag.training", "stated"),
    ]


def test_passages_that_start_at_one_place_are_in_the_order_of_their_ends() -> None:
    """Eight of them: an order left to chance would pass once in forty thousand runs."""
    quotes = [CLAUSE[:end] for end in (48, 20, 41, 27, 6, 34, 45, 13)]
    said = [tag("missed", quote, id=number) for number, quote in enumerate(quotes)]
    after = apply_tags(whole(clause=NO_CLAUSE), said)
    assert [one.quote for one in after.evidence] == sorted(quotes, key=len)


def test_a_missed_passage_of_another_notice_adds_nothing_here() -> None:
    given = whole(clause=NO_CLAUSE)
    assert apply_tags(given, [tag("missed", notice_id="ted:1-2026")]) is given


def test_a_missed_passage_of_one_lot_sums_up_in_the_notice() -> None:
    given = by_lots(lots={"LOT-0001": NO_CLAUSE, "LOT-0002": NO_CLAUSE}, clause=NO_CLAUSE)
    after = apply_tags(given, [tag("missed", lot="LOT-0002")])
    assert [item.clause.answer for item in after.by_lot] == ["no", "yes"]
    assert after.clause == Clause(answer="yes", kinds=("insertion",), lots=("LOT-0002",))


def test_a_lot_that_only_staff_name_is_added() -> None:
    after = apply_tags(whole(line()), [tag("missed", HOURS, lot="LOT-0003", kinds=("training",))])
    [item] = after.by_lot
    assert item.clause.kinds == ("insertion", "training")
    assert after.clause.kinds == ("insertion", "training")


def test_a_kind_that_is_corrected_replaces_the_one_of_its_sentence() -> None:
    other = line(HOURS, rule="criterion.social")
    clause = Clause(answer="yes", kinds=("insertion", "criterion"), hours=140)
    after = apply_tags(whole(line(), other, clause=clause), [tag("kind", kinds=("training",))])
    assert after.clause == Clause(answer="yes", kinds=("criterion", "training"), hours=140)
    assert after.evidence == (line(), other)


def test_a_sentence_about_all_lots_can_be_false_of_one() -> None:
    given = by_lots(line(), lots={"LOT-0001": INSERTION, "LOT-0002": INSERTION})
    after = apply_tags(given, [tag(lot="LOT-0001", reason="other_lot")])
    assert [item.clause.answer for item in after.by_lot] == ["no", "yes"]
    assert after.evidence == (line(lot="LOT-0002"),)
    assert after.clause == replace(INSERTION, lots=("LOT-0002",))


def test_the_tag_of_a_lot_wins_over_the_one_for_all() -> None:
    given = by_lots(line(), lots={"LOT-0001": INSERTION, "LOT-0002": INSERTION})
    after = apply_tags(given, [tag(), tag("right", id=2, lot="LOT-0002")])
    assert [item.clause.answer for item in after.by_lot] == ["no", "yes"]


def test_a_right_sentence_does_not_reach_a_lot_that_was_left_out() -> None:
    given = by_lots(line(), lots={"LOT-0001": INSERTION, "LOT-0002": NO_CLAUSE})
    assert apply_tags(given, [tag("right")]) == given
    named = apply_tags(given, [tag("right", lot="LOT-0002")])
    assert [item.clause.answer for item in named.by_lot] == ["yes", "yes"]


def test_the_newest_tag_of_a_sentence_counts() -> None:
    later = tag("right", id=2, created_at=NOW + timedelta(minutes=1))
    assert apply_tags(whole(line()), [later, tag()]).clause == INSERTION
    undone = replace(later, undone_at=NOW + timedelta(minutes=2))
    assert apply_tags(whole(line()), [undone, tag()]).clause == NO_CLAUSE


def test_a_proposal_waits_until_it_is_accepted() -> None:
    proposal = tag(proposed=True)
    assert apply_tags(whole(line()), [proposal]).clause == INSERTION
    accepted = replace(proposal, accepted_at=NOW)
    assert apply_tags(whole(line()), [accepted]).clause == NO_CLAUSE


def test_the_words_on_the_law_say_what_is_now_seen() -> None:
    why = "Clause attendue, vue dans l’avis (article X) : montant, au-dessus du seuil."
    given = whole(line(), obligation=Obligation(answer="expected", why=why))
    after = apply_tags(given, [tag()])
    assert after.obligation.answer == "expected"
    assert after.obligation.why == why.replace("vue", "non vue")


def test_a_missed_passage_that_is_false_of_one_lot_is_told_once_of_the_others() -> None:
    given = by_lots(line(), lots={"LOT-0001": INSERTION, "LOT-0002": INSERTION})
    said = [
        tag("missed", DENIAL),
        tag("missed", RESERVED, question="reserved", kinds=("iae",)),
        tag("false_positive", DENIAL, id=2, lot="LOT-0001"),
    ]
    once = apply_tags(given, said)
    assert [one.lot for one in once.evidence if one.quote == DENIAL] == ["LOT-0002"]
    assert apply_tags(once, said) == once


def test_a_missed_passage_that_is_false_of_one_lot_still_makes_the_others_a_yes() -> None:
    given = by_lots(
        clause=NO_CLAUSE, lots={"LOT-0001": NO_CLAUSE, "LOT-0002": NO_CLAUSE}
    )  # the rules saw nothing
    said = [tag("missed"), tag(id=2, lot="LOT-0001", reason="other_lot")]
    once = apply_tags(given, said)
    assert [item.clause.answer for item in once.by_lot] == ["no", "yes"]
    assert once.clause == Clause(answer="yes", kinds=("insertion",), lots=("LOT-0002",))
    assert [(one.lot, one.quote) for one in once.evidence] == [("LOT-0002", CLAUSE)]


def test_a_sentence_that_is_false_of_one_lot_is_right_of_the_one_that_staff_name() -> None:
    given = by_lots(
        line(), lots={"LOT-0001": INSERTION, "LOT-0002": NO_CLAUSE, "LOT-0003": NO_CLAUSE}
    )
    said = [tag(lot="LOT-0001", reason="other_lot"), tag("right", id=2, lot="LOT-0002")]
    after = apply_tags(given, said)
    assert [item.clause.answer for item in after.by_lot] == ["no", "yes", "no"]
    assert after.evidence == (line(lot="LOT-0002"),)
