"""The verdict: what a notice is judged to be, lot by lot, with the evidence.

Field names and closed lists are those of the interchange format.
"""

from dataclasses import dataclass
from typing import Literal

from veille.core.notices import Many

Answer = Literal["yes", "no", "unclear"]
ReservedKind = Literal["handicap", "iae", "mixed", "prison", "ess", "unspecified"]
ClauseKind = Literal[
    "insertion",
    "generic",
    "criterion",
    "training",
    "equality",
    "disability",
    "fair_trade",
    "justice",
    "qpv",
    "progress_plan",
    "insertion_service",
    "unspecified",
]
Binding = Literal["mandatory", "optional", "unknown"]
ObligationAnswer = Literal["expected", "exempt", "not_applicable", "unknown"]
SignalName = Literal["declared", "stated", "learned", "law"]
Question = Literal["reserved", "clause", "potential", "likely", "obligation"]

ESS_OUTSIDE_LIST = "law.ess_outside_list"
"""The rule that notes a reservation to the social economy of what its article does not list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved:
    """Is it reserved, for whom, in which lots (all of them when ``lots`` is empty)."""

    answer: Answer = "no"
    kinds: Many[ReservedKind] = ()
    lots: Many[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """Does it carry a social clause, of which kinds, how binding, for how many hours."""

    answer: Answer = "no"
    kinds: Many[ClauseKind] = ()
    binding: Binding = "unknown"
    hours: int | None = None
    lots: Many[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """Does article L2112-2-1 (or L3114-2-1) expect a clause here, as far as the notice shows."""

    answer: ObligationAnswer = "unknown"
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursEstimate:
    """A range of hours of integration work that the contract could give, and what it rests on."""

    low: int
    high: int
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason. ``quote`` is exactly ``text[start:end]`` of the string at JSON Pointer ``at``,

    in code points; ``rule`` is the identifier of the rule that found it.
    """

    signal: SignalName
    for_: Question
    at: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    lot: str | None = None
    rule: str | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotVerdict:
    """The verdict of one lot."""

    lot: str
    reserved: Reserved = Reserved()
    clause: Clause = Clause()
    potential: float | None = None
    hours_estimate: HoursEstimate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The sum of the signals for one notice."""

    id: str
    rules: str
    model: str | None = None
    reserved: Reserved = Reserved()
    clause: Clause = Clause()
    potential: float | None = None
    likely: float | None = None
    obligation: Obligation = Obligation()
    hours_estimate: HoursEstimate | None = None
    by_lot: Many[LotVerdict] = ()
    evidence: Many[Evidence] = ()
