"""The estimate of hours: the formula, the trade, what is stated, what cannot be estimated."""

import math
from typing import Any

import pytest

from classifiers.hours_estimate import STATED, HoursEstimates, hours_estimates
from veille.core.notices import Descriptor, Lot, Notice
from veille.core.notices import Value as Amount
from veille.core.tables import TableRow, Tables, overlay, reference_tables
from veille.core.verdicts import Clause, HoursEstimate, LotVerdict

NBSP = "\u00a0"
NO = Clause()
PAINT, EARTH, CLEANING, GOODS = "45442100", "45112500", "90911000", "39113000"


def row(table: str, **values: str) -> TableRow:
    cells = {"source": "essai", "status": "seen", **values}
    return TableRow(table, cells)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """Figures that are easy to work out: paint 50 to 80 %, 5 to 10 %, 25 to 40 euros."""
    return overlay(
        reference_tables(),
        [
            row(
                "labour_shares",
                trade="peinture",
                label="peinture",
                sector="batiment",
                cpv="45442",
                descriptors="264",
                low="0.5",
                high="0.8",
            ),
            row("insertion_rates", sector="batiment", low="0.05", high="0.10"),
            row("hourly_costs", sector="batiment", low="25", high="40"),
        ],
    )


def call(**changes: Any) -> Notice:
    base: dict[str, Any] = {
        "id": "boamp:26-1",
        "source": "boamp",
        "contract_nature": "works",
        "cpv": (PAINT,),
        "value": Amount(amount=1_000_000.0),
    }
    return Notice(**{**base, **changes})


def lot(number: int, amount: float | None = None, *cpv: str, **changes: Any) -> Lot:
    value = Amount(amount=amount) if amount is not None else None
    return Lot(id=f"LOT-{number:04d}", cpv=cpv, value=value, **changes)


def of(tables: Tables, **changes: Any) -> HoursEstimates:
    return hours_estimates(call(**changes), NO, (), tables)


def span(estimate: HoursEstimate | None) -> tuple[int, int] | None:
    return (estimate.low, estimate.high) if estimate else None


def words(estimate: HoursEstimate | None) -> str:
    assert estimate is not None
    return estimate.basis.replace(NBSP, " ")


def test_the_formula_rounded_to_weeks(tables: Tables) -> None:
    # 1 M€ × 50 % × 5 % ÷ 40 = 625 h; 1 M€ × 80 % × 10 % ÷ 25 = 3 200 h.
    assert span(of(tables).notice) == (630, 3185)
    assert of(tables).by_lot == {}


def test_the_basis_shows_every_figure(tables: Tables) -> None:
    assert words(of(tables).notice) == (
        "1 000 000 € HT × 50 à 80 % de main-d’œuvre (peinture) × 5 à 10 % d’insertion"
        " ÷ 25 à 40 € de l’heure, arrondi à 35 h"
    )


def test_figures_without_a_source_are_marked_and_cleaning_has_its_caution() -> None:
    basis = words(of(reference_tables(), cpv=(CLEANING,), contract_nature="services").notice)
    assert basis.endswith("; ne compter que le personnel nouvellement affecté ; taux à confirmer")
    assert "26 à 30 € de l’heure" in basis


def test_it_grows_with_the_amount(tables: Tables) -> None:
    found = [of(tables, value=Amount(amount=k * 100_000.0)).notice for k in range(1, 8)]
    highs = [estimate.high for estimate in found if estimate]
    assert highs == sorted(highs)
    assert len(set(highs)) == 7
    assert all(high % 35 == 0 for high in highs)


def test_the_longest_prefix_gives_the_trade() -> None:
    tables = reference_tables()
    assert "(peinture intérieure)" in words(of(tables, cpv=("45442100-8",)).notice)
    assert "(bâtiment, tous corps d’état)" in words(of(tables, cpv=("45210000",)).notice)
    assert "(terrassement)" in words(of(tables, cpv=(EARTH,)).notice)


def test_the_first_code_that_has_a_trade_speaks() -> None:
    basis = words(of(reference_tables(), cpv=(GOODS, EARTH, PAINT)).notice)
    assert "(terrassement)" in basis


def test_descriptors_speak_where_there_is_no_code(tables: Tables) -> None:
    by_word = {"descriptors": (Descriptor(code="264"), Descriptor(code="274"))}
    assert span(of(tables, cpv=(), **by_word).notice) == (630, 3185)
    assert "(terrassement)" in words(of(tables, cpv=(EARTH,), **by_word).notice)


def test_several_descriptors_give_the_widest_range() -> None:
    tables = reference_tables()
    both = (Descriptor(code="264"), Descriptor(code="341"))
    wide = of(tables, cpv=(), descriptors=both).notice
    paint = of(tables, cpv=(PAINT,)).notice
    earth = of(tables, cpv=(EARTH,)).notice
    assert wide
    assert paint
    assert earth
    assert (wide.low, wide.high) == (min(paint.low, earth.low), max(paint.high, earth.high))
    assert "peinture intérieure ou terrassement" in words(wide)


@pytest.mark.parametrize(
    "value",
    [
        None,
        Amount(amount=-1e6),
        Amount(amount=0.0),
        Amount(amount=1.0),
        Amount(amount=math.nan),
        Amount(amount=math.inf),
        Amount(amount=1e14),
        Amount(amount=9e9),
        Amount(amount=1e6, currency="USD"),
    ],
)
def test_no_usable_amount_no_estimate(tables: Tables, value: Amount | None) -> None:
    assert of(tables, value=value).notice is None


def test_less_than_half_a_week_is_no_estimate(tables: Tables) -> None:
    assert of(tables, value=Amount(amount=5_000.0)).notice is None
    assert span(of(tables, value=Amount(amount=6_000.0)).notice) == (0, 35)


def test_supplies_need_a_known_trade() -> None:
    tables = reference_tables()
    supplies: dict[str, Any] = {"contract_nature": "supplies"}
    assert of(tables, **supplies, cpv=(GOODS,)).notice is None
    assert of(tables, **supplies, cpv=(), descriptors=(Descriptor(code="116"),)).notice is None
    assert "équipement de cuisine" in words(of(tables, **supplies, cpv=("39310000",)).notice)
    known = row(
        "labour_shares",
        trade="mobilier",
        label="mobilier réemployé",
        sector="fournitures_equipements",
        cpv="39",
        low="0.3",
        high="0.4",
    )
    assert of(overlay(tables, [known]), **supplies, cpv=(GOODS,)).notice is not None


def test_an_unknown_trade_is_no_estimate(tables: Tables) -> None:
    assert of(tables, cpv=(), descriptors=()).notice is None
    assert of(tables, cpv=("not a code",)).notice is None


def test_lot_by_lot_then_their_sum(tables: Tables) -> None:
    found = of(tables, lots=(lot(1, 1e6, PAINT), lot(2, 5e5, PAINT)))
    assert {name: span(item) for name, item in found.by_lot.items()} == {
        "LOT-0001": (630, 3185),
        "LOT-0002": (315, 1610),
    }
    assert span(found.notice) == (945, 4795)
    assert words(found.notice) == "somme des lots 1 et 2"


def test_a_lot_without_a_code_has_that_of_the_notice(tables: Tables) -> None:
    assert span(of(tables, lots=(lot(1, 1e6),)).by_lot["LOT-0001"]) == (630, 3185)


def test_a_single_lot_without_an_amount_has_that_of_the_notice(tables: Tables) -> None:
    found = of(tables, lots=(lot(1),))
    assert span(found.by_lot["LOT-0001"]) == (630, 3185)
    assert found.notice == found.by_lot["LOT-0001"]


def test_lots_without_an_amount_leave_the_notice_to_its_own(tables: Tables) -> None:
    found = of(tables, lots=(lot(1, 1e5, PAINT), lot(2)))
    assert set(found.by_lot) == {"LOT-0001"}
    assert span(found.notice) == (630, 3185)


def test_lots_without_a_trade_are_named(tables: Tables) -> None:
    found = of(tables, lots=(lot(1, 1e6, PAINT), lot(2, 9e5, GOODS)))
    assert span(found.notice) == (630, 3185)
    assert words(found.notice).startswith("lot 1 : 1 000 000 € HT × ")
    assert words(found.notice).endswith(" h ; sans estimation : lot 2")


def test_without_an_amount_for_all_the_known_lots_are_summed(tables: Tables) -> None:
    found = of(tables, value=None, lots=(lot(1, 1e6, PAINT), lot(2, None, PAINT)))
    assert span(found.notice) == (630, 3185)
    assert "sans estimation : lot 2" in words(found.notice)


def test_what_the_amount_is_is_said(tables: Tables) -> None:
    maximum = Amount(amount=1e6, basis="framework_maximum")
    assert words(of(tables, value=maximum).notice).startswith("maximum de l’accord-cadre 1 000 000")
    concession = of(tables, regime="concession").notice
    assert words(concession).startswith("recettes de la concession, 1 000 000")
    awarded = Amount(amount=1e6, basis="awarded")
    assert words(of(tables, value=awarded).notice).startswith("montant attribué 1 000 000")


def stated(hours: int | None) -> Clause:
    return Clause(answer="yes", kinds=("insertion",), hours=hours)


def test_stated_hours_win(tables: Tables) -> None:
    found = hours_estimates(call(), stated(150), (), tables)
    assert found.notice == HoursEstimate(low=150, high=150, basis=STATED)


def test_stated_hours_need_neither_amount_nor_trade(tables: Tables) -> None:
    notice = call(value=None, cpv=())
    assert span(hours_estimates(notice, stated(70), (), tables).notice) == (70, 70)


def test_the_hours_of_a_lot_are_its_own(tables: Tables) -> None:
    notice = call(lots=(lot(1, 1e6, PAINT), lot(2, 5e5, PAINT)))
    by_lot = (LotVerdict(lot="LOT-0001", clause=stated(150)), LotVerdict(lot="LOT-0002"))
    found = hours_estimates(notice, stated(None), by_lot, tables)
    assert found.by_lot["LOT-0001"].basis == STATED
    assert span(found.by_lot["LOT-0002"]) == (315, 1610)
    assert span(found.notice) == (465, 1760)


def test_hours_for_all_the_lots_together_are_no_lot_s(tables: Tables) -> None:
    notice = call(lots=(lot(1, 1e6, PAINT), lot(2, 5e5, PAINT)))
    by_lot = tuple(LotVerdict(lot=item.id, clause=stated(150)) for item in notice.lots)
    found = hours_estimates(notice, stated(150), by_lot, tables)
    assert span(found.notice) == (150, 150)
    assert span(found.by_lot["LOT-0001"]) == (630, 3185)


def test_a_lot_that_only_the_words_name(tables: Tables) -> None:
    by_lot = (LotVerdict(lot="LOT-0007", clause=stated(35)),)
    found = hours_estimates(call(), stated(35), by_lot, tables)
    assert span(found.by_lot["LOT-0007"]) == (35, 35)


def test_it_is_french(tables: Tables) -> None:
    for changes in ({}, {"lots": (lot(1, 1e6, PAINT), lot(2, 9e5, GOODS))}):
        estimate = of(tables, **changes).notice
        assert estimate
        assert "'" not in estimate.basis
        assert not any(f" {mark}" in estimate.basis for mark in ":;%€")
