"""The order of « à saisir »: which tender a facilitator should take up first.

Four parts between 0 and 1, weighed: what is bought, the hours it could give, the time left, the
law. Who buys changes nothing of the order; it only adds a remark. ``docs/priority.md`` says it for
people.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from veille.core.bands import Band, Bands, band_of
from veille.core.verdicts import HoursEstimate, ObligationAnswer

REMARK = "cet acheteur en met souvent\u00a0: à vérifier au DCE"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """What the order is made of.

    ``potential`` and ``likely`` as in the verdict; ``habit`` is what the buyer's past adds to
    ``likely``, in log-odds; ``days_left`` until the deadline, negative when it has passed, null
    when unknown; ``ahead`` is true before the tender itself (planning); ``id`` settles what is
    otherwise equal.
    """

    id: str
    potential: float | None = None
    likely: float | None = None
    habit: float = 0.0
    hours: HoursEstimate | None = None
    days_left: float | None = None
    ahead: bool = False
    obligation: ObligationAnswer = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part weighs, and where it is full. Only the proportions of the weights count.

    ``potential_full``, ``hours_full``: from there on the part is 1; ``hours_least``: up to there it
    is 0. ``potential_unknown`` and ``hours_unknown`` stand in for what is not known.
    ``days_to_act``: days a buyer needs to put a clause in by correction. ``law_unknown``: the
    law's part where it cannot be told.
    """

    potential: float = 0.5
    hours: float = 0.2
    time: float = 0.2
    law: float = 0.1
    potential_full: float = 0.15
    potential_unknown: float = 0.07
    hours_least: float = 35
    hours_full: float = 1400
    hours_unknown: float = 70
    days_to_act: float = 21
    time_unknown: float = 0.5
    law_unknown: float = 0.3

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for weights that give no order."""
        parts = (self.potential, self.hours, self.time, self.law)
        if not all(math.isfinite(part) and part >= 0 for part in parts) or sum(parts) <= 0:
            raise ValueError(
                "poids de la priorité : nombres positifs attendus, un au moins non nul"
            )
        if min(self.potential_full, self.hours_least, self.days_to_act) <= 0:
            raise ValueError("seuils de la priorité : nombres strictement positifs attendus")
        if self.hours_full <= self.hours_least:
            raise ValueError("heures de la priorité : un maximum au-dessus du minimum attendu")

    def on_the_scale_of(self, bands: Bands) -> "Weights":
        """The same weights, a potential being full where the high band of its model begins."""
        full = bands.potential[0].since if bands.potential else 0.0
        return replace(self, potential_full=full) if full > 0 else self


DEFAULT = Weights()


def priority(found: Opportunity, weights: Weights = DEFAULT) -> float:
    """From 0 (leave it) to 1 (now); 0 when the deadline has passed."""
    if found.days_left is not None and found.days_left <= 0 and not found.ahead:
        return 0.0
    parts = (
        (weights.potential, _potential(found, weights)),
        (weights.hours, _hours(found, weights)),
        (weights.time, _time(found, weights)),
        (weights.law, _law(found, weights)),
    )
    return round(sum(weight * part for weight, part in parts) / sum(w for w, _ in parts), 6)


def ranked(
    items: Iterable[_T], key: Callable[[_T], Opportunity], weights: Weights = DEFAULT
) -> list[_T]:
    """The items, first to take up first.

    What has the same priority goes by the nearer deadline (unknown last), then by id: the order
    does not depend on that of the items.
    """

    def rank(item: _T) -> tuple[float, float, str]:
        found = key(item)
        left = math.inf if found.days_left is None else found.days_left
        return -priority(found, weights), left, found.id

    return sorted(items, key=rank)


def remark(found: Opportunity, bands: Sequence[Band]) -> str | None:
    """What the buyer's habit adds: a thing to check, where it brings ``likely`` in its high band.

    ``bands`` are those of ``likely``; without them nothing is said.
    """
    band = band_of(found.likely, bands)
    return REMARK if band is not None and band.name == "high" and found.habit > 0 else None


def _potential(found: Opportunity, weights: Weights) -> float:
    score = weights.potential_unknown if found.potential is None else found.potential
    return _bounded(score / weights.potential_full)


def _hours(found: Opportunity, weights: Weights) -> float:
    """On a logarithmic scale: from 70 to 140 hours counts as much as from 700 to 1,400."""
    estimate = found.hours
    middle = weights.hours_unknown if estimate is None else (estimate.low + estimate.high) / 2
    least = weights.hours_least
    return _bounded(math.log(max(middle, least) / least) / math.log(weights.hours_full / least))


def _time(found: Opportunity, weights: Weights) -> float:
    """Full ahead of the tender and while a correction is possible; then it fades to zero."""
    if found.ahead:
        return 1.0
    if found.days_left is None:
        return weights.time_unknown
    return _bounded(found.days_left / weights.days_to_act)


def _law(found: Opportunity, weights: Weights) -> float:
    if found.obligation == "expected":
        return 1.0
    return weights.law_unknown if found.obligation == "unknown" else 0.0


def _bounded(part: float) -> float:
    return min(max(part, 0.0), 1.0)
