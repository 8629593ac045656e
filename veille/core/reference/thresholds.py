"""European thresholds (euros without VAT), by period, regime, buyer and nature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import get_args

from veille.core.notices import BuyerKind, ContractNature, Regime
from veille.core.reference import cells
from veille.core.reference.tables import rows

ANY = "any"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``since`` to ``until``, both included; ``any`` where a column makes no difference.

    ``amount`` in euros without VAT. ``source`` is null where none was read; what is not
    ``confirmed`` must not be shown as official.
    """

    since: date
    until: date
    regime: str
    buyer_kind: str
    nature: str
    amount: int
    source: str | None
    confirmed: bool

    @property
    def key(self) -> str:
        """What it is the threshold of; one row replaces another of the same key."""
        return f"{self.since} {self.regime} {self.buyer_kind} {self.nature}"


def thresholds(
    day: date, regime: Regime, buyer_kind: BuyerKind, nature: ContractNature | None
) -> tuple[Threshold, ...]:
    """Every threshold that may apply to a consultation launched on ``day``.

    What is unknown is left open: several rows come back, and only an amount above the highest is
    surely above. Empty when the day is in no known period.
    """
    return matching(reference_thresholds(), day, regime, buyer_kind, nature)


def matching(
    table: Iterable[Threshold],
    day: date,
    regime: Regime,
    buyer_kind: BuyerKind,
    nature: ContractNature | None,
) -> tuple[Threshold, ...]:
    """The rows of ``table`` that may apply, in order; see ``thresholds``."""
    asked = {"regime": regime, "buyer_kind": buyer_kind, "nature": nature or "unknown"}
    return tuple(row for row in table if row.since <= day <= row.until and _fits(row, asked))


@cache
def reference_thresholds() -> tuple[Threshold, ...]:
    """The thresholds that ship with the package."""
    return tuple(map(read_threshold, rows("thresholds")))


def read_threshold(row: Mapping[str, str]) -> Threshold:
    """A row of cells as a threshold.

    Raises:
        ValueError: a cell is missing or not what it should be.
    """
    since, until = cells.day(row, "since"), cells.day(row, "until")
    if since > until:
        raise ValueError(f"since : {since} est après until, {until}")
    return Threshold(
        since=since,
        until=until,
        regime=cells.one_of(row, "regime", (ANY, *get_args(Regime))),
        buyer_kind=cells.one_of(row, "buyer_kind", (ANY, *get_args(BuyerKind))),
        nature=cells.one_of(row, "nature", (ANY, *get_args(ContractNature))),
        amount=int(cells.number(row, "amount", least=1, most=10**9)),
        source=cells.words(row, "source"),
        confirmed=cells.confirmed(row),
    )


def _fits(row: Threshold, asked: Mapping[str, str]) -> bool:
    return all(
        value == "unknown" or getattr(row, name) in (ANY, value) for name, value in asked.items()
    )
