"""A signal: one piece of evidence, with what it says about which question and which lot."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from classifiers.rules.table import Asked, RuleKind
from veille.core.answers import answer, is_stated
from veille.core.verdicts import Answer, Binding, Evidence

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

    @property
    def is_stated(self) -> bool:
        """Whether it is said in words, not ticked."""
        return is_stated(self.evidence)


def come_to(question: Asked, signals: Iterable[Signal]) -> Answer:
    """What the signals about one question and one lot come to."""
    return answer(question, [signal.evidence for signal in signals])
