"""An edition goes to JSON and back unchanged; what is no edition says why."""

import json
from datetime import date, datetime

import pytest

from veille.core.clock import PARIS
from veille.core.editions import (
    SECTION_TITLES,
    SECTIONS,
    Coverage,
    Edition,
    EditionError,
    Entry,
    Finding,
    LotLine,
    Potential,
    Quotation,
    SourceCoverage,
    WinnerLine,
    edition_from_json,
    edition_to_json,
    entry_from_json,
    entry_to_json,
)
from veille.core.notices import Value
from veille.core.procedures import Change
from veille.core.verdicts import HoursEstimate, Obligation

ENTRY = Entry(
    section="reserved",
    procedure_id=7,
    version=2,
    topic="facts",
    state="open",
    title="Entretien d’un jardin inventé",
    buyer="Commune de Valinvente",
    places=("Valinvente",),
    published_on=date(2026, 11, 11),
    deadline=datetime(2026, 12, 14, 12, 0, tzinfo=PARIS),
    days_left=28,
    value=Value(amount=85_000.0),
    lots=(LotLine(id="LOT-0002", title="Tonte"),),
    lot_count=3,
    reserved=Finding(
        question="reserved",
        kinds=("iae",),
        lots=("LOT-0002",),
        quotations=(Quotation(text="lot 2 réservé", signal="stated"),),
    ),
    clause=Finding(question="clause", kinds=("insertion",), binding="mandatory", hours=140),
    changes=(Change(fact="deadline", before=None, after="demain"),),
    winners=(WinnerLine(name="Jardins inventés", town="Sète", amount=12.5),),
    obligation=Obligation(answer="expected", why="Clause attendue, non vue dans l’avis."),
    hours=HoursEstimate(low=140, high=350, basis="essai"),
    potential=Potential(band="medium", share=0.12, raised=("le mot « tonte »",)),
    priority=0.5,
    remark="à vérifier",
)
EDITION = Edition(
    organisation="mission",
    publisher="Mission inventée",
    territory_code="34",
    territory_label="Hérault",
    period_start=date(2026, 11, 9),
    period_end=date(2026, 11, 16),
    composed_at=datetime(2026, 11, 16, 7, 30, tzinfo=PARIS),
    entries=(ENTRY,),
    coverage=Coverage(
        sources=(SourceCoverage(label="BOAMP", notices_read=12, complete=False, cause="panne"),),
        omitted={"opportunity": 3},
    ),
)


def test_an_edition_goes_to_json_and_back():
    assert edition_from_json(edition_to_json(EDITION)) == EDITION


def test_an_entry_goes_to_json_and_back():
    assert entry_from_json(entry_to_json(ENTRY)) == ENTRY


def test_an_entry_frozen_before_the_expectations_still_loads():
    stored = json.loads(entry_to_json(ENTRY))
    for key in ("obligation", "hours", "potential", "priority", "remark"):
        del stored[key]
    entry = entry_from_json(json.dumps(stored))
    assert entry.title == ENTRY.title
    assert entry.obligation == Obligation()
    assert (entry.hours, entry.potential, entry.priority, entry.remark) == (None, None, None, None)


def test_json_is_one_line():
    assert "\n" not in edition_to_json(EDITION)


@pytest.mark.parametrize("line", ["", "{", "[]", "{}", '{"section": "nowhere"}', b"\xff"])
def test_what_is_no_entry_says_why_in_one_line(line):
    with pytest.raises(EditionError) as error:
        entry_from_json(line)
    assert str(error.value)
    assert "\n" not in str(error.value)


def test_what_is_no_edition_is_refused():
    with pytest.raises(EditionError, match="organisation"):
        edition_from_json("{}")


def test_every_section_has_a_title():
    assert list(SECTION_TITLES) == list(SECTIONS)


def test_the_entries_of_a_section_keep_their_order():
    assert EDITION.section("reserved") == (ENTRY,)
    assert EDITION.section("award") == ()


def test_findings_put_the_reservation_first():
    assert [finding.question for finding in ENTRY.findings] == ["reserved", "clause"]
