"""Shares of contracts whose consultation was seen: floor, ceiling, and how sure that is.

A contract in doubt may or may not have been seen: the floor counts it as unseen, the ceiling as
seen. Contracts that one buyer notified on one day are one purchase, so the interval is that of as
many draws as there are purchases.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from veille.core.coverage.seen import Notified
from veille.core.estimates import Interval, wilson
from veille.core.french import NBSP, number

LEAST = 30
"""With fewer contracts a share is told as it was counted, not as a percentage."""

UNMEASURED = "non mesuré"


@dataclass(frozen=True, slots=True)
class Share:
    """Contracts by what is known of their consultation; ``purchases`` are those that they make."""

    seen: int = 0
    doubtful: int = 0
    awarded: int = 0
    unseen: int = 0
    purchases: int = 0

    @property
    def known(self) -> int:
        """The contracts that the share is of."""
        return self.seen + self.doubtful + self.missed

    @property
    def missed(self) -> int:
        """Those of which no call was read."""
        return self.awarded + self.unseen

    @property
    def interval(self) -> Interval | None:
        """95 % around the floor and the ceiling; null of nothing."""
        if not self.known:
            return None
        low = wilson(self.seen / self.known, self.purchases)
        high = wilson((self.seen + self.doubtful) / self.known, self.purchases)
        return Interval(low.value, low.low, high.high)

    @property
    def said(self) -> str:
        """« 62 à 70 % », « 4 à 5 sur 9 », « non mesuré »."""
        if not self.known:
            return UNMEASURED
        ceiling = self.seen + self.doubtful
        if self.known < LEAST:
            return f"{_range(self.seen, ceiling)} sur{NBSP}{self.known}"
        low, high = (_percent(part, self.known) for part in (self.seen, ceiling))
        return f"{_range(low, high)}{NBSP}%"

    @property
    def around(self) -> str:
        """« entre 55 et 77 % » at 95 %; empty where a share is told as it was counted."""
        found = self.interval
        if found is None or self.known < LEAST:
            return ""
        low, high = math.floor(100 * found.low), math.ceil(100 * found.high)
        return f"entre {low} et{NBSP}{high}{NBSP}%"


def share_of(contracts: Iterable[Notified]) -> Share:
    """The share of these contracts whose consultation was seen."""
    kept = list(contracts)
    states = [one.state for one in kept]
    return Share(
        seen=states.count("seen"),
        doubtful=states.count("doubtful"),
        awarded=states.count("awarded"),
        unseen=states.count("unseen"),
        purchases=len({(one.siren, one.on) for one in kept}),
    )


def _range(low: int, high: int) -> str:
    return number(low) if low == high else f"{number(low)} à{NBSP}{number(high)}"


def _percent(part: int, whole: int) -> int:
    """Never all or nothing unless it is."""
    rounded = (200 * part + whole) // (2 * whole)
    if 0 < part < whole:
        return min(99, max(1, rounded))
    return rounded
