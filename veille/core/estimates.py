"""What share of the written clauses the watch finds, from samples, and how sure that is.

Every week the procedures fall into two strata: those where the rules saw a clause and those where
they did not. A random part of each is read by staff. With ``p`` the share of the flagged that do
carry one and ``q`` the share of the unflagged that do, over all weeks, recall is
``F·p / (F·p + U·q)`` for ``F`` flagged and ``U`` unflagged procedures.

Each share is a mean over weeks weighted by their sizes, with Wilson's interval at its effective
sample size: weeks that were sampled thinly count for less, and a stratum read whole for certain.
The interval of recall follows from both by the method of variance estimates recovery (MOVER):
recall ``r`` is the root of the contrast ``F·p·(1 − r) − U·q·r``, whose limits combine the distances
of ``p`` and ``q`` to their own limits.

Sources: E. B. Wilson, JASA 22, 1927; G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from veille.core.french import NBSP

LEVEL = 0.95
LEAST_READ = 100
"""Unflagged procedures that must have been read before anything is said."""
LEAST_FOUND = 10
"""Flagged procedures that must have been found right before anything is said."""

NOT_ENOUGH = f"Rappel des clauses écrites{NBSP}: pas encore assez d’étiquettes."

_STEPS = 60  # halvings: far below a millionth


@dataclass(frozen=True, slots=True)
class Interval:
    """A share from 0 to 1, between ``low`` and ``high``."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stratum:
    """``read`` of the ``size`` procedures of a week were read, ``positive`` carry a clause."""

    size: int
    read: int
    positive: int


def wilson(share: float, size: float, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share seen in a sample of ``size``, which may be fractional.

    An infinite size (everything was read) leaves no doubt; none at all leaves the whole range.
    """
    if math.isinf(size):
        return Interval(share, share, share)
    if size <= 0:
        return Interval(share, 0.0, 1.0)
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = 1 + z * z / size
    middle = (share + z * z / (2 * size)) / spread
    half = z / spread * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    return Interval(share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))


def stratified(strata: Sequence[Stratum], level: float = LEVEL) -> Interval:
    """The share of all that the weeks stand for, each read in part, at random.

    The effective size is one over ``Σ W²·(N − n) / ((N − 1)·n)``, with ``W`` a week's part of the
    whole, ``N`` its size and ``n`` those read.
    """
    whole = sum(one.size for one in strata)
    if not whole:
        return Interval(0.0, 0.0, 0.0)
    share = sum(one.size / whole * one.positive / one.read for one in strata if one.read)
    doubt = sum((one.size / whole) ** 2 * _doubt(one) for one in strata)
    return wilson(share, 1 / doubt if doubt else math.inf, level)


def _doubt(one: Stratum) -> float:
    if one.read >= one.size or one.size <= 1:
        return 0.0
    return (one.size - one.read) / ((one.size - 1) * one.read)


def recall(weeks: Sequence[tuple[Stratum, Stratum]], level: float = LEVEL) -> Interval | None:
    """The share of written clauses that are found, from the flagged and unflagged of each week.

    A week in which a stratum was not read at all says nothing and is left out. Null where too
    little was read.
    """
    told = [week for week in weeks if all(one.read or not one.size for one in week)]
    flagged = [one for one, _ in told]
    unflagged = [other for _, other in told]
    if (
        sum(one.read for one in unflagged) < LEAST_READ
        or sum(one.positive for one in flagged) < LEAST_FOUND
    ):
        return None
    right, missed = stratified(flagged, level), stratified(unflagged, level)
    found = sum(one.size for one in flagged)
    unseen = sum(one.size for one in unflagged)
    value = found * right.value / (found * right.value + unseen * missed.value)

    def contrast(share: float) -> float:
        """Zero at the estimate, falling as ``share`` grows."""
        return found * right.value * (1 - share) - unseen * missed.value * share

    def doubt(share: float, of_right: float, of_missed: float) -> float:
        return math.hypot(found * (1 - share) * of_right, unseen * share * of_missed)

    def lower(share: float) -> float:
        return contrast(share) - doubt(share, right.value - right.low, missed.high - missed.value)

    def upper(share: float) -> float:
        return contrast(share) + doubt(share, right.high - right.value, missed.value - missed.low)

    return Interval(value, _root(lower, 0.0, value), _root(upper, value, 1.0))


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that is positive at ``low`` crosses zero; ``high`` where it does not."""
    if falling(high) > 0:
        return high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def sentence(found: Interval | None, weeks: int) -> str:
    """« Sur 12 semaines, la veille retrouve 96 % des clauses écrites (entre 89 % et 99 %). »"""
    if found is None:
        return NOT_ENOUGH
    value, low, high = (
        f"{share * 100:.0f}{NBSP}%" for share in (found.value, found.low, found.high)
    )
    return (
        f"Sur {weeks} semaines, la veille retrouve {value} des clauses écrites"
        f" (entre {low} et {high})."
    )
