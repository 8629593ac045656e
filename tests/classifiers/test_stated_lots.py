"""Which lots, how many hours, how binding."""

import pytest

from classifiers import judge
from classifiers.lots import mentions
from tests.classifiers.conftest import Judge
from veille.core.notices import Lot, Notice, Text


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("le lot 1 est", ("1",)),
        ("lots 1 à 3 et", ("1", "2", "3")),
        ("lots 1-3 et", ("1", "2", "3")),
        ("lots 1-5-6 et", ("1", "5", "6")),
        ("lots n° 2 et 8 sont", ("2", "8")),
        ("lots no2 et no8", ("2", "8")),
        ("deux lots (2 et 8)", ("2", "8")),
        ("du lot 1 au lot 3", ("1", "2", "3")),
        ("lots 1A, 1B, 10 A, 11", ("1A", "1B", "10A", "11")),
        ("lot(s) no 02, 03", ("2", "3")),
        ("lots concernés : 2 à 5 et 9", ("2", "3", "4", "5", "9")),
        ("lot 1 - 60 heures", ("1",)),
        ("lots 4, 60 heures", ("4",)),
        ("lots 1 à 9000", ("1",)),
    ],
)
def test_lots_are_named_in_many_ways(written: str, numbers: tuple[str, ...]) -> None:
    from veille.core.text import fold

    folded = fold(written)
    aligned = "".join(written[offset] for offset in folded.offsets[:-1])
    assert mentions(folded.text, aligned)[0].numbers == numbers


@pytest.mark.parametrize(
    ("text", "lots"),
    [
        ("Le lot 1 est réservé aux ESAT.", ("LOT-0001",)),
        ("Deux lots (1 et 3) sont réservés aux SIAE.", ("LOT-0001", "LOT-0003")),
        ("Il est décidé de réserver le lot 2 aux structures d'insertion.", ("LOT-0002",)),
        ("Le lot 3 porte sur le tri. Ce lot est réservé aux ESAT.", ("LOT-0003",)),
        ("Marché réservé aux ESAT, hors lot 2.", ("LOT-0001", "LOT-0003")),
        ("Tous les lots sont réservés aux ESAT.", ()),
        ("Les lots 1 à 3 sont réservés aux ESAT.", ()),
        ("Marché réservé aux ESAT.", ()),
    ],
)
def test_lots_of_a_reservation(judged: Judge, text: str, lots: tuple[str, ...]) -> None:
    verdict = judged(text, lots=3)
    assert (verdict.reserved.answer, verdict.reserved.lots) == ("yes", lots)
    answers = {item.lot: item.reserved.answer for item in verdict.by_lot}
    assert all((answer == "yes") == (not lots or lot in lots) for lot, answer in answers.items())


def test_lots_named_in_prose_where_the_notice_lists_none(judged: Judge) -> None:
    verdict = judged("Lots 1 et 4 : clause d'insertion obligatoire.")
    assert [item.lot for item in verdict.by_lot] == ["LOT-0001", "LOT-0004"]
    assert verdict.clause.lots == ("LOT-0001", "LOT-0004")


def test_what_is_said_of_all_is_not_of_the_one_lot_that_is_named(judged: Judge) -> None:
    verdict = judged(
        "Le marché comporte une clause sociale d'insertion obligatoire. "
        "Pour le lot 2, 420 heures d'insertion sont à réaliser."
    )
    assert (verdict.clause.answer, verdict.clause.lots) == ("yes", ())


def test_a_lot_reserved_and_another_with_a_clause(judged: Judge) -> None:
    verdict = judged(
        "Le lot 1 comporte une clause obligatoire d'insertion, les lots 2 et 3 sont réservés aux "
        "structures d'insertion par l'activité économique.",
        lots=4,
    )
    assert verdict.reserved.lots == ("LOT-0002", "LOT-0003")
    assert verdict.clause.lots == ("LOT-0001",)


def test_a_lot_called_by_its_title() -> None:
    lots = (Lot(id="LOT-0001", title="Impression"), Lot(id="LOT-0002", title="Mise sous film"))
    text = Text(field="other", text="Le lot mise sous film est réservé aux ESAT.")
    verdict = judge(Notice(id="boamp:26-1", source="boamp", lots=lots, texts=(text,)))
    assert verdict.reserved.lots == ("LOT-0002",)


def test_the_text_of_a_lot_may_speak_of_all() -> None:
    lots = (Lot(id="LOT-0001"), Lot(id="LOT-0002"))
    text = Text(
        field="conditions", lot="LOT-0001", text="Chaque lot est soumis à une clause sociale."
    )
    verdict = judge(Notice(id="boamp:26-1", source="boamp", lots=lots, texts=(text,)))
    assert [item.clause.answer for item in verdict.by_lot] == ["yes", "yes"]


def test_the_next_sentence_may_tell_the_lots(judged: Judge) -> None:
    verdict = judged(
        "Le marché comporte une clause d'insertion. Cette clause est applicable au lot n° 2.",
        lots=3,
    )
    assert verdict.clause.lots == ("LOT-0002",)


def test_a_lot_that_the_words_take_out(judged: Judge) -> None:
    verdict = judged(
        "Le marché comporte une clause d'insertion. Le lot 3 n'est pas concerné par cette clause.",
        lots=3,
    )
    assert [item.clause.answer for item in verdict.by_lot] == ["yes", "yes", "no"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Heures d'insertion à réaliser : 210 heures", 210),
        ("Clause d'insertion de 1 600 h", 1600),
        ("Clause d'insertion : 140 heuresLes modalités sont au CCAP", 140),
        ("Clause d'insertion. Il s'agit de fournir 700 heures de travail.", 700),
        ("Clause d'insertion : 1500 heures dont 300 heures de formation", 1500),
        (
            "Clause d'insertion : 245 heures, soit 175 heures en tranche ferme et 70 heures en "
            "tranche optionnelle",
            245,
        ),
        (
            "Clause d'insertion : 175 heures en tranche ferme et 70 heures en tranche optionnelle",
            245,
        ),
        ("35 heures d'insertion par tranche de 50 000 € HT", None),
        ("Clause d'insertion : 5h par tranche de 10 000 euros HT", None),
        ("Clause d'insertion : 70 heures / an", None),
        ("Clause d'insertion, contrat de 35 heures par semaine", None),
        ("Clause d'insertion : deux jeunes, 140 heures chacun", None),
        ("Clause d'insertion : 70 heures pour la peinture, 35 heures pour les sols", 105),
        ("Clause d'insertion. Remise des offres avant 12 heures.", None),
        ("Clause d'insertion. Visite à 14 h 30.", None),
        ("Clause d'insertion de 5 % du temps de travail", None),
        ("Début des travaux : 70 heures après l'ordre de service", None),
    ],
)
def test_hours_are_a_volume(judged: Judge, text: str, hours: int | None) -> None:
    assert judged(text).clause.hours == hours


@pytest.mark.parametrize(
    "text",
    [
        "Clause d'insertion : lot 1 : 105h lot 2 : 315h",
        "Clause d'insertion :Lot 1 : 105 heuresLot 2 : 315 heures",
        "Clause d'insertion : 105 heures pour le lot 1 et 315 heures pour le lot 2",
        "Conditions d'exécution à caractère social. Lot 1 : 105 heures ; Lot 2 : 315 heures",
    ],
)
def test_hours_of_each_lot_are_summed(judged: Judge, text: str) -> None:
    verdict = judged(text, lots=3)
    assert {item.lot: item.clause.hours for item in verdict.by_lot if item.clause.hours} == {
        "LOT-0001": 105,
        "LOT-0002": 315,
    }
    assert verdict.clause.hours == 420
    assert verdict.clause.lots == ("LOT-0001", "LOT-0002")


def test_hours_shared_by_lots_are_not_counted_twice(judged: Judge) -> None:
    assert judged("70 heures d'insertion pour les lots 1 et 2", lots=2).clause.hours == 70


def test_hours_that_differ_between_texts_are_not_told(judged: Judge) -> None:
    verdict = judged("Clause d'insertion : 70 heures", "Clause d'insertion : 140 heures")
    assert verdict.clause.hours is None


def test_rates_and_percentages_are_shown(judged: Judge) -> None:
    verdict = judged("Clause d'insertion : 5 heures par tranche de 10 000 euros HT")
    assert "clause.rate" in [line.rule for line in verdict.evidence]


@pytest.mark.parametrize(
    ("text", "binding"),
    [
        ("Clause obligatoire d'insertion", "mandatory"),
        ("Le titulaire s'engage à réaliser une action d'insertion", "mandatory"),
        ("Clause d'insertion. Une offre qui l'ignore sera irrecevable.", "mandatory"),
        ("Clause incitative d'insertion", "optional"),
        ("Les candidats sont invités à proposer une action d'insertion", "optional"),
        ("Clause d'insertion non obligatoire", "optional"),
        ("Le tri est confié à une entreprise d'insertion", "mandatory"),
        ("Le titulaire peut, s'il le souhaite, employer des demandeurs d'emploi", "optional"),
        (
            "Les candidats sont invités à proposer une action d'insertion. Une offre qui n'en "
            "propose pas sera irrecevable.",
            "mandatory",
        ),
        ("Le marché comporte une clause d'insertion", "unknown"),
    ],
)
def test_how_binding_a_clause_is(judged: Judge, text: str, binding: str) -> None:
    assert judged(text).clause.binding == binding


def test_binding_is_told_of_the_notice_only_where_lots_agree(judged: Judge) -> None:
    verdict = judged(
        "Clause d'insertion incitative pour le lot 1, obligatoire pour le lot 2", lots=2
    )
    assert verdict.clause.binding == "unknown"
    both = judged("Clause d'insertion obligatoire pour les lots 1 et 2", lots=2)
    assert both.clause.binding == "mandatory"
