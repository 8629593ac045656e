"""A buyer's habit with what it declared of its contracts, beside what its notices showed.

Award data ask every buyer whether a contract has a social consideration; notices show a clause only
where it is written. The two rates cannot be added: what a buyer declares counts by how far it is
from what all buyers declare, so that a buyer like the others stays where its notices put it.
"""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from classifiers.habits import SMOOTHING, Habits, Past, Seen, siren_key

_EVERYBODY = 0  # a key that no buyer has


class Declared(NamedTuple):
    """What the buyer of a SIREN declared on a day (ordinal): a social consideration, or none."""

    siren: str
    day: int
    clause: bool


class WithContracts(Habits):
    """``known`` habits, and those that contracts show; ``average`` is the rate of ``known``."""

    def __init__(self, known: Habits, declared: Iterable[Declared], average: float) -> None:
        super().__init__()
        self._known = known
        self._average = average
        self._declared = Habits(
            Seen((siren_key(one.siren), _EVERYBODY), one.day, one.clause) for one in declared
        )

    def __len__(self) -> int:
        return len(self._known) + len(self._declared)

    def before(self, keys: Iterable[int], day: int | None) -> Past:
        """What was seen and declared strictly before ``day``, on the scale of what was seen."""
        asked = tuple(keys)
        seen = self._known.before(asked, day)
        own = self._declared.before(asked, day)
        if not own.notices:
            return seen
        everybody = self._declared.before((_EVERYBODY,), day)
        share = _rescaled(own, _rate(everybody, 0.5, 2.0), self._average)
        return replace(
            seen,
            notices=seen.notices + own.notices,
            clauses=seen.clauses + share * own.notices,
        )


def _rescaled(own: Past, usual: float, average: float) -> float:
    """The share of clauses that stands as far from ``average`` as what is declared does from

    ``usual``, both smoothed alike.
    """
    odds = _logit(_rate(own, usual, SMOOTHING)) - _logit(usual) + _logit(average)
    wanted = 1 / (1 + math.exp(-odds))
    total = own.notices + SMOOTHING
    return min(max((wanted * total - SMOOTHING * average) / own.notices, 0.0), 1.0)


def _rate(past: Past, usual: float, smoothing: float) -> float:
    return (past.clauses + smoothing * usual) / (past.notices + smoothing)


def _logit(rate: float) -> float:
    return math.log(rate / (1 - rate))
