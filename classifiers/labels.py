"""Labels: what is known of whether a notice carries a clause or is reserved.

The flag of a form misses most clauses: without a tag, « not seen » means unknown, and is learned
from as such, as a floor.
"""

from dataclasses import dataclass
from typing import Literal

from veille.core.notices import Notice
from veille.core.verdicts import Verdict

Origin = Literal["observed", "contract", "tag"]

# What a tag counts. Above all it takes the place of what was observed, on every notice of its
# procedure; counted many times besides, it makes worse models (docs/learning.md).
TAG_WEIGHT = 1.5
# What a contract counts: as much as a signal. The buyer declared it, and the join may be wrong.
CONTRACT_WEIGHT = 1.0
_WEIGHTS: dict[Origin, float] = {
    "observed": 1.0,
    "contract": CONTRACT_WEIGHT,
    "tag": TAG_WEIGHT,
}


@dataclass(frozen=True, slots=True)
class Label:
    """Whether a clause is known of, and who says so: the notice's own signals, the contract that

    came of it, or staff's tag.
    """

    positive: bool
    origin: Origin = "observed"

    @property
    def weight(self) -> float:
        """What the label counts in training."""
        return _WEIGHTS[self.origin]


def given(notice: Notice) -> Label | None:
    """The label that a labelled file gives the notice; null where it gives none."""
    found = (notice.label or {}).get("any")
    return Label(found) if isinstance(found, bool) else None


def observed(verdict: Verdict) -> Label:
    """The label that the declared and stated signals of a verdict give."""
    return Label("yes" in (verdict.reserved.answer, verdict.clause.answer))
