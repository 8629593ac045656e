"""The learned scores of a procedure: those of one notice, with the lines that explain them."""

from dataclasses import replace
from datetime import date

from veille.core.judgement import Judgement, summed
from veille.core.notices import Notice, Text
from veille.core.publications import publications
from veille.core.verdicts import Clause, Evidence, Verdict

CALL = Notice(id="boamp:26-1", source="boamp", stage="competition", kind="competition")
AWARD = Notice(id="boamp:26-2", source="boamp", stage="result", kind="result")
WORD = Evidence(signal="learned", for_="potential", rule="learned.word", quote="tonte", weight=0.4)
HABIT = Evidence(signal="learned", for_="likely", rule="learned.habit", weight=0.9)
LAW = Evidence(signal="law", for_="obligation", rule="law.date", weight=-1.0)


def judged(*verdicts: Verdict) -> Judgement:
    return summed(publications([CALL, AWARD]), {one.id: one for one in verdicts})


def test_the_call_speaks_before_the_award() -> None:
    found = judged(
        Verdict(id=CALL.id, rules="r1", potential=0.2, likely=0.3, evidence=(LAW, WORD, HABIT)),
        Verdict(id=AWARD.id, rules="r1", potential=0.9, likely=0.9, evidence=(WORD,)),
    )
    assert (found.potential, found.likely) == (0.2, 0.3)
    assert found.evidence == ((CALL.id, WORD), (CALL.id, HABIT))


def test_both_scores_are_those_of_the_notice_that_has_one() -> None:
    found = judged(
        Verdict(id=CALL.id, rules="r1", evidence=(LAW,)),
        Verdict(id=AWARD.id, rules="r1", potential=0.9, likely=0.8, evidence=(WORD,)),
    )
    assert (found.potential, found.likely) == (0.9, 0.8)
    assert found.evidence == ((AWARD.id, WORD),)


def test_without_scores_nothing_is_explained() -> None:
    found = judged(Verdict(id=CALL.id, rules="r1", evidence=(LAW,)))
    assert (found.potential, found.likely, found.evidence) == (None, None, ())


def test_documents_that_staff_found_answer_as_a_call_does_by_their_day() -> None:
    text = Text(field="other", text="Clause.", document="CCAP")
    found = Notice(id="manual:1", source="manual", texts=(text,), dispatched_on=date(2026, 11, 3))
    call = replace(CALL, published_on=date(2026, 11, 2))
    later = Notice(
        id="boamp:26-3",
        source="boamp",
        stage="competition",
        kind="change",
        published_on=date(2026, 11, 4),
    )
    yes = Clause(answer="yes", kinds=("insertion",))
    generic = Clause(answer="yes", kinds=("generic",))
    verdicts = {
        call.id: Verdict(id=call.id, rules="r1", clause=generic),
        found.id: Verdict(id=found.id, rules="r1", clause=yes),
    }
    assert summed(publications([call, found]), verdicts).clause == yes
    corrected = {**verdicts, later.id: Verdict(id=later.id, rules="r1", clause=generic)}
    assert summed(publications([call, found, later]), corrected).clause == generic
