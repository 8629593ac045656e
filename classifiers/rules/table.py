"""What a rule is: one way in which a notice says yes or no to a question.

A rule reads one sentence at a time, folded (see ``veille.core.text``) and without its false
friends. Its pattern is linear in the length of the text: gaps are bounded, never nested.
"""

from dataclasses import dataclass
from typing import Literal

from veille.core.verdicts import ClauseKind, ReservedKind

Effect = Literal["affirms", "denies", "masks"]
Asked = Literal["reserved", "clause"]
RuleKind = ReservedKind | ClauseKind

OBJECT = frozenset({"title", "lot.title"})
DESCRIPTION = frozenset({"description", "lot.description"})
TERMS = frozenset({"texts.conditions", "texts.execution"})
CRITERIA = frozenset({"texts.criteria"})
SELECTION = frozenset({"texts.selection"})
REMARKS = frozenset({"texts.additional", "texts.correction", "texts.other"})
PROSE = DESCRIPTION | TERMS | REMARKS
ANYWHERE = OBJECT | PROSE | CRITERIA | SELECTION


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way of saying it.

    ``stems``: folded strings of which at least one is in every text the pattern matches; a
    sentence without any of them is not searched. ``fields``: where the words mean this (the same
    words mean something else elsewhere). ``examples`` and ``counter_examples`` are written by the
    project, as a buyer would write them; they are the tests of the rule. Where the pattern has a
    group, the group is what the rule is about (the kind of structure, say), else the whole match.
    ``masked``: false friends are hidden from it.
    """

    id: str
    question: Asked
    pattern: str
    stems: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...] = ()
    kind: RuleKind | None = None
    fields: frozenset[str] = ANYWHERE
    effect: Effect = "affirms"
    masked: bool = True


def gap(longest: int) -> str:
    """Up to ``longest`` characters of the same sentence, as few as possible."""
    return f"[^.;!?]{{0,{longest}}}?"
