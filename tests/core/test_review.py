"""Cards, and the order in which they are worth a look."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.core.tagged import CLAUSE, DENIAL, NOTICE, NOW, RESERVED, line, tag
from veille.core import review
from veille.core.notices import Notice, Text
from veille.core.procedures import Facts, Procedure
from veille.core.review import Line, ReviewCard, queue, review_card
from veille.core.verdicts import Clause, Reserved, Verdict

INSERTION = Clause(answer="yes", kinds=("insertion",))


def procedure(text: str = CLAUSE, *evidence, clause: Clause = INSERTION) -> Procedure:
    notice = Notice(
        id=NOTICE,
        source="boamp",
        stage="competition",
        kind="competition",
        published_on=date(2026, 11, 9),
        texts=(Text(field="conditions", text=text),),
    )
    verdict = Verdict(id=NOTICE, rules="r1", clause=clause, evidence=evidence or (line(),))
    return Procedure(id=7, notices=(notice,), verdicts={NOTICE: verdict})


def card(number: int, *lines: Line, clause: Clause | None = None, **changed) -> ReviewCard:
    known = Facts(
        state="open",
        stage="competition",
        published_on=date(2026, 11, 9),
        clause=clause or Clause(),
        **{name: changed.pop(name) for name in ("reserved", "potential") if name in changed},
    )
    facts = {
        "procedure_id": number,
        "version": "v",
        "facts": known,
        "notices": (NOTICE,),
        "is_flagged": bool(lines),
        "lines": lines,
    }
    return ReviewCard(**(facts | changed))


OPEN = Line(NOTICE, line(), None)
TAGGED = Line(NOTICE, line(), tag())


def test_a_card_shows_raw_sentences_with_their_tags_and_corrected_facts() -> None:
    made = review_card(procedure(), [tag()], "v1", NOW)
    assert (made.procedure_id, made.version, made.is_flagged) == (7, "v1", True)
    assert made.facts.clause == Clause()
    assert [(one.evidence.quote, one.tag and one.tag.id) for one in made.lines] == [(CLAUSE, 1)]
    assert made.is_reviewed


def test_a_card_is_reviewed_when_no_affirming_sentence_is_left() -> None:
    denial = line(DENIAL, weight=-1.0)
    made = review_card(procedure(f"{CLAUSE} {DENIAL}", line(), denial), [], "v", NOW)
    assert not made.is_reviewed
    assert [one.evidence.quote for one in made.untagged] == [CLAUSE]
    assert review_card(
        procedure(f"{CLAUSE} {DENIAL}", line(), denial), [tag()], "v", NOW
    ).is_reviewed


def test_a_card_without_a_sentence_is_reviewed_by_a_word_on_the_whole() -> None:
    silent = procedure("Rien.", line(weight=0.0), clause=Clause())
    assert not review_card(silent, [], "v", NOW).is_reviewed
    assert review_card(silent, [tag("right", None)], "v", NOW).is_reviewed


def test_a_tag_whose_sentence_is_gone_is_shown() -> None:
    corrected = procedure("Une autre phrase.", line("Une autre phrase."))
    made = review_card(corrected, [tag(), tag(quote="Rien d’autre.", id=2)], "v", NOW)
    assert [one.id for one in made.lost] == [1, 2]


def test_a_ticked_box_is_no_passage_and_is_not_gone() -> None:
    box = line("sociaux", signal="declared", rule="declared.criteres", at="/declared/0/value")
    made = review_card(procedure("Rien.", box), [tag("right", "sociaux")], "v", NOW)
    assert made.lost == ()
    assert made.is_reviewed


def test_the_same_sentence_of_two_sources_is_one_line_of_the_newest() -> None:
    first = procedure()
    twin = replace(first.notices[0], id="ted:1-2026", published_on=date(2026, 11, 12))
    verdict = replace(first.verdicts[NOTICE], id="ted:1-2026")
    both = replace(
        first, notices=(*first.notices, twin), verdicts={**first.verdicts, "ted:1-2026": verdict}
    )
    [only] = review_card(both, [], "v", NOW).lines
    assert only.notice_id == "ted:1-2026"


def test_the_order_of_the_queue() -> None:
    said = line("Réservé à l’ESS.", for_="reserved", rule="reserved.ess")
    fair = Clause(answer="yes", kinds=("fair_trade",))
    cards = [
        card(1, OPEN, clause=INSERTION),
        card(2),
        card(3, potential=0.31),
        card(4, potential=0.29),
        card(5, OPEN, clause=Clause(answer="unclear")),
        card(6, OPEN, clause=fair),
        card(7, Line(NOTICE, said, None), reserved=Reserved(answer="yes", kinds=("ess",))),
        card(8, OPEN, clause=INSERTION, lost=(tag(quote=RESERVED),)),
        card(9),
        card(10, potential=0.6),
        card(11, TAGGED, tags=(tag(),)),
    ]
    found = queue(cards, limits=(0.1, 0.295), sample={9: 0, 2: 1})
    assert [(one.card.procedure_id, one.why, one.detail) for one in found] == [
        (8, "reopened", None),
        (7, "rare", "ess"),
        (6, "rare", "fair_trade"),
        (5, "unclear", None),
        (4, "uncertain", "0.005"),
        (3, "uncertain", "0.015"),
        (9, "sample", None),
        (2, "sample", None),
        (1, "flagged", None),
    ]


def test_what_was_reviewed_waits_no_more() -> None:
    cards = [card(1, tags=(tag("right", None),)), card(2, TAGGED, tags=(tag(),))]
    assert queue(cards, sample={1: 0, 2: 1}) == ()


@pytest.mark.parametrize(("gone", "shown"), [("missed", True), ("false_positive", False)])
def test_a_lost_clause_opens_the_card_but_a_lost_mistake_does_not(gone: str, shown: bool) -> None:
    lost = tag(gone, RESERVED)
    cards = [card(1, TAGGED, tags=(tag(), lost), lost=(lost,))]
    assert bool(queue(cards)) is shown


def test_a_lost_clause_is_settled_by_a_word_on_the_whole() -> None:
    said = tag("right", None, created_at=NOW + timedelta(minutes=1))
    assert queue([card(1, TAGGED, lost=(tag("missed", RESERVED),), tags=(said,))]) == ()


def test_only_the_most_uncertain_are_shown() -> None:
    cards = [card(number, potential=0.3 + number / 10_000) for number in range(100)]
    found = queue(cards, limits=(0.3,))
    assert [one.card.procedure_id for one in found] == list(range(review.MOST_UNCERTAIN))
