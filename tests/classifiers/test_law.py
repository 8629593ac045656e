"""The obligation: dates, thresholds, buyers, lots, frameworks, exceptions, and what is said."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from classifiers.ess import ess_notes
from classifiers.law import obligation
from veille.core.interchange import notice_to_json
from veille.core.notices import Buyer, BuyerKind, ContractNature, Descriptor, Lot, Notice, Regime
from veille.core.notices import Value as Amount
from veille.core.tables import TableRow, overlay, reference_tables
from veille.core.verdicts import ESS_OUTSIDE_LIST, Clause, LotVerdict, Obligation, Reserved

TABLES = reference_tables()
NBSP = "\u00a0"
NO, YES = Clause(), Clause(answer="yes", kinds=("insertion",))


def call(**changes: Any) -> Notice:
    """A call for services by a local authority, sent after the law, exactly at the threshold."""
    base: dict[str, Any] = {
        "id": "boamp:26-1",
        "source": "boamp",
        "stage": "competition",
        "kind": "competition",
        "dispatched_on": date(2026, 11, 9),
        "published_on": date(2026, 11, 11),
        "regime": "classic",
        "buyer": Buyer(kind="local"),
        "contract_nature": "services",
        "value": Amount(amount=216_000.0),
    }
    return Notice(**{**base, **changes})


def judged(clause: Clause = NO, **changes: Any) -> Obligation:
    return obligation(call(**changes), clause, TABLES)[0]


def answer(**changes: Any) -> str:
    return judged(**changes).answer


def why(clause: Clause = NO, **changes: Any) -> str:
    found = judged(clause, **changes).why
    assert found is not None
    return found.replace(NBSP, " ")


# Dates


@pytest.mark.parametrize(
    ("dispatched", "published", "expected"),
    [
        (date(2026, 8, 21), date(2026, 8, 25), "not_applicable"),
        (date(2026, 8, 22), date(2026, 8, 25), "expected"),
        (date(2026, 8, 23), None, "expected"),
        (None, date(2026, 8, 21), "not_applicable"),
        (None, date(2026, 8, 22), "expected"),
        (None, None, "unknown"),
    ],
)
def test_the_day_of_sending_decides(
    dispatched: date | None, published: date | None, expected: str
) -> None:
    assert answer(dispatched_on=dispatched, published_on=published) == expected


def test_the_date_comes_before_the_absence_of_competition() -> None:
    early = {"stage": "direct_award", "dispatched_on": date(2026, 8, 21)}
    assert answer(**early) == "not_applicable"


def test_a_date_of_publication_is_said_to_be_one() -> None:
    assert "avis envoyé le 24 août 2026" in why(dispatched_on=date(2026, 8, 24))
    published = why(dispatched_on=None, published_on=date(2026, 8, 24))
    assert "avis paru le 24 août 2026 (date d’envoi inconnue)" in published


def test_before_the_law_says_since_when() -> None:
    text = why(dispatched_on=date(2026, 8, 21))
    assert "avis envoyé le 21 août 2026" in text
    assert "en vigueur depuis le 22 août 2026" in text


def test_days_without_known_thresholds_are_unknown() -> None:
    assert answer(dispatched_on=date(2028, 1, 1)) == "unknown"
    assert "Seuils européens inconnus" in why(dispatched_on=date(2028, 1, 1))


# Thresholds


@pytest.mark.parametrize(
    ("regime", "kind", "nature", "threshold"),
    [
        ("classic", "state", "services", 140_000),
        ("classic", "state", "supplies", 140_000),
        ("classic", "local", "services", 216_000),
        ("classic", "local", "supplies", 216_000),
        ("classic", "local", "works", 5_404_000),
        ("classic", "state", "works", 5_404_000),
        ("classic", "utility", "services", 432_000),
        ("utilities", "utility", "supplies", 432_000),
        ("utilities", "local", "services", 432_000),
        ("utilities", "unknown", "works", 5_404_000),
        ("concession", "local", "services", 5_404_000),
        ("concession", "unknown", None, 5_404_000),
        ("social", "local", "services", 750_000),
        ("social", "state", None, 750_000),
        ("social", "utility", "services", 1_000_000),
        ("unknown", "state", "services", 140_000),
        ("unknown", "local", "services", 216_000),
        ("unknown", "utility", "services", 432_000),
        ("unknown", "unknown", "works", 5_404_000),
    ],
)
@pytest.mark.parametrize("above", [-1, 0, 1])
def test_each_threshold(
    regime: Regime, kind: BuyerKind, nature: ContractNature | None, threshold: int, above: int
) -> None:
    found = answer(
        regime=regime,
        buyer=Buyer(kind=kind),
        contract_nature=nature,
        value=Amount(amount=float(threshold + above)),
    )
    assert found == ("not_applicable" if above < 0 else "expected")


@pytest.mark.parametrize(
    ("regime", "nature", "amount", "expected"),
    [
        ("classic", "services", 139_999, "not_applicable"),
        ("classic", "services", 140_000, "unknown"),
        ("classic", "services", 215_999, "unknown"),
        ("classic", "services", 216_000, "expected"),
        ("unknown", "services", 216_000, "unknown"),
        ("unknown", "services", 432_000, "expected"),
        ("social", "services", 749_999, "not_applicable"),
        ("social", "services", 800_000, "unknown"),
        ("social", "services", 1_000_000, "expected"),
    ],
)
@pytest.mark.parametrize("buyer", [None, Buyer(kind="unknown")])
def test_an_unknown_buyer_leaves_the_thresholds_open(
    regime: Regime, nature: ContractNature, amount: int, expected: str, buyer: Buyer | None
) -> None:
    found = {"regime": regime, "contract_nature": nature, "value": Amount(amount=float(amount))}
    assert answer(buyer=buyer, **found) == expected


def test_what_is_not_known_is_said() -> None:
    asked = Amount(amount=180_000.0)
    assert why(buyer=None, value=asked) == (
        "Montant estimé de 180 000 € HT, entre 140 000 € HT et 216 000 € HT"
        " : type d’acheteur inconnu."
    )
    assert "nature du marché inconnue" in why(contract_nature=None, value=Amount(amount=1e6))


def test_services_of_the_light_regime_where_the_regime_is_not_published() -> None:
    worth = Amount(amount=400_000.0)
    light = {"regime": "unknown", "value": worth}
    assert answer(**light, cpv=("85312110",)) == "not_applicable"
    assert answer(**light, cpv=("79713000",)) == "unknown"
    assert answer(**light, descriptors=(Descriptor(code="138"),)) == "unknown"
    assert answer(**light, cpv=("90911000",)) == "expected"
    assert answer(**{**light, "regime": "classic"}, cpv=("85312110",)) == "expected"


def test_a_threshold_without_a_source_is_marked() -> None:
    assert "750 000 € HT (à confirmer)" in why(regime="social", value=Amount(amount=750_000.0))
    assert "à confirmer" not in why()


def test_the_staff_can_add_the_thresholds_of_later_years() -> None:
    row = TableRow(
        "thresholds",
        {
            "since": "2028-01-01",
            "until": "2029-12-31",
            "regime": "classic",
            "buyer_kind": "local",
            "nature": "services",
            "amount": "230000",
            "source": "Journal officiel",
            "status": "seen",
        },
    )
    tables = overlay(TABLES, [row])
    later = call(dispatched_on=date(2028, 1, 3), value=Amount(amount=230_000.0))
    assert obligation(later, NO, tables)[0].answer == "expected"


# Amounts


def lots(*values: Amount | None) -> tuple[Lot, ...]:
    return tuple(Lot(id=f"LOT-{n:04d}", value=value) for n, value in enumerate(values, start=1))


def test_a_lot_takes_the_total_of_its_procedure() -> None:
    small = (Amount(amount=60_000.0),) * 4
    assert answer(value=None, lots=lots(*small)) == "expected"
    assert "somme des lots de 240 000 € HT" in why(value=None, lots=lots(*small))
    assert answer(value=Amount(amount=900_000.0), lots=lots(*small)) == "expected"
    assert answer(value=None, lots=lots(*small[:2])) == "not_applicable"


def test_lots_without_an_amount() -> None:
    known, unknown = Amount(amount=216_000.0), None
    assert answer(value=None, lots=lots(known, unknown)) == "expected"
    assert "au moins 216 000 € HT" in why(value=None, lots=lots(known, unknown))
    part = lots(Amount(amount=50_000.0), unknown)
    assert answer(value=None, lots=part) == "unknown"
    assert "tous les lots n’ont pas de montant" in why(value=None, lots=part)


def test_a_framework_takes_its_maximum() -> None:
    maximum = Amount(amount=300_000.0, basis="framework_maximum")
    assert answer(value=maximum) == "expected"
    assert "maximum de l’accord-cadre de 300 000 € HT" in why(value=maximum)
    own = Amount(amount=100_000.0)
    assert answer(value=own, lots=lots(maximum, maximum)) == "expected"
    assert answer(value=own, lots=lots(Amount(amount=300_000.0))) == "not_applicable"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "Montant inconnu."),
        (Amount(amount=-5.0), "pas vraisemblable"),
        (Amount(amount=0.0), "pas vraisemblable"),
        (Amount(amount=1.0), "pas vraisemblable"),
        (Amount(amount=1e15), "pas vraisemblable"),
        (Amount(amount=math.inf), "pas vraisemblable"),
        (Amount(amount=math.nan), "pas vraisemblable"),
        (Amount(amount=9e6, currency="CHF"), "une autre monnaie"),
        (Amount(amount=9e6, basis="awarded"), "seule l’estimation compte"),
    ],
)
def test_an_amount_that_says_nothing_is_unknown(value: Amount | None, said: str) -> None:
    assert answer(value=value) == "unknown"
    assert why(value=value).startswith("Montant inconnu")
    assert said in why(value=value)


def test_absurd_or_foreign_amounts_of_lots_do_not_count() -> None:
    strange = lots(Amount(amount=math.nan), Amount(amount=9e6, currency="USD"))
    assert answer(value=None, lots=strange) == "unknown"


def test_without_an_amount_the_form_is_a_hint_and_no_answer() -> None:
    assert "dépasse en principe" in why(value=None, family="JOUE")
    assert "sous les seuils" in why(value=None, family="MAPA")
    assert "sous les seuils" in why(value=None, procedure_type="adapted", family="JOUE")
    assert answer(value=None, family="JOUE") == "unknown"


# What the articles do not reach, and the exception


@pytest.mark.parametrize(
    ("changes", "expected", "said"),
    [
        ({"stage": "result", "kind": "result"}, "not_applicable", "Avis d’attribution"),
        ({"stage": "result", "kind": "change"}, "not_applicable", "Avis d’attribution"),
        ({"stage": "modification", "kind": "other"}, "not_applicable", "Avis de modification"),
        ({"kind": "cancellation"}, "not_applicable", "annulée"),
        ({"regime": "defence"}, "not_applicable", "défense"),
        ({"buyer": Buyer(kind="local", nuts="BE100")}, "not_applicable", "hors de France"),
        ({"stage": "direct_award", "kind": "other"}, "unknown", "sans mise en concurrence"),
    ],
)
def test_out_of_reach(changes: dict[str, Any], expected: str, said: str) -> None:
    assert answer(**changes) == expected
    assert said in why(**changes)


def test_a_french_buyer_is_in_reach() -> None:
    assert answer(buyer=Buyer(kind="local", nuts="FRJ13")) == "expected"


def works(**changes: Any) -> dict[str, Any]:
    return {"contract_nature": "works", "value": Amount(amount=5_404_000.0), **changes}


@pytest.mark.parametrize(
    ("months", "renewals", "expected"),
    [
        (5.9, None, "exempt"),
        (6.0, None, "expected"),
        (12.0, 0, "expected"),
        (4.0, 1, "expected"),
        (2.0, 1, "exempt"),
        (None, None, "expected"),
        (0.0, None, "expected"),
        (-3.0, None, "expected"),
    ],
)
def test_works_below_six_months(months: float | None, renewals: int | None, expected: str) -> None:
    assert answer(**works(duration_months=months, renewals=renewals)) == expected


def test_short_works_give_the_figure_and_the_article() -> None:
    text = why(**works(duration_months=4.0))
    assert text.startswith(
        "Exception possible, travaux de 4 mois, moins de six mois (article L2112"
    )
    assert "II, 4°" in text
    assert answer(**works(duration_months=4.0, value=Amount(amount=5_403_999.0))) == (
        "not_applicable"
    )


def test_the_longest_lot_makes_the_duration() -> None:
    def of(*months: float | None) -> tuple[Lot, ...]:
        return tuple(Lot(id=f"LOT-{n}", duration_months=m) for n, m in enumerate(months))

    assert answer(**works(lots=of(3.0, 5.0))) == "exempt"
    assert answer(**works(lots=of(3.0, 8.0))) == "expected"
    assert answer(**works(lots=of(3.0, None))) == "expected"
    assert answer(**works(duration_months=4.0, lots=of(3.0, 8.0))) == "expected"


def test_only_works_and_no_concession_have_that_exception() -> None:
    assert answer(duration_months=3.0) == "expected"
    concession = works(regime="concession", duration_months=3.0)
    assert answer(**concession) == "expected"
    assert "L3114-2-1" in why(**concession)
    assert "L2112-2-1" not in why(**concession)
    assert "L3114-2-1" in why(**works(regime="unknown", family="DSP"))


# Planning and corrections


@pytest.mark.parametrize("stage", ["planning", "consultation"])
def test_ahead_of_the_consultation(stage: str) -> None:
    ahead: dict[str, Any] = {"stage": stage, "kind": "planning"}
    assert answer(**ahead) == "expected"
    assert "lors de la consultation" in why(**ahead)
    early = {**ahead, "dispatched_on": date(2026, 6, 1)}
    assert answer(**early) == "unknown"
    assert "Date de la consultation inconnue" in why(**early)


def test_a_correction_does_not_tell_when_the_consultation_began() -> None:
    soon: dict[str, Any] = {"kind": "change", "dispatched_on": date(2026, 9, 10)}
    later: dict[str, Any] = {"kind": "change", "dispatched_on": date(2026, 11, 10)}
    before: dict[str, Any] = {"kind": "change", "dispatched_on": date(2026, 8, 20)}
    assert [answer(**item) for item in (soon, later, before)] == [
        "unknown",
        "expected",
        "not_applicable",
    ]
    assert "celle de l’avis initial" in why(**soon)
    assert "celle de l’avis initial" in why(**later)


# Words and evidence


def test_the_words_of_a_clause_that_is_not_seen() -> None:
    assert why() == (
        "Clause attendue, non vue dans l’avis (article L2112-2-1 du code de la commande publique)"
        " : montant estimé de 216 000 € HT, seuil européen de 216 000 € HT ; avis envoyé le"
        " 9 novembre 2026. L’acheteur n’a pas à publier ce qui l’en dispenserait : à vérifier au"
        " DCE."
    )


@pytest.mark.parametrize(
    ("clause", "said", "to_check"),
    [
        (YES, "Clause attendue, vue dans l’avis (", False),
        (Clause(answer="unclear"), "l’avis se contredit", True),
        (Clause(answer="yes", kinds=("criterion",)), "qu’un critère social", True),
        (replace(YES, lots=("LOT-0001",)), "pour le lot 1 seulement", True),
        (replace(YES, lots=("LOT-0001", "LOT-0002")), "vue dans l’avis (", False),
    ],
)
def test_what_is_seen_changes_the_words_only(clause: Clause, said: str, to_check: bool) -> None:
    two = lots(None, None)
    assert judged(clause, lots=two).answer == "expected"
    assert said in why(clause, lots=two)
    assert ("à vérifier au DCE" in why(clause, lots=two)) is to_check


EVERY_CASE: tuple[dict[str, Any], ...] = (
    {},
    {"dispatched_on": None},
    {"dispatched_on": date(2026, 8, 1)},
    {"value": None, "family": "JOUE"},
    {"value": Amount(amount=10_000.0)},
    {"value": Amount(amount=10_000.0, currency="USD")},
    {"buyer": None, "value": Amount(amount=150_000.0)},
    {"regime": "defence"},
    {"regime": "social", "value": Amount(amount=2e6)},
    {"kind": "change"},
    {"kind": "change", "dispatched_on": date(2026, 9, 1)},
    {"stage": "result"},
    {"stage": "planning", "dispatched_on": date(2026, 7, 1)},
    works(duration_months=4.0),
    works(regime="concession"),
)


@pytest.mark.parametrize("changes", EVERY_CASE)
@pytest.mark.parametrize("clause", [NO, YES])
def test_every_reason_is_french_and_accuses_nobody(changes: dict[str, Any], clause: Clause) -> None:
    text = judged(clause, **changes).why
    assert text
    assert text.endswith(".")
    assert "'" not in text
    for mark in ":;?!»%€":
        assert f" {mark}" not in text
    for word in ("infraction", "illégal", "viol", "manquement", "obligé"):
        assert word not in text.lower()


@pytest.mark.parametrize("changes", EVERY_CASE)
def test_the_evidence_quotes_the_date_exactly(changes: dict[str, Any]) -> None:
    notice = call(**changes)
    for line in obligation(notice, NO, TABLES)[1]:
        assert (line.signal, line.for_) == ("law", "obligation")
        assert line.at in {"/dispatched_on", "/published_on"}
        assert line.at is not None
        published = f'"{line.at[1:]}":"{line.quote}"'
        assert published in notice_to_json(notice).replace('": "', '":"')
        assert (line.start, line.end) == (0, 10)


def test_the_evidence_is_there_when_the_date_decides() -> None:
    def rules(**changes: Any) -> list[tuple[str | None, float | None]]:
        return [(e.rule, e.weight) for e in obligation(call(**changes), NO, TABLES)[1]]

    assert rules() == [("law.threshold", 1.0)]
    assert rules(dispatched_on=date(2026, 8, 21)) == [("law.date", -1.0)]
    assert rules(value=Amount(amount=5_000.0)) == [("law.threshold", -1.0)]
    assert rules(**works(duration_months=4.0)) == [("law.short_works", -1.0)]
    assert rules(value=None) == []
    assert rules(stage="result") == []


# Reservations to the social economy


def test_an_ess_reservation_outside_the_list_is_noted() -> None:
    reserved = Reserved(answer="yes", kinds=("ess",))
    (line,) = ess_notes(call(cpv=("45000000", "45210000")), reserved, (), TABLES)
    assert (line.rule, line.at, line.quote, line.weight) == (
        ESS_OUTSIDE_LIST,
        "/cpv/0",
        "45000000",
        0.0,
    )
    assert (line.signal, line.for_) == ("law", "reserved")


@pytest.mark.parametrize("code", ["85312110", "85000000", "92610000", "98133000"])
def test_an_ess_reservation_of_the_list_is_not(code: str) -> None:
    reserved = Reserved(answer="yes", kinds=("ess",))
    assert ess_notes(call(cpv=(code,)), reserved, (), TABLES) == ()


def test_other_reservations_and_unknown_codes_are_not_noted() -> None:
    ess = Reserved(answer="yes", kinds=("ess",))
    assert ess_notes(call(), ess, (), TABLES) == ()
    other = Reserved(answer="yes", kinds=("iae",))
    assert ess_notes(call(cpv=("45000000",)), other, (), TABLES) == ()


def test_lot_by_lot_with_the_code_of_the_lot_or_of_the_notice() -> None:
    ess = Reserved(answer="yes", kinds=("ess",))
    notice = call(
        cpv=("77310000",),
        lots=(
            Lot(id="LOT-0001", cpv=("85311000",)),
            Lot(id="LOT-0002", cpv=("90911000",)),
            Lot(id="LOT-0003"),
            Lot(id="LOT-0004", cpv=("90911000",)),
        ),
    )
    by_lot = tuple(
        LotVerdict(lot=lot.id, reserved=ess if lot.id != "LOT-0004" else Reserved())
        for lot in notice.lots
    )
    found = ess_notes(notice, ess, by_lot, TABLES)
    assert [(line.lot, line.at, line.quote) for line in found] == [
        ("LOT-0002", "/lots/1/cpv/0", "90911000"),
        ("LOT-0003", "/cpv/0", "77310000"),
    ]
