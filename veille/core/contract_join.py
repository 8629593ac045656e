"""Which procedure a contract comes from: evidence, a score, a decision. Pure.

The buyer is the same before anything here is asked: the store looks only among its procedures. What
is not known on one side speaks neither for nor against. The weights were fitted, and the thresholds
chosen, on made pairs (``scripts/measure_join.py``, ``docs/awards.md``).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from veille.core.object_likeness import EVEN, ObjectText, Rarity, likeness

JOIN = 0.8
"""From this score on a contract is joined, unless another procedure is nearly as good."""
DOUBT = 0.2
"""From this score on a contract is shown to staff."""
CLEAR = 0.2
"""How far the second best must be behind, in score, for the best to be joined by rule."""
MOST_DOUBTS = 3

Outcome = Literal["joined", "doubt", "none"]

_EARLIEST, _LATEST = -75, 390
"""Days from the deadline (else the publication) to the notification beyond which nothing fits."""
_USUAL = (5, 270)
_AWARD_FITS = 90  # days between the award that a notice tells and the notification
_CPV_LENGTH = 8
_CPV_PARTS = {2: 0.35, 3: 0.55, 4: 0.75, 5: 0.85, 6: 0.92, 7: 0.96, 8: 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """What a contract says that a procedure can be recognised by."""

    text: ObjectText
    cpv: str | None = None
    notified_on: date | None = None
    published_on: date | None = None
    amount: float | None = None
    holders: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What the notices of a procedure say. ``texts`` are its title, and its title with each lot.

    ``holders`` are the companies (SIREN) that its award notices name, ``amounts`` what they say
    each gets; ``value`` the whole amount; ``lots`` how many there are (0 = not said).
    """

    procedure_id: int
    texts: tuple[ObjectText, ...]
    cpv: tuple[str, ...] = ()
    opened_on: date | None = None
    due_on: date | None = None
    awarded_on: date | None = None
    value: float | None = None
    amounts: tuple[float, ...] = ()
    holders: frozenset[str] = frozenset()
    lots: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well each part fits, from 0 (against) to 1 (for); null where one side does not say."""

    object: float
    cpv: float | None = None
    dates: float | None = None
    amount: float | None = None
    holder: float | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A procedure that a contract may come from."""

    procedure_id: int
    score: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done with a contract: ``chosen`` are one procedure joined, or the ones in doubt."""

    outcome: Outcome
    chosen: tuple[Candidate, ...] = ()


def evidence(one: Awarded, other: Called, rarity: Rarity = EVEN) -> Evidence:
    """How well the contract and the procedure fit, part by part."""
    return Evidence(
        object=max((likeness(one.text, text, rarity) for text in other.texts), default=0.0),
        cpv=_cpv(one.cpv, other.cpv),
        dates=_dates(one, other),
        amount=_amount(one.amount, other),
        holder=_holder(one.holders, other.holders),
    )


# In log-odds: what a part adds from 0 to 1, and where in between it says nothing.
_BASE = -10.7
_OBJECT, _ALIKE, _ALIKE_SINCE = 8.0, 5.3, 0.5
_CPV, _DATES, _AMOUNT, _HOLDER = (1.7, 0.5), (8.5, 0.7), (0.8, 0.4), (7.0, 0.45)


def score(found: Evidence) -> float:
    """Between 0 and 1; rises with every part. A part that is not known leaves it as it is."""
    odds = _BASE + _OBJECT * found.object + _ALIKE * max(0.0, found.object - _ALIKE_SINCE)
    for part, (weight, neutral) in (
        (found.cpv, _CPV),
        (found.dates, _DATES),
        (found.amount, _AMOUNT),
        (found.holder, _HOLDER),
    ):
        if part is not None:
            odds += weight * (part - neutral)
    return 1 / (1 + math.exp(-odds))


def decide(candidates: Iterable[Candidate]) -> Decision:
    """Join the best where it is good enough and clearly the best; else say which are in doubt."""
    ranked = sorted(candidates, key=lambda one: (-one.score, one.procedure_id))
    possible = tuple(one for one in ranked if one.score >= DOUBT)[:MOST_DOUBTS]
    if not possible:
        return Decision("none")
    best = possible[0]
    behind = possible[1].score if len(possible) > 1 else 0.0
    if best.score >= JOIN and best.score - behind >= CLEAR:
        return Decision("joined", (best,))
    return Decision("doubt", possible)


def fits_in_time(one: Awarded, other: Called) -> bool:
    """Whether the days leave any chance: what is looked at before words are compared."""
    fit = _dates(one, other)
    return fit is None or fit > 0


def cpv_agreement(one: str, other: str) -> float:
    """How far two codes agree; a general code fits all that it holds, as far as it goes."""
    short, long = sorted((_significant(one), _significant(other)), key=len)
    common = _common_prefix(short, long)
    if common < 2:
        return 0.0
    if common == len(short) == len(long):
        return 1.0
    if common == len(short):  # 45000000 holds 45233140
        return max(_CPV_PARTS[common], 0.6)
    return _CPV_PARTS[common]


def _cpv(code: str | None, codes: Sequence[str]) -> float | None:
    if code is None or not codes:
        return None
    return max(cpv_agreement(code, other) for other in codes)


def _significant(code: str) -> str:
    """The digits that say something: ``45000000`` is 45."""
    return code[:_CPV_LENGTH].rstrip("0").ljust(2, "0")


def _common_prefix(one: str, other: str) -> int:
    for index, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return index
    return min(len(one), len(other))


def _dates(one: Awarded, other: Called) -> float | None:
    """Whether the contract was notified when this procedure would lead to it."""
    told = one.notified_on or one.published_on
    if told is None:
        return None
    if other.awarded_on is not None:
        gap = abs((told - other.awarded_on).days)
        slack = _AWARD_FITS if one.notified_on else 3 * _AWARD_FITS
        return max(0.0, 1 - max(0, gap - 30) / (2 * slack))
    start = other.due_on or other.opened_on
    if start is None:
        return None
    days = (told - start).days
    if one.notified_on is None:
        days = max(min(days, _USUAL[1]), days - 180)  # data are published months later
    return _fit_after(days)


def _fit_after(days: int) -> float:
    soonest, usual = _USUAL
    if days <= _EARLIEST or days >= _LATEST:
        return 0.0
    if days < soonest:
        return (days - _EARLIEST) / (soonest - _EARLIEST)
    if days <= usual:
        return 1.0
    return 1 - (days - usual) / (_LATEST - usual)


def _amount(amount: float | None, other: Called) -> float | None:
    """Whether the amount is one that was told, or a plausible part of the whole."""
    if amount is None:
        return None
    if other.amounts:
        return max(_ratio(amount, told) for told in (*other.amounts, sum(other.amounts)))
    if other.value is None:
        return None
    if other.lots > 1 and amount <= other.value:
        return 0.6
    return _ratio(amount, other.value)


def _ratio(one: float, other: float) -> float:
    return min(one, other) / max(one, other) if one > 0 and other > 0 else 0.0


def _holder(one: frozenset[str], other: frozenset[str]) -> float | None:
    if not one or not other:
        return None
    return 1.0 if one & other else 0.0
