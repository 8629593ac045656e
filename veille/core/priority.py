"""The order of « à saisir »: which tender a facilitator should take up first.

Four parts between 0 and 1, weighed: what is bought, the hours it could give, the time left, the
law. Who buys changes nothing of the order; it only adds a remark. ``docs/priority.md`` says it for
people.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from veille.core.verdicts import HoursEstimate, ObligationAnswer

REMARK = "cet acheteur en met souvent\u00a0: à vérifier au DCE"

PotentialBand = Literal["high", "medium", "low"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """What the order is made of.

    ``potential`` and ``likely`` as in the verdict; ``days_left`` until the deadline, negative when
    it has passed, null when unknown; ``ahead`` is true before the tender itself (planning);
    ``id`` settles what is otherwise equal.
    """

    id: str
    potential: float | None = None
    likely: float | None = None
    hours: HoursEstimate | None = None
    days_left: float | None = None
    ahead: bool = False
    obligation: ObligationAnswer = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each part weighs, and where it is full. Only the proportions of the weights count.

    ``potential_full``, ``hours_full``: from there on the part is 1. ``potential_unknown`` and
    ``hours_unknown`` stand in for what is not known. ``days_to_act``: days a buyer needs to put a
    clause in by correction. ``law_unknown``: the law's part where it cannot be told.
    ``likely_from``: the score of habit from which the remark is made. ``medium_from`` and
    ``high_from``: the scores at which a higher band of potential begins.
    """

    potential: float = 0.4
    hours: float = 0.25
    time: float = 0.2
    law: float = 0.15
    potential_full: float = 0.5
    potential_unknown: float = 0.1
    hours_full: float = 1400
    hours_unknown: float = 70
    days_to_act: float = 21
    time_unknown: float = 0.5
    law_unknown: float = 0.3
    likely_from: float = 0.3
    medium_from: float = 0.1
    high_from: float = 0.3

    def __post_init__(self) -> None:
        """Raises ``ValueError`` for weights that give no order."""
        parts = (self.potential, self.hours, self.time, self.law)
        if not all(math.isfinite(part) and part >= 0 for part in parts) or sum(parts) <= 0:
            raise ValueError(
                "poids de la priorité : nombres positifs attendus, un au moins non nul"
            )
        if min(self.potential_full, self.hours_full, self.days_to_act) <= 0:
            raise ValueError("seuils de la priorité : nombres strictement positifs attendus")


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


def remark(found: Opportunity, weights: Weights = DEFAULT) -> str | None:
    """What the buyer's habit adds: a thing to check, where it raises the score that far."""
    if found.likely is None or found.likely < weights.likely_from:
        return None
    return REMARK if found.likely > (found.potential or 0.0) else None


def potential_band(score: float, weights: Weights = DEFAULT) -> PotentialBand:
    """In which of three bands a score of potential lies."""
    if score >= weights.high_from:
        return "high"
    return "medium" if score >= weights.medium_from else "low"


def _potential(found: Opportunity, weights: Weights) -> float:
    score = weights.potential_unknown if found.potential is None else found.potential
    return _bounded(score / weights.potential_full)


def _hours(found: Opportunity, weights: Weights) -> float:
    """On a logarithmic scale: from 70 to 140 hours counts as much as from 700 to 1,400."""
    estimate = found.hours
    middle = weights.hours_unknown if estimate is None else (estimate.low + estimate.high) / 2
    return _bounded(math.log1p(max(middle, 0.0)) / math.log1p(weights.hours_full))


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
