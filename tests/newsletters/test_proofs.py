"""Each proof is shown once."""

from dataclasses import replace

from newsletters.proofs import quotation_lines
from tests.newsletters.small_edition import EDITION
from veille.core.editions import Finding, Quotation

ENTRY = EDITION.entries[0]


def lines_of(reserved, clause, title="Nettoyage"):
    entry = replace(
        ENTRY,
        title=title,
        reserved=Finding(question="reserved", quotations=reserved),
        clause=Finding(question="clause", quotations=clause),
    )
    return [line.said.replace("\u00a0", " ") for line in quotation_lines(entry)]


def box(*lots):
    return Quotation(text=None, signal="declared", lots=lots)


def words(text, *lots, against=False):
    return Quotation(text=text, signal="stated", lots=lots, against=against)


def test_a_box_that_proves_both_is_said_once():
    assert lines_of((words("réservé"), box()), (words("clause"), box())) == [
        "« réservé » – écrit dans l’avis",
        "déclaré par l’acheteur",
        "« clause » – écrit dans l’avis",
    ]


def test_boxes_of_the_same_lots_are_said_once():
    shown = lines_of((words("a"), box("LOT-0001")), (words("b"), box("LOT-0001")))
    assert shown.count("déclaré par l’acheteur, lot 1") == 1


def test_boxes_of_different_lots_stay_apart():
    shown = lines_of((words("a"), box("LOT-0001")), (words("b"), box("LOT-0002")))
    assert "déclaré par l’acheteur, lot 1" in shown
    assert "déclaré par l’acheteur, lot 2" in shown


def test_a_box_that_a_finding_rests_on_alone_is_still_to_be_checked():
    assert lines_of((box(),), (words("clause"), box()))[0] == (
        "déclaré par l’acheteur, à vérifier au DCE"
    )


def test_identical_words_are_quoted_once_with_the_lots_of_both():
    assert lines_of((words("EA et insertion", "1"),), (words("EA ET INSERTION", "2"),)) == [
        "« EA et insertion » – écrit dans l’avis, lots 1 et 2"
    ]
    assert lines_of((words("EA et insertion", "1"),), (words("EA et insertion"),)) == [
        "« EA et insertion » – écrit dans l’avis"
    ]


def test_what_affirms_and_what_denies_stay_apart():
    assert len(lines_of((words("clause"),), (words("clause", against=True),))) == 2


def test_words_that_are_the_title_are_not_repeated():
    assert lines_of((words("NETTOYAGE"),), ()) == ["écrit dans l’objet"]
    assert len(lines_of((words("Nettoyage réservé"),), ())) == 1
    assert "«" in lines_of((words("Nettoyage réservé"),), ())[0]
