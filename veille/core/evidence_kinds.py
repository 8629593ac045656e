"""Which kinds of reservation or clause a line of evidence can stand for, by the rule that found it.

A line does not hold its kind, its rule's identifier does: ``reserved.by.iae``, ``clause.training``.
A test keeps this in step with the rules table.
"""

from collections.abc import Set
from typing import get_args

from veille.core.verdicts import ClauseKind, Evidence, ReservedKind

KindName = ReservedKind | ClauseKind

RESERVED_KINDS: tuple[ReservedKind, ...] = get_args(ReservedKind)
CLAUSE_KINDS: tuple[ClauseKind, ...] = get_args(ClauseKind)
VAGUE: frozenset[KindName] = frozenset({"generic", "unspecified"})
TAG_RULE = "tag."
"""What begins the rule of a line that staff added; its kind follows."""

_BESIDE_GENERIC: frozenset[KindName] = frozenset({"generic", "criterion", "unspecified"})
_BOTH: frozenset[KindName] = frozenset({"handicap", "iae"})
_UNSPECIFIED: frozenset[KindName] = frozenset({"unspecified"})

# By the beginning of their identifier: the rules of which it names more or less than the kind.
_BY_FAMILY: dict[str, frozenset[KindName]] = {
    "reserved.only.workers": frozenset({"handicap"}),
    "clause.hours": frozenset({"insertion"}),
    "criterion.": frozenset({"criterion"}),
    "object.": frozenset({"insertion_service"}),
}
# A box means what was ticked in it, which may be any of these.
_DECLARED: dict[str, frozenset[KindName]] = {
    "declared.BT-71": frozenset({"unspecified", "ess"}),
    "declared.BT-775": frozenset({"unspecified", "insertion", "equality", "fair_trade"}),
    "declared.reservationMarche": frozenset({"unspecified", "handicap"}),
    "declared.MARCHE_RESERVE": frozenset({"unspecified", "handicap"}),
}


def own_kinds(line: Evidence) -> frozenset[KindName]:
    """The kinds that the rule of an affirming line names; « unspecified » where it names none."""
    rule = line.rule or ""
    family = next((family for family in _BY_FAMILY if rule.startswith(family)), None)
    if family is not None:
        return _BY_FAMILY[family]
    names = rule.split(".")
    kinds: tuple[KindName, ...] = RESERVED_KINDS if line.for_ == "reserved" else CLAUSE_KINDS
    return frozenset(kind for kind in kinds if kind in names) or _UNSPECIFIED


def possible_kinds(line: Evidence) -> frozenset[KindName]:
    """The kinds that an affirming line can mean: in the award criteria, a clause is a criterion."""
    if (line.rule or "") in _DECLARED:
        return _DECLARED[line.rule or ""]
    own = own_kinds(line)
    return own | {"criterion"} if line.for_ == "clause" else own


def merged_kinds(kinds: Set[KindName]) -> frozenset[KindName]:
    """The kinds as people are told them: both kinds of structure are « mixed », and what tells

    nothing leaves when something tells more.
    """
    merged = set(kinds)
    if merged >= _BOTH:
        merged.add("mixed")
    if "mixed" in merged:
        merged -= _BOTH
    if merged - _BESIDE_GENERIC:
        merged.discard("generic")
    if len(merged) > 1:
        merged.discard("unspecified")
    return frozenset(merged)


def unmerged_kinds(kinds: Set[KindName]) -> frozenset[KindName]:
    """The kinds with both kinds of structure beside « mixed »."""
    return frozenset(kinds | _BOTH) if "mixed" in kinds else frozenset(kinds)


def reserved_kinds(kinds: Set[KindName]) -> tuple[ReservedKind, ...]:
    """Those that are kinds of reservation, in the order of the closed list."""
    return tuple(kind for kind in RESERVED_KINDS if kind in kinds)


def clause_kinds(kinds: Set[KindName]) -> tuple[ClauseKind, ...]:
    """Those that are kinds of clause, in the order of the closed list."""
    return tuple(kind for kind in CLAUSE_KINDS if kind in kinds)
