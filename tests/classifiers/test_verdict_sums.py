"""From signals to the verdict: contradictions, levels, order of the evidence."""

import json

from classifiers import judge, rules_version
from tests.classifiers.conftest import Judge, notice_of
from veille.core.interchange import verdict_from_json, verdict_to_json
from veille.core.notices import Declared
from veille.core.tables import reference_tables

_RESERVED = "Le marché est réservé aux ESAT."
_SOCIAL_FLAG = (Declared(field="criteres", value="sociaux"),)


def _per_lot(*values: str) -> tuple[Declared, ...]:
    return tuple(
        Declared(field="BT-71", value=value, lot=f"LOT-{number:04d}")
        for number, value in enumerate(values, start=1)
    )


def test_nothing_said_is_no(judged: Judge) -> None:
    verdict = judged("Travaux de voirie et réseaux divers.")
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")
    assert verdict.evidence == ()
    assert verdict.rules == rules_version(reference_tables())
    assert verdict.model is None
    assert verdict.potential is None
    assert verdict.likely is None
    assert verdict.hours_estimate is None
    assert verdict.obligation.answer == "unknown"


def test_codes_that_say_none_against_words_that_reserve(judged: Judge) -> None:
    verdict = judged(_RESERVED, lots=2, declared=_per_lot("none", "none"))
    assert verdict.reserved.answer == "unclear"
    assert verdict.reserved.kinds == ("handicap",)
    assert {line.signal for line in verdict.evidence} == {"stated", "declared"}
    assert [item.reserved.answer for item in verdict.by_lot] == ["unclear", "unclear"]


def test_a_box_that_says_yes_against_words_that_deny(judged: Judge) -> None:
    declared = (Declared(field="reservationMarche", value="oui"),)
    verdict = judged("Aucune prestation n'est réservée.", declared=declared)
    assert verdict.reserved.answer == "unclear"
    assert [line.weight for line in verdict.evidence] == [1.0, -1.0]


def test_a_box_that_says_no_against_words_that_reserve(judged: Judge) -> None:
    declared = (Declared(field="reservationMarche", value="non"),)
    assert judged(_RESERVED, declared=declared).reserved.answer == "unclear"


def test_a_box_that_says_no_alone_is_no(judged: Judge) -> None:
    declared = (Declared(field="reservationMarche", value="non"),)
    assert judged(declared=declared).reserved.answer == "no"


def test_boxes_about_different_things_do_not_contradict_each_other(judged: Judge) -> None:
    declared = (Declared(field="BT-71", value="none"), Declared(field="BT-736", value="yes"))
    assert judged(declared=declared).reserved.answer == "yes"


def test_a_clause_stated_then_denied_is_unclear(judged: Judge) -> None:
    verdict = judged(
        "Clause d'insertion au lot unique. Le contrat ne comporte aucune clause sociale."
    )
    assert verdict.clause.answer == "unclear"


def test_what_is_denied_of_an_unlisted_lot_does_not_deny_the_rest(judged: Judge) -> None:
    verdict = judged("Clause d'insertion. Le lot 5 n'est pas concerné par cette clause.")
    assert verdict.clause.answer == "yes"


def test_the_code_insertion_adds_nothing_to_an_object_that_is_insertion(judged: Judge) -> None:
    declared = (Declared(field="BT-775", value="opp"),)
    verdict = judged(title="Services d'insertion et de qualification", declared=declared)
    assert verdict.clause.kinds == ("insertion_service",)


def test_words_that_contradict_each_other(judged: Judge) -> None:
    verdict = judged("Le marché n'est pas réservé.", _RESERVED)
    assert verdict.reserved.answer == "unclear"


def test_a_flag_against_words_that_deny(judged: Judge) -> None:
    verdict = judged("La consultation ne comporte pas de clause sociale.", declared=_SOCIAL_FLAG)
    assert verdict.clause.answer == "unclear"


def test_a_clause_denied_then_stated_is_stated(judged: Judge) -> None:
    verdict = judged(
        "La consultation ne comporte pas de clause sociale de formation.",
        "Le lot unique comporte une clause d'insertion.",
        declared=_SOCIAL_FLAG,
    )
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", ("insertion",))


def test_one_lot_that_is_sure_makes_the_notice_sure(judged: Judge) -> None:
    declared = _per_lot("res-ws", "none")
    verdict = judged("Le lot 2 est réservé aux ESAT.", lots=2, declared=declared)
    assert [item.reserved.answer for item in verdict.by_lot] == ["yes", "unclear"]
    assert (verdict.reserved.answer, verdict.reserved.lots) == ("yes", ("LOT-0001",))


def test_a_flag_of_the_whole_notice_does_not_spread_beyond_the_lots_named(judged: Judge) -> None:
    verdict = judged("Le lot 2 comporte une clause d'insertion.", lots=3, declared=_SOCIAL_FLAG)
    assert [item.clause.answer for item in verdict.by_lot] == ["no", "yes", "no"]
    assert verdict.clause.kinds == ("insertion",)


def test_a_flag_alone_is_a_yes_for_all(judged: Judge) -> None:
    verdict = judged(lots=2, declared=_SOCIAL_FLAG)
    assert verdict.clause.answer == "yes"
    assert verdict.clause.kinds == ("unspecified",)
    assert verdict.clause.lots == ()
    assert [item.clause.answer for item in verdict.by_lot] == ["yes", "yes"]


def test_generic_gives_way_to_what_is_precise(judged: Judge) -> None:
    verdict = judged("Conditions d'exécution à caractère social. Clause d'insertion de 70 heures.")
    assert verdict.clause.kinds == ("insertion",)
    assert verdict.evidence[0].quote == "Clause d'insertion de 70 heures"


def test_a_criterion_and_a_clause_are_both_told(judged: Judge) -> None:
    notice = notice_of("Clause d'insertion")
    criterion = notice_of("Performance sociale : 10 %", field="criteria")
    both = judge(type(notice)(id="x", source="boamp", texts=notice.texts + criterion.texts))
    assert both.clause.kinds == ("insertion", "criterion")


def test_the_same_sentence_is_shown_once(judged: Judge) -> None:
    verdict = judged("Clause sociale et d'insertion par l'activité économique du lot")
    kinds = [(line.rule or "").split(".")[1] for line in verdict.evidence]
    assert kinds == ["insertion", "generic"]


def test_evidence_is_bounded(judged: Judge) -> None:
    verdict = judged(*[f"Clause d'insertion, article {number}." for number in range(50)])
    assert len(verdict.evidence) == 3


def test_the_verdict_is_deterministic_and_survives_json() -> None:
    notice = notice_of(
        "Lots 1 et 2 : clause d'insertion obligatoire. Lot 3 réservé aux ESAT.",
        lots=4,
        declared=_SOCIAL_FLAG,
    )
    first = judge(notice)
    assert judge(notice) == first
    line = verdict_to_json(first)
    assert verdict_from_json(line) == first
    assert json.loads(line)["evidence"][0]["for"] == "reserved"
