"""How many hours of integration work a contract could give: a range and what it rests on.

Amount × part of labour × rate of integration ÷ cost of an hour, by trade, lot by lot, to the
nearest 35 hours (a week). Hours that the notice states win.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifiers.amounts import Total, total, unusable
from classifiers.trades import Range, Trade, trade_of
from veille.core.french import NBSP, amount, join, lots, number
from veille.core.notices import Lot, Notice, Value
from veille.core.tables import Tables
from veille.core.verdicts import Clause, HoursEstimate, LotVerdict

STEP = 35
"""Hours: facilitators count in weeks."""
MOST_HOURS = 1_000_000
"""Above it the amount is a typing error: more than the whole département gives in a year."""

STATED = "heures écrites dans l’avis"
_SAID = {"framework_maximum": "maximum de l’accord-cadre ", "awarded": "montant attribué "}
_LABELS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class HoursEstimates:
    """The estimate of the notice, and of each lot that has one (by lot id)."""

    notice: HoursEstimate | None
    by_lot: Mapping[str, HoursEstimate]


def hours_estimates(
    notice: Notice, clause: Clause, by_lot: Sequence[LotVerdict], tables: Tables
) -> HoursEstimates:
    """The range for the notice and for every lot; null where amount or trade is not known.

    ``clause`` and ``by_lot`` are the verdict's, for the hours that are stated. The notice's
    estimate is what it states; else the sum of its lots where each has an amount or states hours;
    else what its own amount gives; else the sum of the lots that can be estimated.
    """
    of_lots = _of_lots(notice, clause, by_lot, tables)
    return HoursEstimates(_of_notice(notice, clause, of_lots, tables), of_lots)


def _of_lots(
    notice: Notice, clause: Clause, by_lot: Sequence[LotVerdict], tables: Tables
) -> dict[str, HoursEstimate]:
    stated = _stated_by_lot(clause, by_lot)
    found = {
        lot.id: _stated(stated[lot.id]) if lot.id in stated else _of_lot(notice, lot, tables)
        for lot in notice.lots
    }
    # A lot that only the words of the notice name has no amount, but may state its hours.
    named = {lot: _stated(hours) for lot, hours in stated.items() if lot not in found}
    return {lot: estimate for lot, estimate in {**found, **named}.items() if estimate}


def _stated_by_lot(clause: Clause, by_lot: Sequence[LotVerdict]) -> dict[str, int]:
    """The hours that are a lot's own.

    The same figure for the notice and for several lots was stated once, for all of them together.
    """
    own = {item.lot: item.clause.hours for item in by_lot if item.clause.hours is not None}
    shared = len(own) > 1 and set(own.values()) == {clause.hours}
    return {} if shared else own


def _stated(hours: int) -> HoursEstimate:
    return HoursEstimate(low=hours, high=hours, basis=STATED)


def _of_lot(notice: Notice, lot: Lot, tables: Tables) -> HoursEstimate | None:
    trade = trade_of(notice, lot.cpv or notice.cpv, tables)
    if lot.value is None and len(notice.lots) == 1:
        return _of_total(notice, trade)
    return _of_value(notice, lot.value, trade)


def _of_notice(
    notice: Notice, clause: Clause, of_lots: Mapping[str, HoursEstimate], tables: Tables
) -> HoursEstimate | None:
    if clause.hours is not None:
        return _stated(clause.hours)
    if of_lots and all(lot.id in of_lots or lot.value for lot in notice.lots):
        return _sum(of_lots, notice)
    whole = _of_total(notice, trade_of(notice, notice.cpv or notice.all_cpv(), tables))
    return whole or (_sum(of_lots, notice) if of_lots else None)


def _of_total(notice: Notice, trade: Trade | None) -> HoursEstimate | None:
    """From the estimated value of all; else from what was awarded, the real amount."""
    worth = total(notice)
    if not isinstance(worth, Total):
        return _of_value(notice, notice.value, trade)
    return _estimate(worth.amount, trade, _said(notice, worth.basis)) if worth.complete else None


def _of_value(notice: Notice, value: Value | None, trade: Trade | None) -> HoursEstimate | None:
    """Null for an amount in another currency, or absurd."""
    if value is None or unusable(value) not in {None, "awarded"}:
        return None
    return _estimate(value.amount, trade, _said(notice, value.basis))


def _said(notice: Notice, basis: str) -> str:
    """What the amount is, where it is not an estimate of what will be paid."""
    if notice.regime == "concession":
        return "recettes de la concession, "
    return _SAID.get(basis, "")


def _estimate(worth: float, trade: Trade | None, said: str) -> HoursEstimate | None:
    """Null below half a week at most, and above what can be."""
    if trade is None:
        return None
    low = worth * trade.labour[0] * trade.rate[0] / trade.cost[1]
    high = worth * trade.labour[1] * trade.rate[1] / trade.cost[0]
    rounded = _to_step(low), _to_step(high)
    if not 0 < rounded[1] <= MOST_HOURS:
        return None
    return HoursEstimate(low=rounded[0], high=rounded[1], basis=_basis(worth, trade, said))


def _to_step(hours: float) -> int:
    return STEP * math.floor(hours / STEP + 0.5)


def _basis(worth: float, trade: Trade, said: str) -> str:
    names = trade.labels[:_LABELS_SHOWN]
    figures = (
        f"{said}{amount(worth)} × {_percent(trade.labour)} de main-d’œuvre"
        f" ({join(names, last='ou')}) × {_percent(trade.rate)} d’insertion"
        f" ÷ {_span(trade.cost)}{NBSP}€ de l’heure, arrondi à {STEP}{NBSP}h"
    )
    confirm = () if trade.confirmed else ("taux à confirmer",)
    return f"{NBSP}; ".join((figures, *trade.notes, *confirm))


def _percent(span: Range) -> str:
    return f"{_span((span[0] * 100, span[1] * 100))}{NBSP}%"


def _span(span: Range) -> str:
    low, high = number(span[0]), number(span[1])
    return low if low == high else f"{low} à{NBSP}{high}"


def _sum(of_lots: Mapping[str, HoursEstimate], notice: Notice) -> HoursEstimate:
    """The lots that have an estimate, added up; the others are named."""
    without = [lot.id for lot in notice.lots if lot.id not in of_lots]
    estimates = list(of_lots.values())
    if len(estimates) == 1 and not without:
        return estimates[0]
    alone = f"{lots(of_lots)}{NBSP}: {estimates[0].basis}"
    added = alone if len(estimates) == 1 else f"somme des {lots(of_lots)}"
    rest = f"{NBSP}; sans estimation{NBSP}: {lots(without)}" if without else ""
    return HoursEstimate(
        low=sum(item.low for item in estimates),
        high=sum(item.high for item in estimates),
        basis=f"{added}{rest}",
    )
