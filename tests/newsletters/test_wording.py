"""Codes become plain French."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from newsletters import wording
from tests.newsletters.small_edition import EDITION
from veille.core.editions import Finding, Quotation, WinnerLine
from veille.core.notices import Value, ValueBasis
from veille.core.procedures import Change, FactName
from veille.core.verdicts import Binding, ClauseKind, ReservedKind

ENTRY = EDITION.entries[0]


def spaced(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (Finding(question="reserved", kinds=("handicap",)), "Réservé aux EA et ESAT"),
        (
            Finding(question="reserved", kinds=("iae",), lots=("LOT-0002", "LOT-0001")),
            "Réservé aux SIAE – lots 1 et 2",
        ),
        (Finding(question="reserved"), "Réservé, bénéficiaires non précisés"),
        (
            Finding(question="reserved", kinds=("handicap", "ess")),
            "Réservé aux EA et ESAT ou réservé à l’économie sociale et solidaire",
        ),
        (
            Finding(question="clause", kinds=("insertion",), binding="mandatory", hours=140),
            "Clause d’insertion obligatoire – 140 heures d’insertion",
        ),
        (
            Finding(question="clause", kinds=("insertion",), binding="optional"),
            "Clause d’insertion facultative",
        ),
        (
            Finding(question="clause", kinds=("criterion",), binding="mandatory"),
            "Critère social",
        ),
        (
            Finding(question="clause", kinds=("generic", "insertion", "criterion")),
            "Clause d’insertion, critère social",
        ),
        (Finding(question="clause", kinds=("generic",)), "Clause sociale non précisée"),
        (Finding(question="clause"), "Clause sociale de type non précisé"),
        (
            Finding(question="clause", kinds=("training",), hours=35, sure=False),
            "Clause de formation ou d’alternance – 35 heures – à vérifier au DCE",
        ),
    ],
)
def test_finding_label(finding, expected):
    assert spaced(wording.finding_label(finding)) == expected


def test_every_code_has_its_words():
    assert set(wording.RESERVED_FOR) == set(get_args(ReservedKind))
    assert set(wording.CLAUSES) == set(get_args(ClauseKind))
    assert set(wording.BINDING) == set(get_args(Binding))
    assert set(wording.FACTS) == set(get_args(FactName))
    assert set(wording.BASES) == set(get_args(ValueBasis))


@pytest.mark.parametrize(
    ("quotation", "expected"),
    [
        (Quotation(text="oui", signal="stated"), "écrit dans l’avis"),
        (Quotation(text="oui", signal="stated", lots=("LOT-0003",)), "écrit dans l’avis, lot 3"),
        (
            Quotation(text="non", signal="stated", against=True),
            "écrit dans l’avis, en sens contraire",
        ),
        (Quotation(text="oui", signal="declared"), "déclaré par l’acheteur"),
        (
            Quotation(text=None, signal="declared", lots=("1", "2")),
            "déclaré par l’acheteur, lots 1 et 2, à vérifier au DCE",
        ),
    ],
)
def test_where_the_proof_stands(quotation, expected):
    assert spaced(wording.quotation_origin(quotation, alone=True)) == expected


def test_a_box_beside_words_needs_no_check():
    box = Quotation(text=None, signal="declared")
    assert wording.quotation_origin(box) == "déclaré par l’acheteur"


def test_an_approximate_deadline_says_so():
    text = wording.deadline(replace(ENTRY, approximate=True))
    assert text is not None
    assert spaced(text) == "vers le vendredi 20 novembre 2026, date exacte au DCE"


def test_a_value_says_what_it_is():
    entry = replace(ENTRY, value=Value(amount=2e6, basis="framework_maximum"))
    text = wording.value(entry)
    assert text is not None
    assert spaced(text) == "2 000 000 € HT (maximum de l’accord-cadre)"


def test_many_places_are_counted():
    text = wording.places(replace(ENTRY, places=("A", "B", "C", "D", "E", "F")))
    assert text is not None
    assert spaced(text) == "A, B, C, D et 2 autres lieux"


def test_many_winners_are_counted():
    entry = replace(ENTRY, winners=tuple(WinnerLine(name=f"W{n}") for n in range(9)))
    lines = wording.winners(entry)
    assert len(lines) == 7
    assert spaced(lines[-1]) == "et 3 autres titulaires"


def test_the_end_of_a_contract():
    entry = replace(ENTRY, ends_on=date(2027, 5, 31), renewals=3)
    text = wording.contract_end(entry)
    assert text is not None
    assert spaced(text) == "lundi 31 mai 2027, reconductible 3 fois"


def test_an_unknown_value_in_a_change_is_said():
    assert wording.change(Change(fact="value", before=None, after=None)) == (
        "Montant",
        "non précisé",
        "non précisé",
    )


def test_notes_name_the_territory():
    elsewhere = replace(ENTRY, relation="published", late=True)
    notes = [spaced(note) for note in wording.notes(elsewhere, "Hérault")]
    assert notes == [
        "Publié dans l’Hérault, exécuté ailleurs ou en un lieu inconnu.",
        "Publié avant la période, le 11 novembre.",
    ]
    assert wording.within("CC inventée") == "pour CC inventée"


def test_a_source_unknown_to_the_table_keeps_its_name():
    assert wording.source_names(("boamp", "ted", "plateforme")) == "BOAMP, TED, plateforme"
    assert wording.notice_link(replace(ENTRY, notice_source="feed")) == "Voir l’avis"
