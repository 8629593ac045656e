"""The score of a join rises with each part; the best is joined only when it is clearly the best."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.contract_candidates import Pool
from veille.core.contract_join import (
    CLEAR,
    DOUBT,
    JOIN,
    Awarded,
    Called,
    Candidate,
    Evidence,
    cpv_agreement,
    decide,
    evidence,
    score,
)
from veille.core.object_likeness import ObjectText

DUE = date(2026, 3, 2)
PARTS = ("cpv", "dates", "amount", "holder")
PART = st.floats(0, 1)
MAYBE = st.one_of(st.none(), PART)
CODES = st.from_regex(r"[0-9]{8}", fullmatch=True)


def awarded(text: str = "Nettoyage des locaux communaux", **known: Any) -> Awarded:
    facts: dict[str, Any] = {"cpv": "90910000", "notified_on": DUE + timedelta(days=80)}
    return Awarded(text=ObjectText.of(text), **(facts | known))


def called(number: int = 1, text: str = "Nettoyage de locaux", **known: Any) -> Called:
    facts: dict[str, Any] = {"cpv": ("90910000",), "due_on": DUE}
    return Called(procedure_id=number, texts=(ObjectText.of(text),), **(facts | known))


def evidences() -> st.SearchStrategy[Evidence]:
    return st.builds(Evidence, PART, MAYBE, MAYBE, MAYBE, MAYBE)


@given(evidences(), PART, st.sampled_from(("object", *PARTS)))
def test_the_score_never_falls_when_a_part_fits_better(
    found: Evidence, better: float, part: str
) -> None:
    known = getattr(found, part)
    if known is None:
        return
    low, high = sorted((known, better))
    worse, best = replace(found, **{part: low}), replace(found, **{part: high})
    assert 0 < score(worse) <= score(best) < 1


@given(CODES, CODES)
def test_two_codes_agree_both_ways(one: str, other: str) -> None:
    assert cpv_agreement(one, other) == cpv_agreement(other, one)
    assert cpv_agreement(one, one) == 1


def test_a_general_code_fits_what_it_holds_more_than_a_neighbour_does() -> None:
    assert cpv_agreement("45000000", "45233140") > cpv_agreement("45110000", "45233140")
    assert cpv_agreement("45233140", "90910000") == 0


@pytest.mark.parametrize(
    ("days", "fits"), [(80, 1.0), (-100, 0.0), (365 + 80, 0.0), (-365 + 80, 0.0)]
)
def test_the_next_or_the_last_years_contract_does_not_fit(days: int, fits: float) -> None:
    contract = awarded(notified_on=DUE + timedelta(days=days))
    assert evidence(contract, called()).dates == fits


def test_an_award_notice_dates_better_than_a_deadline() -> None:
    procedure = called(awarded_on=DUE + timedelta(days=75))
    assert evidence(awarded(), procedure).dates == 1.0
    late = awarded(notified_on=DUE + timedelta(days=500))
    assert evidence(late, procedure).dates == 0.0


def test_what_one_side_does_not_say_speaks_neither_way() -> None:
    bare = evidence(awarded(cpv=None, notified_on=None), called(cpv=(), due_on=None))
    assert bare == Evidence(object=bare.object)


def test_a_lot_is_found_by_its_own_title() -> None:
    texts = tuple(ObjectText.of("Rénovation de la médiathèque", lot) for lot in ("", "Peinture"))
    found = evidence(
        awarded("Rénovation de la médiathèque – lot 4 : peinture"),
        replace(called(), texts=texts, lots=2, value=900_000.0),
    )
    assert found.object == 1.0


def test_the_best_is_joined_when_nothing_else_is_near() -> None:
    one, other = _candidate(1, JOIN + 0.05), _candidate(2, JOIN + 0.04 - CLEAR)
    assert decide([other, one]).outcome == "joined"
    assert [found.procedure_id for found in decide([other, one]).chosen] == [1]


def test_two_that_are_nearly_as_good_are_a_doubt_and_so_is_a_middling_one() -> None:
    near = decide([_candidate(1, JOIN + 0.05), _candidate(2, JOIN)])
    assert near.outcome == "doubt"
    assert [found.procedure_id for found in near.chosen] == [1, 2]
    assert decide([_candidate(1, DOUBT)]).outcome == "doubt"
    assert decide([_candidate(1, DOUBT - 0.01)]).outcome == "none"
    assert decide([]).outcome == "none"


def test_the_purchase_of_the_year_is_chosen_among_those_of_other_years() -> None:
    years = [
        called(year, f"Nettoyage des locaux communaux {year}", due_on=date(year, 3, 2))
        for year in range(2020, 2027)
    ]
    decision = Pool(years).decide(awarded("NETTOYAGE DES LOCAUX COMMUNAUX 2026"))
    assert decision.outcome == "joined"
    assert decision.chosen[0].procedure_id == 2026
    others = Pool([one for one in years if one.procedure_id != 2026])
    assert others.decide(awarded("NETTOYAGE DES LOCAUX COMMUNAUX 2026")).outcome == "none"


def test_among_many_procedures_only_those_that_share_words_are_compared() -> None:
    many = [called(number, f"Achat de fourniture {number} diverse") for number in range(2, 90)]
    decision = Pool([*many, called(1, "Nettoyage des locaux communaux")]).decide(awarded())
    assert [one.procedure_id for one in decision.chosen] == [1]


def _candidate(number: int, value: float) -> Candidate:
    return Candidate(number, value, Evidence(object=0.9))
