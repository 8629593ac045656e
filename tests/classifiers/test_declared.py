"""Boxes and codes, as published, become signals."""

import pytest

from classifiers import judge
from tests.classifiers.conftest import Judge, notice_of
from veille.core.notices import Declared, DeclaredField

_NOTHING = ("no", ())


def _declared(field: DeclaredField, value: str, lot: str | None = None) -> tuple[Declared, ...]:
    return (Declared(field=field, value=value, lot=lot),)


@pytest.mark.parametrize(
    ("field", "value", "kinds"),
    [
        ("BT-71", "res-ws", ("unspecified",)),
        ("BT-71", "res-pub-ser", ("ess",)),
        ("BT-736", "yes", ("unspecified",)),
        ("reservationMarche", "oui", ("unspecified",)),
        ("reservationMarche", "Oui : ateliers protégés", ("handicap",)),
        ("MARCHE_RESERVE", "ATELIERS_PROTEGES", ("handicap",)),
        ("MARCHE_RESERVE", "EMPLOIS_PROTEGES", ("unspecified",)),
    ],
)
def test_what_declares_a_reservation(
    judged: Judge, field: DeclaredField, value: str, kinds: tuple[str, ...]
) -> None:
    verdict = judged(declared=_declared(field, value))
    assert (verdict.reserved.answer, verdict.reserved.kinds) == ("yes", kinds)
    assert (verdict.clause.answer, verdict.clause.kinds) == _NOTHING


@pytest.mark.parametrize(
    ("field", "value", "kinds"),
    [
        ("criteres", "sociaux", ("unspecified",)),
        ("BT-06", "soc-obj", ("unspecified",)),
        ("BT-775", "opp", ("insertion",)),
        ("BT-775", "gen-eq", ("equality",)),
        ("BT-775", "et-eq", ("equality",)),
        ("BT-775", "work-cond", ("fair_trade",)),
        ("BT-775", "hum-right", ("fair_trade",)),
        ("BT-775", "other", ("unspecified",)),
    ],
)
def test_what_declares_a_clause(
    judged: Judge, field: DeclaredField, value: str, kinds: tuple[str, ...]
) -> None:
    verdict = judged(declared=_declared(field, value))
    assert (verdict.clause.answer, verdict.clause.kinds) == ("yes", kinds)
    assert (verdict.reserved.answer, verdict.reserved.kinds) == _NOTHING


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("BT-71", "none"),
        ("BT-736", "no"),
        ("BT-736", "not-known"),
        ("BT-06", "none"),
        ("BT-06", "env-imp"),
        ("BT-775", "acc-all"),
        ("criteres", "environnementaux"),
        ("reservationMarche", "non"),
        ("MARCHE_RESERVE", "NON"),
        ("MARCHE_RESERVE", ""),
        ("BT-775", "a-code-to-come"),
    ],
)
def test_what_declares_nothing(judged: Judge, field: DeclaredField, value: str) -> None:
    verdict = judged(declared=_declared(field, value))
    assert verdict.reserved.answer == "no"
    assert verdict.clause.answer == "no"


def test_a_declared_yes_quotes_its_value(judged: Judge) -> None:
    declared = (
        Declared(field="BT-71", value="none", lot="LOT-0001"),
        Declared(field="BT-71", value="res-ws", lot="LOT-0002"),
    )
    verdict = judged(lots=2, declared=declared)
    first = verdict.evidence[0]
    assert (first.signal, first.at, first.quote) == ("declared", "/declared/1/value", "res-ws")
    assert (first.start, first.end, first.lot) == (0, 6, "LOT-0002")
    assert verdict.reserved.lots == ("LOT-0002",)
    assert [item.reserved.answer for item in verdict.by_lot] == ["no", "yes"]


def test_the_words_tell_what_the_box_does_not() -> None:
    notice = notice_of(
        "Le marché est réservé aux structures d'insertion par l'activité économique.",
        declared=_declared("BT-71", "res-ws"),
    )
    verdict = judge(notice)
    assert verdict.reserved.kinds == ("iae",)
    assert [line.signal for line in verdict.evidence] == ["stated", "declared"]
