"""Empty, enormous, foreign and hostile texts: an answer, in time, and never a wrong yes."""

import time

import pytest

from classifiers import judge
from tests.classifiers.conftest import Judge
from veille.core.notices import Lot, Notice, Text


def test_an_empty_notice() -> None:
    verdict = judge(Notice(id="boamp:26-1", source="boamp", texts=(Text(field="other", text=""),)))
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")


@pytest.mark.parametrize(
    "text",
    [
        "Der Auftrag ist geschützten Werkstätten nicht vorbehalten; soziale Kriterien entfallen.",
        "The contract is open to all; reservations can be made at the front desk. Insertion tool.",
        "Il contratto non è riservato; servizio di inserzione di annunci sul giornale.",
        "Οι όροι της σύμβασης δεν περιλαμβάνουν κοινωνική ρήτρα.",
        "合同不保留给任何企业。",
        "\x00\x01 \ud800 \u202e réserv",
        "réserv " * 10,
        "insertion " * 10,
    ],
)
def test_other_languages_and_rubbish_are_no(judged: Judge, text: str) -> None:
    verdict = judged(text, title=text)
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")


def test_a_description_of_one_megabyte() -> None:
    filler = "Le titulaire réalise les travaux de voirie prévus au bordereau des prix. " * 14_000
    text = f"{filler}Une clause d'insertion de 70 heures s'applique au lot 2. {filler[:1000]}"
    start = time.process_time()
    verdict = judge(Notice(id="boamp:26-1", source="boamp", description=text))
    assert time.process_time() - start < 10
    assert (verdict.clause.answer, verdict.clause.hours) == ("yes", 70)
    assert verdict.evidence[0].quote == "Une clause d'insertion de 70 heures s'applique au lot 2"


_UNITS = [
    "lot 1 : 70 heures d'insertion ",
    "réservé aux ",
    "aucune réservation ",
    "clause d'insertion. lot 2 : 35 heures. ",
    "lots 1 à 3, ",
    "a.b.c.",
    "é\n",
    "1 ",
]


@pytest.mark.parametrize("unit", _UNITS)
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * (length // len(unit) + 1))[:length]
        notice = Notice(id="boamp:26-1", source="boamp", description=text)
        start = time.process_time()
        judge(notice)
        return time.process_time() - start

    seconds(10_000)
    for _attempt in range(3):  # the machine may be busy
        short, long = seconds(20_000), seconds(40_000)
        if long < 3.2 * max(short, 0.02):
            return
    pytest.fail(f"{short:.3f} s then {long:.3f} s")


def test_a_range_of_lots_without_end_is_not_enumerated(judged: Judge) -> None:
    verdict = judged("Les lots 1 à 999 sont réservés aux ESAT.")
    assert len(verdict.by_lot) <= 2


def test_lot_identifiers_may_be_anything() -> None:
    lots = (Lot(id=""), Lot(id="Lot n°2"), Lot(id="x" * 5000), Lot(id="LOT-٣"))
    text = Text(field="conditions", text="Le lot 2 est réservé aux ESAT.")
    verdict = judge(Notice(id="boamp:26-1", source="boamp", lots=lots, texts=(text,)))
    assert verdict.reserved.lots == ("Lot n°2",)
