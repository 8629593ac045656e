"""Which notices make one procedure: pure grouping by shared keys.

The result depends on the set of notices alone, never on the order or the batches in which they
came, provided that ``resolve`` is given the whole neighbourhood of the new notices.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from veille.core.disjoint import Parts
from veille.core.link_keys import Linkable, age
from veille.core.lookalikes import Doubt, find_doubts
from veille.core.procedures import Key, KeyKind

Rule = Literal["staff", "uuid", "chain", "folder", "fallback", "alone"]

MAX_BUYERS = 5
"""An identifier seen with more buyers than this is a wrong constant: it joins nothing."""

# The surest first: the order in which keys join, and in which a rule is recorded.
_KINDS: tuple[KeyKind, ...] = ("uuid", "notice", "folder", "fallback")
_RULES: tuple[Rule, ...] = ("uuid", "chain", "folder", "fallback")


@dataclass(frozen=True, slots=True)
class Assignment:
    """A notice of a group and the rule that ties it to the others."""

    notice_id: str
    rule: Rule


@dataclass(frozen=True, slots=True)
class Group:
    """One procedure: the id that it keeps (null = to be made) and its notices, oldest first."""

    procedure: int | None
    notices: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """The newer procedure id now points to the older one."""

    newer: int
    older: int


@dataclass(frozen=True, slots=True)
class Resolution:
    """What to write: groups, merges, doubts; ``ignored`` are the keys too widely shared to join."""

    groups: tuple[Group, ...]
    merges: tuple[Merge, ...]
    doubts: tuple[Doubt, ...]
    ignored: tuple[Key, ...]


def neighbourhood(
    batch: Iterable[Linkable], sharing: Callable[[frozenset[Key]], Iterable[Linkable]]
) -> tuple[Linkable, ...]:
    """``batch`` and every known notice that strong keys tie to it, directly or through others.

    ``sharing`` returns the known notices that have one of the keys it is given; it is asked for
    each key once. A notice whose keys changed (read again after a fix) comes into ``batch`` with
    the other notices of its procedure, so that it can leave them.
    """
    found = {notice.id: notice for notice in batch}
    asked: set[Key] = set()
    while wanted := frozenset(_strong_keys(found.values())) - asked:
        asked |= wanted
        for notice in sharing(wanted):
            found.setdefault(notice.id, notice)
    return tuple(found.values())


def resolve(
    notices: Iterable[Linkable],
    *,
    alike: Iterable[Linkable] = (),
    pinned: Mapping[str, int] | None = None,
) -> Resolution:
    """Group ``notices``, a whole neighbourhood, into procedures.

    Args:
        notices: the new notices and all that ``neighbourhood`` found.
        alike: known notices that share a doubt key with them; never regrouped here.
        pinned: notice id → procedure id, set by staff, each id after following merges. Notices
            pinned to one procedure stay together, to two procedures stay apart, whatever the
            rules say. A split pins the notices of both sides.
    """
    pins = pinned or {}
    ordered = sorted({notice.id: notice for notice in notices}.values(), key=age)
    usable, ignored = _shared_keys(ordered)
    parts = Parts([pins.get(notice.id) for notice in ordered])
    for kind in _KINDS:
        for key in sorted(key for key in usable if key.kind == kind):
            parts.join_all(usable[key])
    members = parts.members()
    kept, merges = _identities(ordered, members, pins)
    groups = tuple(
        Group(kept[index], tuple(_assign(ordered, part, number, usable, pins) for number in part))
        for index, part in enumerate(members)
    )
    all_seen = {notice.id: notice for notice in alike} | {notice.id: notice for notice in ordered}
    doubts = find_doubts(all_seen.values(), _home(groups, merges), pins)
    return Resolution(groups, merges, doubts, tuple(sorted(ignored)))


def _strong_keys(notices: Iterable[Linkable]) -> Iterable[Key]:
    return (key for notice in notices for key in notice.keys if key.strong)


def _shared_keys(ordered: Sequence[Linkable]) -> tuple[dict[Key, list[int]], set[Key]]:
    """Strong keys that two notices or more share → their indexes; and those that join nothing."""
    holders: dict[Key, list[int]] = defaultdict(list)
    for index, notice in enumerate(ordered):
        for key in notice.keys:
            if key.strong:
                holders[key].append(index)
    shared = {key: indexes for key, indexes in holders.items() if len(indexes) > 1}
    ignored = {
        key for key, indexes in shared.items() if _too_wide(key, [ordered[i] for i in indexes])
    }
    return {key: indexes for key, indexes in shared.items() if key not in ignored}, ignored


def _too_wide(key: Key, holders: Collection[Linkable]) -> bool:
    """Is it a constant shared by strangers, or a likeness that the procedure ids contradict?"""
    if key.kind == "fallback":
        return len({own.value for held in holders for own in held.keys if own.kind == "folder"}) > 1
    return len({held.buyer for held in holders if held.buyer}) > MAX_BUYERS


def _identities(
    ordered: Sequence[Linkable], members: Sequence[Sequence[int]], pins: Mapping[str, int]
) -> tuple[list[int | None], tuple[Merge, ...]]:
    """The id that each part keeps, the oldest it owns, and the merges of its other ids.

    A procedure that falls apart goes with the part that staff pinned to it, else with the part
    of its oldest notice.
    """
    owner: dict[int, int] = {}
    for index, part in enumerate(members):
        for number in part:
            pin = pins.get(ordered[number].id)
            if pin is not None:
                owner[pin] = index
    today = sorted(
        (age(ordered[number]), ordered[number].procedure, index)
        for index, part in enumerate(members)
        for number in part
        if ordered[number].procedure is not None
    )
    for _, procedure, index in today:
        if procedure is not None:
            owner.setdefault(procedure, index)
    owned: dict[int, list[int]] = defaultdict(list)
    for procedure, index in sorted(owner.items()):
        owned[index].append(procedure)
    merges = tuple(
        Merge(newer, procedures[0]) for procedures in owned.values() for newer in procedures[1:]
    )
    return [min(owned[index], default=None) for index in range(len(members))], merges


def _assign(
    ordered: Sequence[Linkable],
    part: Sequence[int],
    number: int,
    usable: Mapping[Key, Sequence[int]],
    pins: Mapping[str, int],
) -> Assignment:
    notice, others = ordered[number], set(part) - {number}
    if notice.id in pins:
        return Assignment(notice.id, "staff")
    ties = {
        _rule(key, [notice, *(ordered[other] for other in sharing)])
        for key in notice.keys
        if (sharing := others.intersection(usable.get(key, ())))
    }
    return Assignment(notice.id, next((rule for rule in _RULES if rule in ties), "alone"))


def _rule(key: Key, holders: Sequence[Linkable]) -> Rule:
    """What a shared key means: the same notice twice, a reference to an earlier one…"""
    if key.kind == "uuid":
        its_own = Key("self", key.value, False)
        twins = sum(its_own in holder.keys for holder in holders)
        return "uuid" if its_own in holders[0].keys and twins > 1 else "chain"
    if key.kind == "notice":
        return "chain"
    return "folder" if key.kind == "folder" else "fallback"


def _home(groups: Sequence[Group], merges: Iterable[Merge]) -> Callable[[Linkable], object]:
    """Where a notice lives: its group, or for one that was not regrouped its procedure."""
    by_notice = {held.notice_id: at for at, group in enumerate(groups) for held in group.notices}
    by_procedure = {
        group.procedure: at for at, group in enumerate(groups) if group.procedure is not None
    }
    by_procedure |= {merge.newer: by_procedure[merge.older] for merge in merges}

    def home(notice: Linkable) -> object:
        if notice.id in by_notice:
            return by_notice[notice.id]
        if notice.procedure in by_procedure:
            return by_procedure[notice.procedure]
        return "known", notice.procedure

    return home
