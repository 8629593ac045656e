"""The card that a frozen entry is selected by: that of its version, as the edition tells it."""

from dataclasses import replace

from newsletters.selection import Decision
from veille.core.cards import Card, What


def frozen_card(card: Card, decision: Decision) -> Card:
    """``card`` with what ``decision`` makes of it.

    What was corrected before it was first told is new to everybody. A contract that is told for its
    end alone is told for nothing else.
    """
    if decision.section == "renewal":
        return replace(card, whats=frozenset[What]({"renewal"}))
    told: set[What] = set(card.whats) - {"correction", "renewal"}
    if decision.section == "correction":
        told.add("correction")
    if len(decision.topics) > 1:
        told.add("renewal")
    return replace(card, whats=frozenset(told))
