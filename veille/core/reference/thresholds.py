"""European thresholds (euros without VAT), by period, regime, buyer and nature."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from veille.core.notices import BuyerKind, ContractNature, Regime
from veille.core.reference.tables import rows

ANY = "any"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``since`` to ``until``, both included; ``any`` where a column makes no difference.

    ``source`` is null where no source was read: such a row must not be shown as official.
    """

    since: date
    until: date
    regime: str
    buyer_kind: str
    nature: str
    amount: int
    source: str | None


def thresholds(
    day: date, regime: Regime, buyer_kind: BuyerKind, nature: ContractNature | None
) -> tuple[Threshold, ...]:
    """Every threshold that may apply to a consultation launched on ``day``.

    What is unknown is left open: several rows come back, and only an amount above the highest is
    surely above. Empty when the day is in no known period.
    """
    asked = {"regime": regime, "buyer_kind": buyer_kind, "nature": nature or "unknown"}
    return tuple(row for row in _table() if row.since <= day <= row.until and _fits(row, asked))


def _fits(row: Threshold, asked: Mapping[str, str]) -> bool:
    return all(
        value == "unknown" or getattr(row, name) in (ANY, value) for name, value in asked.items()
    )


@cache
def _table() -> tuple[Threshold, ...]:
    return tuple(
        Threshold(
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]),
            regime=row["regime"],
            buyer_kind=row["buyer_kind"],
            nature=row["nature"],
            amount=int(row["amount"]),
            source=row["source"] or None,
        )
        for row in rows("thresholds")
    )
