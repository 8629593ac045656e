"""A signal: one piece of evidence, with what it says about which question and which lot."""

from dataclasses import dataclass
from typing import Literal

from classifiers.rules.table import Asked, RuleKind
from veille.core.verdicts import Binding, Evidence

Says = Literal["yes", "no", "note"]

AFFIRMS, DENIES, NOTES = 1.0, -1.0, 0.0
WEIGHTS: dict[Says, float] = {"yes": AFFIRMS, "no": DENIES, "note": NOTES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One reason. ``lot`` null means the whole notice.

    ``hours`` are hours of integration work stated for it; ``part`` says that they are those of
    one phase of it. A note neither affirms nor denies: a percentage, a rate of hours.
    """

    question: Asked
    says: Says
    evidence: Evidence
    kind: RuleKind | None = None
    lot: str | None = None
    binding: Binding = "unknown"
    hours: int | None = None
    part: bool = False
