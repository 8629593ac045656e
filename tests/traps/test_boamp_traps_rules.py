"""The traps of BOAMP that concern the rules, by their number in the notes on the source."""

import pytest

from classifiers import judge
from veille.core.notices import Declared, Notice, Text, TextField

_SOCIAL_FLAG = (Declared(field="criteres", value="sociaux"),)


def _notice(
    text: str = "",
    *,
    title: str | None = None,
    field: TextField = "additional",
    declared: tuple[Declared, ...] = (),
) -> Notice:
    return Notice(
        id="boamp:26-1",
        source="boamp",
        title=title,
        texts=(Text(field=field, text=text),),
        declared=declared,
    )


def test_boamp_trap_02_a_clause_in_the_text_that_the_flag_misses() -> None:
    flag = (Declared(field="criteres", value="environnementaux"),)
    text = "Le marché comporte une clause d'exécution à caractère social décrite au CCAP."
    verdict = judge(_notice(text, declared=flag))
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", ("generic",))


def test_boamp_trap_02_a_reserved_title_without_any_flag() -> None:
    verdict = judge(_notice(title="Marché réservé Aux entreprises adaptées : tri du linge"))
    assert (verdict.reserved.answer, verdict.reserved.kinds) == ("yes", ("handicap",))


def test_boamp_trap_02_a_flag_that_nothing_explains_is_told_as_declared() -> None:
    verdict = judge(_notice("Fourniture de mobilier scolaire.", declared=_SOCIAL_FLAG))
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", ("unspecified",))
    assert [line.signal for line in verdict.evidence] == ["declared"]


def test_boamp_trap_02_words_are_stronger_evidence_than_the_flag() -> None:
    verdict = judge(_notice("Clause d'insertion de 70 heures.", declared=_SOCIAL_FLAG))
    assert verdict.clause.kinds == ("insertion",)
    assert [line.signal for line in verdict.evidence] == ["stated", "stated", "declared"]


@pytest.mark.parametrize(
    "text",
    [
        "Insertion d'un encart dans la presse locale",
        "Travaux d'insertion d'une voie de bus",
        "Étude d'insertion urbaine et paysagère",
        "Nettoyage du réservoir et préservation des berges",
        "L'acheteur se réserve le droit de négocier",
        "Personnel des secteurs médico-sociaux",
        "Séjours réservés aux séniors de la commune",
        "Déclaration au titre des articles L. 5212-1 et suivants sur les travailleurs handicapés",
    ],
)
def test_boamp_trap_08_false_friends(text: str) -> None:
    verdict = judge(_notice(text, title=text))
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "no")


def test_boamp_trap_08_a_negation_followed_by_a_clause() -> None:
    text = (
        "Aucun de ces travaux n'est réservé aux organismes que cite le code. Les "
        "candidats tiennent compte d'une clause d'insertion décrite au CCAP."
    )
    verdict = judge(_notice(text, field="conditions"))
    assert (verdict.reserved.answer, verdict.clause.answer) == ("no", "yes")


@pytest.mark.parametrize(
    "text",
    [
        "clause dinsertion par lactivité économique",
        "prix 40 %, technique 60 %, délai 20%Ce marché comporte une clause sociale d'insertion",
        "mise en ?uvre d'une clause d'insertion",
        "mise en &uvre d'une claude d'insertion",
        "CLAUSE SOCIALE D’INSERTION",
        "clause\r\n\td'insertion",
    ],
)
def test_boamp_trap_09_worn_out_text(text: str) -> None:
    verdict = judge(_notice(text, field="conditions"))
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", ("insertion",))


def test_boamp_trap_09_glued_sentences_do_not_mix_their_lots() -> None:
    text = "Clause d'insertion :Lot 1 : 45 heuresLot 2 : 190 heuresLes lots 3 et 4 sont libres"
    verdict = judge(_notice(text, field="conditions"))
    assert [(item.lot, item.clause.hours) for item in verdict.by_lot] == [
        ("LOT-0001", 45),
        ("LOT-0002", 190),
    ]
