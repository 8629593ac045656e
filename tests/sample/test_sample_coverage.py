"""What the week holds, counted."""

import json
from collections import Counter
from typing import Any, get_args

from scripts.sample.model import Case
from veille.core.verdicts import ClauseKind, ReservedKind

HERAULT = "34"


def _values(records: list[dict[str, Any]], field: str) -> set[Any]:
    return {record[field] for record in records}


def test_about_two_hundred_notices(cases: tuple[Case, ...]) -> None:
    assert 190 <= len(cases) <= 230


def test_eighty_distinct_objects(records: list[dict[str, Any]]) -> None:
    assert len(_values(records, "objet")) >= 80


def test_twenty_five_traps(cases: tuple[Case, ...]) -> None:
    assert len({trap for case in cases for trap in case.traps}) >= 25


def test_traps_that_must_be_there(cases: tuple[Case, ...]) -> None:
    traps = {trap for case in cases for trap in case.traps}
    assert traps >= {
        "article-alone",
        "box-against-text",
        "cancelled-but-nature-is-tender",
        "capitals",
        "court-as-buyer",
        "deadline-as-utc",
        "dirty-siret",
        "escaped-links",
        "flag-without-words",
        "hostile-title",
        "lost-apostrophes",
        "lost-oe",
        "null-deadline-of-requests",
        "overlong-text",
        "personal-data-in-clause",
        "regulated-profession-box",
        "words-without-flag",
        "wrong-article",
        "zero-amount",
    }


def test_every_kind_of_clause(cases: tuple[Case, ...]) -> None:
    assert {kind for case in cases for kind in case.clause.kinds} == set(get_args(ClauseKind))


def test_every_kind_of_reservation(cases: tuple[Case, ...]) -> None:
    assert {kind for case in cases for kind in case.reserved.kinds} == set(get_args(ReservedKind))


def test_every_answer_and_every_term(cases: tuple[Case, ...]) -> None:
    assert {case.reserved.answer for case in cases} == {"yes", "no", "unclear"}
    assert {case.clause.answer for case in cases} == {"yes", "no", "unclear"}
    assert {case.clause.binding for case in cases} == {"mandatory", "optional", "unknown"}
    assert sum(case.clause.hours is not None for case in cases) >= 20
    assert sum(bool(case.clause.lots or case.reserved.lots) for case in cases) >= 20


def test_every_family_state_and_nature(records: list[dict[str, Any]]) -> None:
    assert _values(records, "famille") == {"JOUE", "FNS", "MAPA", "DSP", "DIVERS"}
    assert _values(records, "etat") == {"INITIAL", "RECTIFICATIF", "ANNULATION"}
    assert _values(records, "nature") == {
        "APPEL_OFFRE",
        "ATTRIBUTION",
        "RECTIFICATIF",
        "ANNULATION",
        "MODIFICATION",
        "PRE-INFORMATION",
        "EX_ANTE_VOLONTAIRE",
    }


def test_every_form_of_the_national_dialects(records: list[dict[str, Any]]) -> None:
    forms = Counter(
        (dialect, form)
        for record in records
        for dialect, content in json.loads(record["donnees"]).items()
        for form in content
        if dialect in ("FNSimple", "MAPA") and form != "organisme"
    )
    for form in ("initial", "rectificatif", "attribution", "annulation"):
        assert forms["FNSimple", form] >= 2
        assert forms["MAPA", form] >= 2


def test_eforms_roots_and_subtypes(cases: tuple[Case, ...]) -> None:
    subtypes = {case.subtype for case in cases if case.dialect == "eforms"}
    assert subtypes == {"4", "7", "10", "16", "17", "19", "20", "25", "29", "33", "38", "E1"}


def test_eforms_changes(cases: tuple[Case, ...]) -> None:
    reasons = {
        case.change.reason
        for case in cases
        if case.change and case.dialect == "eforms" and case.subtype != "38"
    }
    assert reasons >= {"cancel", "cor-buy", "update-add", "susp-review"}


def test_twins_some_on_different_days(cases: tuple[Case, ...]) -> None:
    twins = [case for case in cases if case.boamp and case.ted_day]
    assert len(twins) >= 30
    assert sum(case.day != case.ted_day for case in twins) >= 10
    assert sum(not case.boamp for case in cases) >= 5


def test_a_notice_on_every_day(records: list[dict[str, Any]]) -> None:
    days = Counter(record["dateparution"] for record in records)
    assert len(days) == 7
    assert min(days.values()) >= 10


def test_natures_and_procedures(cases: tuple[Case, ...]) -> None:
    assert Counter(case.nature for case in cases).keys() == {"services", "works", "supplies"}
    procedures = {case.procedure for case in cases}
    assert procedures >= {"open", "restricted", "neg-w-call", "neg-wo-call", "adapted", "dsp"}


def test_amounts_on_both_sides_of_the_thresholds(cases: tuple[Case, ...]) -> None:
    works = [case.amount for case in cases if case.nature == "works" and case.amount]
    others = [case.amount for case in cases if case.nature != "works" and case.amount]
    assert min(works) < 5404000 < max(works)
    assert min(others) < 216000 < max(others)


def test_a_part_of_the_week_is_elsewhere(cases: tuple[Case, ...]) -> None:
    elsewhere = sum(HERAULT not in case.departments for case in cases)
    several = sum(HERAULT in case.departments and len(case.departments) > 1 for case in cases)
    assert 0.15 <= elsewhere / len(cases) <= 0.30
    assert several >= 8


def test_contracts_that_end_within_nine_months(cases: tuple[Case, ...]) -> None:
    assert sum((case.ends or "9999") <= "2027-08-15" for case in cases) >= 7


def test_neighbours_and_coarse_places(cases: tuple[Case, ...]) -> None:
    codes = {code for case in cases for code in case.nuts}
    assert codes >= {"FRJ13", "FRJ11", "FRJ12", "FRJ15", "FRJ1", "FR"}


def test_the_challenge_set_covers_every_publication(
    records: list[dict[str, Any]],
    documents: dict[str, bytes],
    expected: dict[str, dict[str, Any]],
) -> None:
    published = {f"boamp:{record['idweb']}" for record in records}
    published |= {f"ted:{int(name[:8])}-2026" for name in documents}
    assert expected.keys() == published


def test_lots_named_in_an_expectation_exist(cases: tuple[Case, ...]) -> None:
    for case in cases:
        if case.form == "initial" and case.lots:
            assert max((*case.clause.lots, *case.reserved.lots), default=0) <= len(case.lots)


def test_a_flag_of_the_record_is_not_expected_of_ted(expected: dict[str, dict[str, Any]]) -> None:
    answers = {
        identifier.split(":")[0]: line["clause"]["answer"]
        for identifier, line in expected.items()
        if line["case"] == "piste-cyclable"
    }
    assert answers == {"boamp": "yes", "ted": "no"}


def test_a_social_flag_is_never_left_without_an_answer(cases: tuple[Case, ...]) -> None:
    assert [case.key for case in cases if "s" in case.flags and case.clause.answer == "no"] == []
