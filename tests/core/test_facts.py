"""Facts: what is known of a procedure from all its notices."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from veille.core.facts import FactsError, facts, facts_from_json, facts_to_json
from veille.core.notices import Award, Buyer, Links, Lot, Notice, Place, Value, Winner
from veille.core.procedures import Facts, Procedure
from veille.core.verdicts import (
    Clause,
    Evidence,
    HoursEstimate,
    Obligation,
    Reserved,
    Verdict,
)

NOW = datetime(2026, 9, 20, 8, 0, tzinfo=UTC)
DEADLINE = datetime(2026, 10, 5, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 10, 12, 12, 0, tzinfo=UTC)
UUID = "7b0c5a8e-1f2d-4c3b-9a4e-5d6f7a8b9c0d"

TENDER = Notice(
    id="boamp:26-100",
    source="boamp",
    stage="competition",
    kind="competition",
    published_on=date(2026, 9, 1),
    deadline=DEADLINE,
    title="Entretien des espaces verts",
    buyer=Buyer(name="Ville d’Exemple", siret="21340000100017"),
    places=(Place(nuts="FRJ13"),),
    value=Value(amount=200000.0),
    lots=(Lot(id="LOT-0001", title="Tonte"), Lot(id="LOT-0002", title="Taille")),
)


def later(identifier: str, day: int, **known: Any) -> Notice:
    return Notice(id=identifier, source="boamp", published_on=date(2026, 9, day), **known)


CORRECTION = later(
    "boamp:26-120", 8, stage="competition", kind="change", title=TENDER.title, deadline=LATER
)
CANCELLATION = replace(
    TENDER, id="boamp:26-130", kind="cancellation", published_on=date(2026, 9, 12)
)
RESULT = later(
    "boamp:26-140",
    18,
    stage="result",
    kind="result",
    title="Espaces verts : attribution",
    awards=(Award(lot="LOT-0001", winner=Winner(name="Les Jardins inventés")),),
)


def read(*notices: Notice, verdicts: Mapping[str, Verdict] | None = None) -> Facts:
    return facts(Procedure(id=1, notices=notices, verdicts=verdicts or {}), NOW)


def test_a_tender_is_open_until_its_deadline() -> None:
    assert read(TENDER).state == "open"
    after = datetime(2026, 10, 6, tzinfo=UTC)
    assert facts(Procedure(id=1, notices=(TENDER,)), after).state == "closed"


def test_a_tender_without_deadline_is_open() -> None:
    assert read(replace(TENDER, deadline=None)).state == "open"


def test_a_short_correction_moves_the_deadline_and_keeps_the_rest() -> None:
    known = read(TENDER, CORRECTION)
    assert known.deadline == LATER
    assert known.lots == TENDER.lots
    assert known.value == TENDER.value
    assert known.places == TENDER.places
    assert known.state == "open"


def test_a_cancellation_ends_it_and_an_award_of_it_before_changes_nothing() -> None:
    known = read(TENDER, CANCELLATION)
    assert known.state == "cancelled"
    assert known.published_on == date(2026, 9, 12)


def test_a_new_call_reopens_what_was_cancelled_a_correction_does_not() -> None:
    again = replace(TENDER, id="boamp:26-150", published_on=date(2026, 9, 15))
    assert read(TENDER, CANCELLATION, again).state == "open"
    late = replace(CORRECTION, published_on=date(2026, 9, 16))
    assert read(TENDER, CANCELLATION, late).state == "cancelled"


def test_planning_alone_is_planned_and_a_call_opens_it() -> None:
    plan = replace(TENDER, id="boamp:26-90", stage="planning", kind="planning", deadline=None)
    assert read(plan).state == "planned"
    assert read(plan, TENDER).state == "open"


def test_an_award_brings_winners_and_takes_nothing_back() -> None:
    known = read(TENDER, RESULT)
    assert known.state == "awarded"
    assert known.title == TENDER.title
    assert [award.winner.name for award in known.awards if award.winner] == ["Les Jardins inventés"]
    assert [lot.id for lot in known.lots] == ["LOT-0001", "LOT-0002"]


def test_a_second_result_replaces_the_award_of_its_lots_only() -> None:
    other_lot = Award(lot="LOT-0002", winner=Winner(name="Autre titulaire"))
    second = replace(RESULT, id="boamp:26-160", published_on=date(2026, 9, 19), awards=(other_lot,))
    corrected = Award(lot="LOT-0001", winner=Winner(name="Titulaire rectifié"))
    third = replace(RESULT, id="boamp:26-170", published_on=date(2026, 9, 20), awards=(corrected,))
    names = {
        award.lot: award.winner.name
        for award in read(TENDER, RESULT, second, third).awards
        if award.winner
    }
    assert names == {"LOT-0001": "Titulaire rectifié", "LOT-0002": "Autre titulaire"}


def test_lots_are_merged_by_id() -> None:
    more = replace(
        CORRECTION,
        lots=(Lot(id="LOT-0002", description="Haies"), Lot(id="LOT-0003", title="Plantation")),
    )
    lots = {lot.id: lot for lot in read(TENDER, more).lots}
    assert lots["LOT-0002"].title == "Taille"
    assert lots["LOT-0002"].description == "Haies"
    assert list(lots) == ["LOT-0001", "LOT-0002", "LOT-0003"]


def test_a_cut_title_does_not_replace_the_whole_one() -> None:
    cut = replace(CORRECTION, title="Entretien des espaces...")
    assert read(TENDER, cut).title == TENDER.title


def test_an_approximate_deadline_never_replaces_an_exact_one() -> None:
    display = replace(CORRECTION, deadline_approximate=True)
    known = read(TENDER, display)
    assert (known.deadline, known.deadline_approximate) == (DEADLINE, False)
    known = read(replace(TENDER, deadline_approximate=True), CORRECTION)
    assert (known.deadline, known.deadline_approximate) == (LATER, False)


def test_two_sources_of_one_publication_count_once_and_the_richer_speaks() -> None:
    boamp = replace(TENDER, uuid=UUID, departments=("34",), links=Links(notice="https://a.example"))
    ted = replace(
        TENDER,
        id="ted:500-2026",
        source="ted",
        uuid=f"{UUID}-01",
        published_on=date(2026, 9, 3),
        title="Entretien des espaces verts et naturels",
        cpv=("77310000",),
        duration_months=12.0,
        renewals=3,
    )
    known = read(boamp, ted)
    assert known.publications == 1
    assert known.title == ted.title
    assert known.departments == ("34",)
    assert known.sources == ("boamp", "ted")
    assert known.published_on == date(2026, 9, 1)


def test_the_late_other_source_of_a_call_does_not_undo_its_correction() -> None:
    correction = replace(CORRECTION, supersedes=("ted:500-2026",))
    ted = replace(TENDER, id="ted:500-2026", source="ted", published_on=date(2026, 9, 10))
    assert read(correction, ted).deadline == LATER
    assert read(TENDER, CORRECTION, ted).deadline == LATER


def test_the_end_is_published_or_computed() -> None:
    said = replace(TENDER, ends_on=date(2027, 6, 30), starts_on=date(2027, 1, 1))
    assert (read(said).ends_on, read(said).ends_on_computed) == (date(2027, 6, 30), False)
    run = replace(TENDER, starts_on=date(2027, 1, 1), duration_months=12.0, renewals=3)
    assert (read(run).ends_on, read(run).ends_on_computed) == (date(2031, 1, 1), True)


def test_without_a_start_the_end_counts_from_the_award_and_the_longest_lot() -> None:
    lots = (Lot(id="LOT-0001", duration_months=6.0), Lot(id="LOT-0002", duration_months=24.0))
    known = read(replace(TENDER, lots=lots), RESULT)
    assert (known.ends_on, known.ends_on_computed) == (date(2028, 9, 18), True)
    assert read(replace(TENDER, lots=lots)).ends_on is None


def verdict(notice: Notice, **known: Any) -> dict[str, Verdict]:
    return {notice.id: Verdict(id=notice.id, rules="r1", **known)}


RESERVED_LINE = Evidence(signal="declared", for_="reserved", rule="BT-71")
YES = Reserved(answer="yes", kinds=("handicap",), lots=("LOT-0002",))


def test_a_reservation_outlives_the_award_and_a_silent_correction() -> None:
    verdicts = (
        verdict(TENDER, reserved=YES, evidence=(RESERVED_LINE,))
        | verdict(CORRECTION)
        | verdict(RESULT)
    )
    known = read(TENDER, CORRECTION, RESULT, verdicts=verdicts)
    assert known.reserved == YES
    assert known.evidence == ((TENDER.id, RESERVED_LINE),)
    assert known.judged_by == ("r1",)


def test_the_newest_correction_that_shows_evidence_answers() -> None:
    iae = Reserved(answer="yes", kinds=("iae",))
    denial = Evidence(signal="stated", for_="clause", rule="denied")
    verdicts = verdict(
        TENDER, reserved=YES, clause=Clause(answer="yes"), evidence=(RESERVED_LINE,)
    ) | verdict(CORRECTION, reserved=iae, evidence=(denial,))
    known = read(TENDER, CORRECTION, verdicts=verdicts)
    assert known.reserved == iae
    assert known.clause.answer == "no"
    assert known.evidence == ((CORRECTION.id, denial),)


def test_a_clause_seen_only_in_the_award_still_counts() -> None:
    verdicts = verdict(TENDER) | verdict(RESULT, clause=Clause(answer="yes"))
    assert read(TENDER, RESULT, verdicts=verdicts).clause.answer == "yes"


EXPECTED = Obligation(answer="expected", why="Clause attendue, non vue dans l’avis.")
UNKNOWN = Obligation(answer="unknown", why="Montant inconnu.")
AFTERWARDS = Obligation(answer="not_applicable", why="Avis d’attribution.")
ESTIMATE = HoursEstimate(low=140, high=350, basis="essai")
STATED = HoursEstimate(low=200, high=200, basis="heures écrites dans l’avis")


def test_a_correction_without_an_amount_and_an_award_take_no_estimate_away() -> None:
    verdicts = (
        verdict(TENDER, obligation=EXPECTED, hours_estimate=ESTIMATE, potential=0.2, likely=0.4)
        | verdict(CORRECTION, obligation=UNKNOWN)
        | verdict(RESULT, obligation=AFTERWARDS, hours_estimate=STATED, potential=0.9, likely=0.9)
    )
    known = read(TENDER, CORRECTION, RESULT, verdicts=verdicts)
    assert (known.obligation, known.hours_estimate) == (EXPECTED, ESTIMATE)
    assert (known.potential, known.likely) == (0.2, 0.4)


def test_the_newest_call_that_knows_answers() -> None:
    newer = HoursEstimate(low=70, high=105, basis="nouveau montant")
    below = Obligation(answer="not_applicable", why="Sous le seuil.")
    verdicts = verdict(TENDER, obligation=EXPECTED, hours_estimate=ESTIMATE) | verdict(
        CORRECTION, obligation=below, hours_estimate=newer, potential=0.0
    )
    known = read(TENDER, CORRECTION, verdicts=verdicts)
    assert (known.obligation, known.hours_estimate) == (below, newer)
    assert known.potential == 0.0


def test_stated_hours_win_over_a_newer_estimate() -> None:
    line = Evidence(signal="stated", for_="clause", rule="hours")
    verdicts = verdict(
        TENDER,
        clause=Clause(answer="yes", hours=200),
        hours_estimate=STATED,
        evidence=(line,),
    ) | verdict(CORRECTION, hours_estimate=ESTIMATE)
    assert read(TENDER, CORRECTION, verdicts=verdicts).hours_estimate == STATED


def test_where_no_notice_knows_the_reason_is_kept() -> None:
    assert read(TENDER, verdicts=verdict(TENDER, obligation=UNKNOWN)).obligation == UNKNOWN
    assert read(TENDER).obligation == Obligation()


def test_facts_stored_before_the_estimates_still_load() -> None:
    stored = json.loads(facts_to_json(read(TENDER)))
    for key in ("obligation", "hours_estimate", "potential", "likely"):
        del stored[key]
    assert facts_from_json(json.dumps(stored)) == read(TENDER)


def test_facts_go_to_json_and_back() -> None:
    verdicts = verdict(
        TENDER,
        reserved=YES,
        evidence=(RESERVED_LINE,),
        obligation=EXPECTED,
        hours_estimate=ESTIMATE,
        potential=0.2,
    )
    known = read(TENDER, CORRECTION, RESULT, verdicts=verdicts)
    assert facts_from_json(facts_to_json(known)) == known


def test_stored_text_that_is_no_facts_gives_one_line() -> None:
    with pytest.raises(FactsError) as caught:
        facts_from_json('{"state": "asleep"}')
    assert "\n" not in str(caught.value)
