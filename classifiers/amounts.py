"""What a procedure is worth, as far as its notice shows."""

import math
from dataclasses import dataclass
from typing import Literal

from veille.core.notices import Notice, Value

Basis = Literal["estimated", "framework_maximum", "lots"]
Unusable = Literal["missing", "currency", "awarded", "implausible"]

LEAST, MOST = 1_000, 10_000_000_000
"""Euros: outside these a figure fills in a form (« 1 € », « 999 999 999 999 € »)."""


@dataclass(frozen=True, slots=True)
class Total:
    """Euros without VAT for the whole procedure.

    ``basis`` tells the notice's own estimate, the maximum of a framework, or the sum of the lots;
    ``complete`` is false where some lots state no amount: it is worth at least that.
    """

    amount: float
    basis: Basis
    complete: bool = True


def total(notice: Notice) -> Total | Unusable:
    """The estimated value of the procedure, of which every lot takes part.

    A framework is worth its maximum: the sum of the lots' maxima where that is more than what the
    notice states for all. An amount that was awarded is no estimate.
    """
    own, lots = notice.value, _of_lots(notice)
    if own is None:
        return lots or "missing"
    if fault := unusable(own):
        return fault
    maxima = any(lot.value and lot.value.basis == "framework_maximum" for lot in notice.lots)
    if lots and maxima and lots.amount > own.amount:
        return lots
    return Total(
        own.amount, "framework_maximum" if own.basis == "framework_maximum" else "estimated"
    )


def unusable(value: Value | None) -> Unusable | None:
    """Why an amount says nothing of what is to be bought; null when it does."""
    if value is None:
        return "missing"
    if value.currency.strip().upper() != "EUR":
        return "currency"
    if not _is_plausible(value.amount):
        return "implausible"
    return "awarded" if value.basis == "awarded" else None


def _is_plausible(amount: float) -> bool:
    return math.isfinite(amount) and LEAST <= amount <= MOST


def _of_lots(notice: Notice) -> Total | None:
    values = [lot.value for lot in notice.lots]
    known = [value for value in values if value is not None and unusable(value) is None]
    amount = math.fsum(value.amount for value in known)
    complete = len(known) == len(values)
    return Total(amount, "lots", complete) if _is_plausible(amount) else None
