"""What the law expects and what a contract could give: in words, and never as an accusation."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from newsletters import expectations
from newsletters.lines import entry_view
from newsletters.rendering import render
from tests.newsletters.small_edition import EDITION
from veille.core.editions import SECTIONS, Finding, Potential
from veille.core.verdicts import HoursEstimate, Obligation

ROOT = Path(__file__).parents[2]
ACCUSATION = re.compile(r"infraction|illégal|manquement", re.IGNORECASE)
CALL = EDITION.section("opportunity")[0]
PLANNED = EDITION.section("planning")[0]
FLAGGED = EDITION.section("clause")[0]


def spaced(text):
    return text and text.replace("\u00a0", " ")


class TestObligation:
    def test_the_sentence_is_short_and_keeps_the_figures(self):
        assert spaced(expectations.obligation(CALL)) == (
            "Clause attendue, non vue dans l’avis (art. L2112-2-1) : montant estimé de "
            "400 000 € HT, seuil européen de 216 000 € HT ; avis envoyé le 9 novembre 2026."
        )

    def test_what_is_to_be_confirmed_stays_marked(self):
        why = "Clause attendue, non vue dans l’avis (article X) : seuil de 1 € HT (à confirmer)."
        entry = replace(CALL, obligation=Obligation(answer="expected", why=why))
        text = expectations.obligation(entry)
        assert text is not None
        assert text.endswith("(à confirmer).")

    @pytest.mark.parametrize("answer", ["exempt", "not_applicable", "unknown"])
    def test_nothing_is_said_where_no_clause_is_expected(self, answer):
        entry = replace(CALL, obligation=Obligation(answer=answer, why="Avant l’obligation."))
        view = entry_view(entry, "Hérault")
        assert (view.marks, view.obligation) == ((), None)

    def test_it_is_marked_in_a_word(self):
        assert [mark.text for mark in entry_view(CALL, "Hérault").marks] == ["Clause attendue"]

    @pytest.mark.parametrize("section", SECTIONS)
    def test_it_is_said_only_where_a_clause_can_still_enter(self, section):
        entry = replace(CALL, section=section)
        said = expectations.obligation(entry) is not None
        assert said is (section in ("opportunity", "planning"))

    def test_a_planned_clause_is_not_said_to_be_missing(self):
        finding = Finding(question="clause", kinds=("insertion",))
        entry = replace(PLANNED, obligation=CALL.obligation, clause=finding)
        assert expectations.obligation(replace(entry, clause=None)) is not None
        assert expectations.obligation(entry) is None
        assert [mark.tone for mark in entry_view(entry, "Hérault").marks] == ["clause"]

    def test_no_word_accuses_a_buyer(self):
        mail = render(EDITION)
        assert not ACCUSATION.search(mail.html + mail.text + mail.page)

    @pytest.mark.parametrize("pattern", ["newsletters/**/*.py", "newsletters/**/*.j2"])
    def test_nor_can_any_phrase_of_the_digest(self, pattern):
        sources = [path.read_text("utf-8") for path in ROOT.glob(pattern)]
        assert sources
        assert not any(ACCUSATION.search(source) for source in sources)

    def test_nor_can_a_reason_of_the_judge(self):
        sources = [path.read_text("utf-8") for path in ROOT.glob("classifiers/law*.py")]
        assert sources
        assert not any(ACCUSATION.search(source) for source in sources)


class TestHours:
    @pytest.mark.parametrize(
        ("low", "high", "expected"),
        [
            (140, 350, "140 à 350 heures d’insertion"),
            (1400, 2100, "1 400 à 2 100 heures d’insertion"),
            (0, 35, "jusqu’à 35 heures d’insertion"),
            (70, 70, "70 heures d’insertion"),
        ],
    )
    def test_the_range_in_words(self, low, high, expected):
        entry = replace(CALL, hours=HoursEstimate(low=low, high=high, basis="essai"))
        assert spaced(expectations.hours(entry)) == expected

    def test_the_line_has_its_basis(self):
        estimate = entry_view(CALL, "Hérault").lines[-2]
        assert (estimate.label, estimate.basis) == (
            "Estimation",
            "400 000 € HT × 70 % ; taux à confirmer",
        )

    def test_a_clause_without_stated_hours_has_an_estimate(self):
        finding = Finding(question="clause", kinds=("insertion",))
        entry = replace(FLAGGED, clause=finding, hours=CALL.hours)
        assert expectations.hours(entry) is not None

    def test_stated_hours_are_not_estimated_again(self):
        assert FLAGGED.clause is not None
        assert FLAGGED.clause.hours
        assert expectations.hours(replace(FLAGGED, hours=CALL.hours)) is None

    @pytest.mark.parametrize("section", ["reserved", "renewal", "correction", "award"])
    def test_no_estimate_elsewhere(self, section):
        assert expectations.hours(replace(CALL, section=section)) is None


class TestPotential:
    APT = Potential(band="high", share=0.2267, raised=("le mot « tonte »",), lowered=("un achat",))

    @pytest.mark.parametrize(("band", "word"), [("high", "fort"), ("medium", "moyen")])
    def test_a_word_and_the_share_of_each_band(self, band, word):
        entry = replace(CALL, potential=replace(self.APT, band=band))
        line = entry_view(entry, "Hérault").lines[-1]
        assert spaced(line.said) == (
            f"Potentiel : {word} (au moins 23 % des marchés de ce groupe portaient une clause)"
        )

    def test_what_counted_is_said_for_and_against(self):
        entry = replace(CALL, potential=self.APT)
        assert spaced(entry_view(entry, "Hérault").explanation) == (
            "Ce qui a compté – pour : le mot « tonte » ; contre : un achat."
        )

    def test_a_low_one_says_why_on_the_same_line(self):
        low = replace(self.APT, band="low")
        view = entry_view(replace(CALL, potential=low), "Hérault")
        assert spaced(view.lines[-1].said) == (
            "Potentiel : faible (pour : le mot « tonte » ; contre : un achat)"
        )
        assert view.explanation is None

    def test_a_low_one_that_nothing_lowered_says_no_reason(self):
        entry = replace(CALL, potential=replace(self.APT, band="low", lowered=()))
        assert expectations.potential_basis(entry) is None

    def test_without_a_reason_nothing_is_explained(self):
        bare = Potential(band="low", share=0.04)
        assert expectations.potential_basis(replace(CALL, potential=bare)) is None
        assert expectations.explanation(replace(CALL, potential=replace(bare, band="high"))) is None

    def test_no_word_of_it_without_a_model(self):
        entry = replace(CALL, potential=None)
        view = entry_view(entry, "Hérault")
        assert "Potentiel" not in [line.label for line in view.lines]
        assert (view.explanation, expectations.potential_basis(entry)) == (None, None)

    def test_mail_and_text_say_it(self):
        mail = render(EDITION)
        for body in (mail.html, mail.text):
            assert "au moins 23\u00a0% des marchés de ce groupe" in body
            assert "Ce qui a compté" in body
        assert "jamais d’après l’acheteur" in mail.text
