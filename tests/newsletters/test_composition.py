"""What an edition tells, where, and once."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from newsletters.composition import compose_edition
from newsletters.entries import Facilitation
from newsletters.opportunity import opportunity_of
from newsletters.selection import Told
from newsletters.showing import Caps, shown
from tests.newsletters.invented import (
    DEADLINE,
    IN_THE_WEEK,
    NOW,
    WEEK,
    award,
    brief,
    card,
    clause,
    days,
    gazetteer,
    notice,
    procedure,
    reserved,
)
from veille.core.bands import Band, Bands
from veille.core.changes import changes
from veille.core.clock import PARIS
from veille.core.editions import Potential
from veille.core.facts import facts
from veille.core.notices import Award, Buyer, Links, Lot, Place, Value, Winner
from veille.core.priority import REMARK, ranked
from veille.core.verdicts import Evidence, HoursEstimate, Obligation, Verdict

BEFORE = date(2026, 11, 4)


def compose(*procedures, told=None, **known):
    ledger = told or {}
    cards = {one.id: card(one.id, version_of(one, ledger.get(one.id))) for one in procedures}
    return compose_edition(procedures, cards, ledger, brief(**known))


def version_of(one, told):
    """The version that the step before has noted: one more where a told fact changed."""
    if told is None:
        return 1
    return told.version + bool(changes(told.facts, facts(one, NOW)))


def entry_of(*procedures, told=None, **known):
    (entry,) = compose(*procedures, told=told, **known).edition.entries
    return entry


def blank():
    """A verdict that saw nothing."""
    return Verdict(id="", rules="r1")


def told_before(original, *, now=NOW, topics=("facts",), version=1):
    """A ledger in which the procedure was told as it was."""
    return {
        original.id: Told(version=version, facts=facts(original, now), topics=frozenset(topics))
    }


def test_an_edition_covers_its_week_from_monday_to_monday():
    edition = compose().edition
    assert (edition.period_start, edition.period_end) == (date(2026, 11, 9), date(2026, 11, 16))
    assert edition.entries == ()
    assert edition.coverage.sources[0].notices_read == 1482


class TestSections:
    def test_a_reserved_call_is_reserved(self):
        entry = entry_of(procedure(verdict=reserved()))
        assert entry.section == "reserved"
        assert entry.reserved is not None
        assert entry.reserved.quotations[0].text == "Lot réservé aux EA et ESAT"

    def test_a_call_with_a_clause_is_under_clause(self):
        entry = entry_of(procedure(verdict=clause()))
        assert entry.section == "clause"
        assert entry.clause is not None
        assert (entry.clause.hours, entry.clause.binding) == (140, "mandatory")

    def test_a_reserved_call_with_a_clause_has_one_entry_that_shows_both(self):
        both = replace(reserved(), clause=clause().clause)
        entry = entry_of(procedure(verdict=both))
        assert entry.section == "reserved"
        assert [finding.question for finding in entry.findings] == ["reserved", "clause"]

    def test_an_open_call_without_a_clause_is_an_opportunity(self):
        entry = entry_of(procedure())
        assert (entry.section, entry.days_left) == ("opportunity", 28)

    def test_a_call_without_a_deadline_is_an_opportunity(self):
        entry = entry_of(procedure(1, notice(deadline=None)))
        assert (entry.section, entry.deadline, entry.days_left) == ("opportunity", None, None)

    def test_a_planning_notice_is_to_be_prepared(self):
        planned = notice(stage="planning", kind="planning", deadline=None)
        assert entry_of(procedure(1, planned)).section == "planning"

    def test_an_award_names_its_winner_and_town(self):
        entry = entry_of(procedure(1, award()))
        assert entry.section == "award"
        assert [(line.name, line.town) for line in entry.winners] == [
            ("Jardins Solidaires Inventés", "Sète")
        ]

    def test_an_award_says_what_its_call_carried(self):
        call = notice(1, published_on=date(2026, 9, 1))
        entry = entry_of(procedure(1, call, award(2), verdict=clause()))
        assert entry.section == "award"
        assert entry.clause is not None

    def test_a_cancelled_call_is_a_cancellation(self):
        entry = entry_of(procedure(1, notice(kind="cancellation")))
        assert (entry.section, entry.state) == ("correction", "cancelled")

    def test_a_cancelled_reserved_call_is_no_longer_reserved(self):
        entry = entry_of(procedure(1, notice(kind="cancellation"), verdict=reserved()))
        assert entry.section == "correction"

    def test_an_unclear_clause_is_told_unsure(self):
        entry = entry_of(procedure(verdict=clause(answer="unclear")))
        assert entry.section == "clause"
        assert entry.clause is not None
        assert not entry.clause.sure

    def test_a_contract_that_ends_within_nine_months_is_to_be_renewed(self):
        old = award(published_on=date(2024, 3, 1), ends_on=date(2027, 5, 31))
        entry = entry_of(procedure(1, old))
        assert (entry.section, entry.ends_on) == ("renewal", date(2027, 5, 31))

    def test_a_contract_that_ends_later_waits(self):
        old = award(published_on=date(2024, 3, 1), ends_on=date(2028, 5, 31))
        ledger = told_before(procedure(1, old))
        assert compose(procedure(1, old), told=ledger).edition.entries == ()

    def test_a_procedure_elsewhere_has_no_entry(self):
        assert compose(procedure(), relation=lambda facts: None).edition.entries == ()


class TestDeadlines:
    @pytest.mark.parametrize(("left", "expected"), [(21, False), (22, True)])
    def test_more_than_twenty_one_days_are_marked(self, left, expected):
        call = notice(deadline=NOW.replace(hour=12) + days(left))
        assert entry_of(procedure(1, call)).plenty_of_time is expected

    def test_a_passed_deadline_is_no_opportunity(self):
        composed = compose(procedure(1, notice(deadline=NOW - days(1))))
        assert composed.edition.entries == ()
        assert composed.told == ()

    def test_a_deadline_this_morning_is_no_opportunity(self):
        call = notice(deadline=datetime(2026, 11, 16, 7, 29, tzinfo=PARIS))
        assert compose(procedure(1, call)).edition.entries == ()

    @pytest.mark.parametrize("verdict", [reserved(), clause()])
    def test_a_passed_deadline_is_marked_where_flagged(self, verdict):
        call = notice(deadline=datetime(2026, 11, 16, 7, 29, tzinfo=PARIS))
        entry = entry_of(procedure(1, call, verdict=verdict))
        assert entry.closed
        assert entry.days_left == -1

    def test_days_left_count_nights_in_paris(self):
        call = notice(deadline=datetime(2026, 11, 16, 23, 30, tzinfo=PARIS))
        assert entry_of(procedure(1, call)).days_left == 0


class TestToldOnce:
    def test_a_first_telling_is_version_one(self):
        composed = compose(procedure())
        (row,) = composed.told
        assert (row.procedure_id, row.topic, row.version) == (1, "facts", 1)

    def test_what_was_told_is_not_told_again(self):
        call = procedure(verdict=reserved())
        composed = compose(call, told=told_before(call))
        assert composed.edition.entries == ()
        assert composed.told == ()

    def test_a_second_source_is_not_told(self):
        call = procedure(1, notice(uuid="same"))
        twin = replace(call.notices[0], id="ted:1-2026", source="ted")
        both = replace(call, notices=(*call.notices, twin))
        assert compose(both, told=told_before(call)).edition.entries == ()

    def test_the_passing_of_a_deadline_is_not_told(self):
        call = procedure(1, notice(deadline=NOW - days(1)), verdict=reserved())
        ledger = told_before(call, now=NOW - days(7))
        assert compose(call, told=ledger).edition.entries == ()

    def test_a_correction_raises_the_version_and_says_what_changed(self):
        first = notice(1, published_on=BEFORE)
        later = replace(
            first,
            id="boamp:26-00002",
            kind="change",
            supersedes=(first.id,),
            deadline=DEADLINE + days(7),
            published_on=IN_THE_WEEK,
        )
        ledger = told_before(procedure(1, first), version=3)
        composed = compose(procedure(1, first, later), told=ledger)
        (entry,) = composed.edition.entries
        assert (entry.section, entry.version) == ("correction", 4)
        assert [change.fact for change in entry.changes] == ["deadline"]
        assert [row.version for row in composed.told] == [4]

    def test_a_cancellation_reaches_those_who_were_told(self):
        first = notice(1, published_on=BEFORE)
        later = notice(2, kind="cancellation", supersedes=(first.id,))
        ledger = told_before(procedure(1, first))
        entry = entry_of(procedure(1, first, later), told=ledger)
        assert (entry.section, entry.state) == ("correction", "cancelled")
        assert "state" in [change.fact for change in entry.changes]

    def test_an_award_after_a_told_call_is_an_award(self):
        call = notice(1, published_on=BEFORE)
        ledger = told_before(procedure(1, call))
        entry = entry_of(procedure(1, call, award(2)), told=ledger)
        assert (entry.section, entry.version) == ("award", 2)

    def test_a_planned_purchase_that_opens_is_a_call_told_as_announced(self):
        planned = notice(
            1, stage="planning", kind="planning", deadline=None, published_on=date(2026, 9, 1)
        )
        ledger = told_before(procedure(1, planned))
        entry = entry_of(procedure(1, planned, notice(2)), told=ledger)
        assert (entry.section, entry.announced) == ("opportunity", True)

    def test_a_corrected_call_never_told_is_a_normal_entry_that_says_so(self):
        first = notice(1)
        later = notice(2, kind="change", supersedes=(first.id,), deadline=DEADLINE + days(7))
        entry = entry_of(procedure(1, first, later))
        assert (entry.section, entry.corrected, entry.changes) == ("opportunity", True, ())
        assert entry.deadline == DEADLINE + days(7)

    def test_a_contract_is_told_once_for_its_end(self):
        old = procedure(1, award(published_on=date(2024, 3, 1), ends_on=date(2027, 5, 31)))
        first = compose(old, told=told_before(old))
        assert [(row.topic, row.version) for row in first.told] == [("renewal:2027-05-31", 1)]
        again = told_before(old, topics=("facts", "renewal:2027-05-31"))
        assert compose(old, told=again).told == ()

    def test_an_award_that_shows_a_near_end_is_not_told_again_as_a_renewal(self):
        short = procedure(1, award(ends_on=date(2027, 3, 1)))
        assert [row.topic for row in compose(short).told] == ["facts", "renewal:2027-03-01"]

    def test_composing_twice_gives_the_same(self):
        procedures = [procedure(number) for number in range(1, 6)]
        assert compose(*procedures) == compose(*reversed(procedures))


class TestPeriod:
    def test_a_notice_found_late_goes_out_marked(self):
        entry = entry_of(procedure(1, notice(published_on=BEFORE)))
        assert entry.late

    def test_a_notice_of_the_week_is_not_late(self):
        assert not entry_of(procedure()).late

    def test_what_was_published_after_the_week_waits(self):
        composed = compose(procedure(1, notice(published_on=date(2026, 11, 16))))
        assert composed.edition.entries == ()

    def test_a_correction_after_the_week_is_not_yet_known(self):
        first = notice(1)
        later = notice(2, kind="cancellation", published_on=date(2026, 11, 17))
        assert entry_of(procedure(1, first, later)).section == "opportunity"

    def test_a_notice_without_a_day_counts_when_it_was_seen(self):
        undated = procedure(1, notice(published_on=None))
        seen = {undated.notices[0].id: datetime(2026, 11, 16, 8, 0, tzinfo=PARIS)}
        assert compose(replace(undated, first_seen=seen)).edition.entries == ()


class TestPublishedOnly:
    def published(self, *procedures, told=None):
        return compose(*procedures, told=told, relation=lambda facts: "published").edition

    def test_an_opportunity_is_left_out_and_counted(self):
        edition = self.published(procedure(1), procedure(2))
        assert edition.entries == ()
        assert edition.coverage.published_only == 2

    @pytest.mark.parametrize("verdict", [reserved(), clause()])
    def test_what_is_flagged_stays_marked(self, verdict):
        edition = self.published(procedure(verdict=verdict))
        assert [entry.relation for entry in edition.entries] == ["published"]
        assert edition.coverage.published_only == 0

    def test_a_late_one_is_not_counted_again(self):
        assert self.published(procedure(1, notice(published_on=BEFORE))).coverage == (
            brief().coverage
        )

    def test_who_was_told_hears_of_the_correction(self):
        first = notice(1, published_on=BEFORE)
        later = notice(2, kind="cancellation", supersedes=(first.id,))
        ledger = told_before(procedure(1, first))
        assert len(self.published(procedure(1, first, later), told=ledger).entries) == 1


class TestCaps:
    def test_what_is_above_the_cap_is_told_and_counted_but_not_shown(self):
        procedures = [
            procedure(number, notice(number, deadline=NOW + days(number))) for number in range(1, 8)
        ]
        composed = compose(*procedures)
        digest = shown(composed.edition, Caps(opportunity=5))
        assert [entry.procedure_id for entry in digest.entries] == [7, 6, 5, 4, 3]
        assert digest.coverage.omitted == {"opportunity": 2}
        assert {row.procedure_id for row in composed.told} == set(range(1, 8))

    def test_the_cap_keeps_the_highest_priority_and_not_the_longest_time(self):
        large = replace(blank(), hours_estimate=HoursEstimate(low=700, high=2100, basis="essai"))
        procedures = [
            procedure(1, notice(1, deadline=NOW + days(60))),
            procedure(2, notice(2, deadline=NOW + days(22)), verdict=large),
            procedure(3, notice(3, deadline=NOW + days(90))),
        ]
        digest = shown(compose(*procedures).edition, Caps(opportunity=1))
        assert [entry.procedure_id for entry in digest.entries] == [2]

    def test_flagged_calls_of_the_week_are_never_cut(self):
        procedures = [procedure(number, verdict=reserved()) for number in range(1, 60)]
        assert len(shown(compose(*procedures).edition).entries) == 59

    def test_a_repaired_source_does_not_flood(self):
        procedures = [
            procedure(number, notice(number, published_on=BEFORE), verdict=reserved())
            for number in range(1, 60)
        ]
        digest = shown(compose(*procedures).edition, Caps(late=10))
        assert len(digest.entries) == 10
        assert digest.coverage.omitted == {"reserved": 49}

    def test_an_award_that_had_a_clause_is_kept_first(self):
        flagged = procedure(
            9, notice(9, published_on=date(2026, 9, 1)), award(19), verdict=clause()
        )
        procedures = [procedure(number, award(number)) for number in range(1, 5)]
        digest = shown(compose(*procedures, flagged).edition, Caps(award=1))
        assert [entry.procedure_id for entry in digest.entries] == [9]


class TestCards:
    def test_the_card_is_frozen_with_what_the_edition_tells(self):
        first = notice(1, published_on=BEFORE)
        later = notice(2, kind="cancellation", supersedes=(first.id,))
        both = procedure(1, first, later)
        whats = frozenset({"reserved", "correction", "award", "renewal"})
        again, told = brief(), told_before(procedure(1, first))
        corrected = compose_edition([both], {1: card(1, 2, whats=whats)}, told, again)
        assert corrected.cards[1].whats == {"reserved", "correction", "award"}

    def test_what_was_corrected_before_it_was_told_is_new(self):
        cards = {1: card(1, 2, whats=frozenset({"reserved", "correction"}))}
        composed = compose_edition([procedure(verdict=reserved())], cards, {}, brief())
        assert composed.cards[1].whats == {"reserved"}

    def test_a_contract_told_for_its_end_is_told_for_nothing_else(self):
        old = procedure(1, award(published_on=date(2024, 3, 1), ends_on=date(2027, 5, 31)))
        cards = {1: card(1, 1, whats=frozenset({"award", "renewal"}))}
        composed = compose_edition([old], cards, told_before(old), brief())
        assert composed.cards[1].whats == {"renewal"}

    def test_a_procedure_without_a_version_waits(self):
        composed = compose_edition([procedure()], {}, {}, brief())
        assert (composed.edition.entries, composed.considered) == ((), {})

    def test_what_is_not_worth_telling_was_looked_at(self):
        closed = procedure(1, notice(deadline=NOW - days(1)))
        composed = compose(closed)
        assert (composed.told, composed.considered) == ((), {1: 1})


class TestOrder:
    def test_sections_come_in_their_order_and_flagged_calls_by_deadline(self):
        procedures = [
            procedure(1, notice(1, deadline=NOW + days(9))),
            procedure(2, notice(2, deadline=NOW + days(3))),
            procedure(3, notice(3), verdict=clause()),
            procedure(4, notice(4, deadline=NOW - days(1)), verdict=reserved()),
            procedure(5, notice(5, deadline=NOW + days(30)), verdict=reserved()),
            procedure(6, notice(6, deadline=NOW + days(2)), verdict=reserved(answer="unclear")),
        ]
        order = [entry.procedure_id for entry in compose(*procedures).edition.entries]
        assert order == [5, 6, 4, 3, 1, 2]

    def test_opportunities_come_by_time_left_and_then_by_priority(self):
        expected = replace(blank(), obligation=Obligation(answer="expected", why="Attendue."))
        procedures = [
            procedure(1, notice(1, deadline=NOW + days(10)), verdict=expected),
            procedure(2, notice(2, deadline=NOW + days(10))),
            procedure(3, notice(3, deadline=NOW + days(30))),
            procedure(4, notice(4, deadline=NOW + days(60)), verdict=expected),
        ]
        order = [entry.procedure_id for entry in compose(*procedures).edition.entries]
        assert order == [4, 3, 1, 2]

    def test_the_reading_order_is_that_of_the_priority_module(self):
        verdicts = [
            replace(blank(), potential=score, likely=0.9, hours_estimate=hours)
            for score in (None, 0.05, 0.4)
            for hours in (None, HoursEstimate(low=35, high=70, basis="essai"))
        ]
        procedures = [
            procedure(number, notice(number, deadline=NOW + days(30)), verdict=verdict)
            for number, verdict in enumerate(verdicts, 1)
        ]
        expected = ranked(procedures, lambda one: opportunity_of(one.id, facts(one, NOW), NOW))
        order = [entry.procedure_id for entry in compose(*procedures).edition.entries]
        assert order == [one.id for one in expected]


BANDS = Bands(
    potential=(Band("high", 0.2, 0.23), Band("medium", 0.1, 0.12), Band("low", 0.0, 0.04)),
    likely=(Band("high", 0.3, 0.3), Band("low", 0.0, 0.04)),
)
WORD = Evidence(
    signal="learned",
    for_="potential",
    at="/title",
    quote="jardins",
    rule="learned.word",
    weight=0.4,
)
HABIT = Evidence(signal="learned", for_="likely", rule="learned.habit", weight=0.9)


class TestExpectations:
    EXPECTED = Obligation(answer="expected", why="Clause attendue, non vue dans l’avis.")
    HOURS = HoursEstimate(low=140, high=350, basis="essai")

    def test_an_opportunity_freezes_what_the_judge_said(self):
        verdict = replace(
            blank(),
            obligation=self.EXPECTED,
            hours_estimate=self.HOURS,
            potential=0.12,
            likely=0.6,
            evidence=(WORD, HABIT),
        )
        entry = entry_of(procedure(verdict=verdict), bands=BANDS)
        assert (entry.obligation, entry.hours) == (self.EXPECTED, self.HOURS)
        assert entry.remark == REMARK
        assert entry.potential == Potential(
            band="medium", share=0.12, raised=("le mot «\u00a0jardins\u00a0»",)
        )
        assert entry.priority is not None
        assert 0 < entry.priority <= 1

    def test_only_calls_without_a_clause_have_a_band_and_a_remark(self):
        scored = replace(clause(), potential=0.5, likely=0.6)
        verdict = replace(scored, evidence=(*scored.evidence, WORD, HABIT))
        entry = entry_of(procedure(verdict=verdict), bands=BANDS)
        assert (entry.potential, entry.remark) == (None, None)

    def test_without_a_model_there_is_no_band_and_no_remark(self):
        entry = entry_of(procedure(verdict=blank()))
        assert (entry.potential, entry.remark, entry.hours) == (None, None, None)

    def test_only_opportunities_have_a_priority(self):
        assert entry_of(procedure(verdict=clause())).priority is None

    def test_a_deadline_later_today_still_has_a_priority(self):
        entry = entry_of(procedure(1, notice(deadline=NOW.replace(hour=18))))
        assert entry.days_left == 0
        assert entry.priority

    @pytest.mark.parametrize(
        "known",
        [
            {"obligation": EXPECTED},
            {"hours_estimate": HOURS},
            {"potential": 0.4},
            {"likely": 0.9},
        ],
    )
    def test_an_estimate_that_changes_alone_raises_no_version(self, known):
        before = procedure(verdict=blank())
        after = procedure(verdict=replace(blank(), **known))
        composed = compose(after, told=told_before(before))
        assert composed.edition.entries == ()
        assert composed.told == ()


class TestWhatAnEntryShows:
    def test_a_quotation_is_redacted_on_one_line_and_short(self):
        quote = "Clause suivie par Mme Dupont,\r\n04 00 00 12 34, a@b.example " + "et encore " * 90
        entry = entry_of(procedure(verdict=clause(quote)))
        assert entry.clause is not None
        text = entry.clause.quotations[0].text
        assert text is not None
        assert text.startswith("Clause suivie par […], […], […] et encore")
        assert len(text) <= 300
        assert text.endswith("…")

    def test_a_ticked_box_shows_no_code(self):
        line = Evidence(
            signal="declared", for_="reserved", at="/declared/0/value", quote="res-ws", lot="LOT-1"
        )
        verdict = replace(reserved(), evidence=(line,))
        entry = entry_of(procedure(verdict=verdict))
        assert entry.reserved is not None
        (quotation,) = entry.reserved.quotations
        assert (quotation.text, quotation.signal) == (None, "declared")
        assert quotation.lots == ("LOT-1",)

    def test_words_come_before_boxes_and_each_once(self):
        stated = Evidence(signal="stated", for_="clause", at="/title", quote="clause d’insertion")
        box = Evidence(signal="declared", for_="clause", at="/declared/0/value", quote="sociaux")
        shouted = replace(stated, at="/description", quote="CLAUSE D'INSERTION")
        law = Evidence(signal="law", for_="clause", quote="loi")
        verdict = replace(clause(), evidence=(box, stated, shouted, law))
        entry = entry_of(procedure(verdict=verdict))
        assert entry.clause is not None
        assert [quotation.text for quotation in entry.clause.quotations] == [
            "clause d’insertion",
            None,
        ]

    def test_the_same_words_of_several_lots_are_one_quotation(self):
        lines = tuple(
            Evidence(signal="stated", for_="clause", at="/x", quote="critère social", lot=lot)
            for lot in ("LOT-0001", "LOT-0002")
        )
        entry = entry_of(procedure(verdict=replace(clause(), evidence=lines)))
        assert entry.clause is not None
        assert [quotation.lots for quotation in entry.clause.quotations] == [
            ("LOT-0001", "LOT-0002")
        ]

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [("yes", [("oui", False)]), ("unclear", [("oui", False), ("non", True)])],
    )
    def test_words_against_are_shown_only_where_unsure(self, answer, expected):
        lines = tuple(
            Evidence(signal="stated", for_="clause", at="/x", quote=quote, weight=weight)
            for quote, weight in (("note", 0.0), ("non", -1.0), ("oui", 1.0))
        )
        verdict = replace(clause(answer=answer), evidence=lines)
        entry = entry_of(procedure(verdict=verdict))
        assert entry.clause is not None
        shown = [(quotation.text, quotation.against) for quotation in entry.clause.quotations]
        assert shown == expected

    def test_only_the_lots_concerned_are_named(self):
        lots = tuple(Lot(id=f"LOT-000{n}", title=f"Lot n° {n}") for n in (1, 2, 3))
        entry = entry_of(procedure(1, notice(lots=lots), verdict=reserved(lots=("LOT-0002",))))
        assert [(lot.id, lot.title) for lot in entry.lots] == [("LOT-0002", "Lot n° 2")]
        assert entry.lot_count == 3

    def test_places_of_lots_are_named_once(self):
        lots = (
            Lot(id="1", places=(Place(city="Sète"), Place(city="Montpellier"))),
            Lot(id="2", places=(Place(city="Sète"),)),
        )
        entry = entry_of(procedure(1, notice(lots=lots)))
        assert entry.places == ("Montpellier", "Sète")

    def test_links_lead_to_the_web_only(self):
        links = Links(notice="javascript:alert(1)", profile="https://profil.example/")
        entry = entry_of(procedure(1, notice(links=links)))
        assert (entry.notice_url, entry.documents_url) == (None, "https://profil.example/")

    def test_contacts_leave_titles_and_buyers(self):
        call = notice(title="Nettoyage, a@b.example", buyer=Buyer(name="Mairie 04 00 00 12 34"))
        entry = entry_of(procedure(1, call))
        assert (entry.title, entry.buyer) == ("Nettoyage, […]", "Mairie […]")

    def test_a_notice_without_a_title_says_so(self):
        assert entry_of(procedure(1, notice(title=None))).title == "Objet non précisé dans l’avis"

    def test_names_come_from_the_gazetteer(self):
        names = gazetteer(
            place=lambda place: "Ici",
            procedure=lambda known: "appel d’offres ouvert",
            sectors=lambda known: ("espaces_verts",),
            facilitator=lambda known: Facilitation("PLIE inventé", "34301"),
        )
        entry = entry_of(procedure(), gazetteer=names)
        assert (entry.places, entry.buyer_town) == (("Ici",), "Ici")
        assert (entry.procedure_label, entry.sectors) == (
            "appel d’offres ouvert",
            ("espaces_verts",),
        )
        assert (entry.facilitator, entry.facilitator_commune) == ("PLIE inventé", "34301")

    def test_winners_are_told_once_each_by_lot(self):
        winner = Winner(name="Jardins inventés")
        awards = (
            Award(lot="LOT-0001", winner=winner, amount=1.0),
            Award(lot="LOT-0001", winner=winner, amount=1.0),
            Award(lot="LOT-0002", winner=winner),
            Award(lot="LOT-0003", winner=Winner(name=None)),
        )
        entry = entry_of(procedure(1, award(awards=awards)))
        assert [line.lot for line in entry.winners] == ["LOT-0001", "LOT-0002"]

    def test_the_source_of_the_link_is_named(self):
        call = notice(source="ted", id="ted:1-2026", value=Value(amount=90_000.0))
        entry = entry_of(procedure(1, call))
        assert (entry.notice_source, entry.sources) == ("ted", ("ted",))
        assert entry.value == Value(amount=90_000.0)

    def test_a_look_alike_is_marked(self):
        assert entry_of(replace(procedure(), doubts=(8,))).doubtful

    def test_invented_data_marks_the_edition(self):
        assert compose(replace(procedure(), sample=True)).edition.sample
        assert compose(sample=True).edition.sample
        assert not compose(procedure()).edition.sample


def test_a_verdict_that_says_no_gives_no_finding():
    entry = entry_of(procedure(verdict=blank()))
    assert (entry.section, entry.findings) == ("opportunity", ())


def test_published_on_is_the_day_of_the_call():
    assert entry_of(procedure()).published_on == IN_THE_WEEK
    assert WEEK.monday <= IN_THE_WEEK
