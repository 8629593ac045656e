"""From signals to the verdict: lot by lot, then the notice as their sum."""

from collections.abc import Iterable, Sequence
from typing import cast, get_args

from classifiers.hours import stated_hours
from classifiers.rules.table import RuleKind
from classifiers.scopes import Scopes
from classifiers.signals import Signal, come_to
from veille.core.notices import Notice
from veille.core.verdicts import (
    Answer,
    Binding,
    Clause,
    ClauseKind,
    LotVerdict,
    Reserved,
    ReservedKind,
)

_RESERVED_ORDER: tuple[ReservedKind, ...] = get_args(ReservedKind)
_CLAUSE_ORDER: tuple[ClauseKind, ...] = get_args(ClauseKind)
_BESIDE_GENERIC = frozenset({"generic", "criterion", "unspecified"})


def sum_up(
    notice: Notice, signals: Sequence[Signal]
) -> tuple[Reserved, Clause, tuple[LotVerdict, ...]]:
    """The notice's answer to both questions, and each lot's."""
    lots = _lots(notice, signals)
    reserved = [signal for signal in signals if signal.question == "reserved"]
    clause = [signal for signal in signals if signal.question == "clause"]
    of_reserved, of_clause = Scopes(reserved), Scopes(clause)
    by_lot = tuple(
        LotVerdict(
            lot=lot,
            reserved=_reserved(of_reserved.about(lot)),
            clause=_clause(of_clause.about(lot)),
        )
        for lot in lots
    )
    if not by_lot:  # no lot is listed, none is affirmed: what is denied of one says nothing here
        return _reserved(_of_all(reserved)), _clause(_of_all(clause)), ()
    return (
        _notice_reserved(notice, by_lot, reserved),
        _notice_clause(notice, by_lot, clause),
        by_lot,
    )


def _of_all(signals: Sequence[Signal]) -> list[Signal]:
    return [signal for signal in signals if signal.lot is None]


def _lots(notice: Notice, signals: Sequence[Signal]) -> list[str]:
    """The notice's lots, then those only named in its words."""
    listed = [lot.id for lot in notice.lots]
    named = [signal.lot for signal in signals if signal.lot is not None and signal.says == "yes"]
    return list(dict.fromkeys([*listed, *named]))


def _reserved(signals: Sequence[Signal]) -> Reserved:
    answer = come_to("reserved", signals)
    if answer == "no":
        return Reserved()
    kinds = _kinds(signals)
    if {"handicap", "iae"} <= kinds:
        kinds = (kinds - {"handicap", "iae"}) | {"mixed"}
    if "mixed" in kinds:
        kinds -= {"handicap", "iae"}
    if answer == "unclear":
        kinds -= {"unspecified"}
    return Reserved(answer=answer, kinds=_reserved_kinds(kinds))


def _clause(signals: Sequence[Signal]) -> Clause:
    answer = come_to("clause", signals)
    if answer == "no":
        return Clause()
    affirming = [signal for signal in signals if signal.says == "yes"]
    kinds = _kinds(_unexplained(affirming))
    if answer == "unclear":
        kinds -= {"unspecified"}
    return Clause(
        answer=answer,
        kinds=_clause_kinds(kinds),
        binding=_agreed(signal.binding for signal in affirming),
        hours=stated_hours(affirming),
    )


def _unexplained(signals: Sequence[Signal]) -> list[Signal]:
    """Without the code « insertion » where the object itself is insertion: it says just that."""
    if not any(signal.kind == "insertion_service" for signal in signals):
        return list(signals)
    return [signal for signal in signals if signal.is_stated or signal.kind != "insertion"]


def _kinds(signals: Sequence[Signal]) -> set[RuleKind]:
    kinds = {signal.kind for signal in signals if signal.says == "yes" and signal.kind is not None}
    return kinds - {"unspecified"} or {"unspecified"}


def _reserved_kinds(kinds: set[RuleKind]) -> tuple[ReservedKind, ...]:
    return tuple(kind for kind in _RESERVED_ORDER if kind in kinds)


def _clause_kinds(kinds: set[RuleKind]) -> tuple[ClauseKind, ...]:
    """« Generic » only where nothing tells the kind of condition."""
    if kinds - _BESIDE_GENERIC:
        kinds = kinds - {"generic"}
    return tuple(kind for kind in _CLAUSE_ORDER if kind in kinds)


def _agreed(bindings: Iterable[Binding]) -> Binding:
    known = {binding for binding in bindings if binding != "unknown"}
    return known.pop() if len(known) == 1 else "unknown"


def _overall(answers: Iterable[Answer]) -> Answer:
    found = set(answers)
    if "yes" in found:
        return "yes"
    return "unclear" if "unclear" in found else "no"


def _concerned(
    notice: Notice, by_lot: Sequence[LotVerdict], answers: Sequence[Answer], of_all: Answer
) -> tuple[str, ...]:
    """The lots of the overall answer; none named means all those of the notice.

    ``of_all`` is what is said of the whole notice: where it lists no lots, it is of them all, and
    not of the one lot that the words happen to name.
    """
    answer = _overall(answers)
    if not notice.lots and of_all == answer:
        return ()
    found = tuple(item.lot for item, own in zip(by_lot, answers, strict=True) if own == answer)
    every = {lot.id for lot in notice.lots}
    return () if answer == "no" or set(found) == every else found


def _notice_reserved(
    notice: Notice, by_lot: Sequence[LotVerdict], signals: Sequence[Signal]
) -> Reserved:
    answers = [item.reserved.answer for item in by_lot]
    answer = _overall(answers)
    kinds = {
        kind for item in by_lot if item.reserved.answer == answer for kind in item.reserved.kinds
    }
    if len(kinds) > 1:
        kinds.discard("unspecified")
    return Reserved(
        answer=answer,
        kinds=tuple(kind for kind in _RESERVED_ORDER if kind in kinds),
        lots=_concerned(notice, by_lot, answers, come_to("reserved", _of_all(signals))),
    )


def _notice_clause(
    notice: Notice, by_lot: Sequence[LotVerdict], signals: Sequence[Signal]
) -> Clause:
    answers = [item.clause.answer for item in by_lot]
    answer = _overall(answers)
    told = [item.clause for item in by_lot if item.clause.answer == answer]
    kinds = cast("set[RuleKind]", {kind for clause in told for kind in clause.kinds})
    if len(kinds) > 1:
        kinds.discard("unspecified")
    if answer == "no":
        return Clause()
    bindings = {clause.binding for clause in told}
    return Clause(
        answer=answer,
        kinds=_clause_kinds(kinds),
        binding=bindings.pop() if len(bindings) == 1 else "unknown",
        hours=_total_hours(told, signals),
        lots=_concerned(notice, by_lot, answers, come_to("clause", _of_all(signals))),
    )


def _total_hours(told: Sequence[Clause], signals: Sequence[Signal]) -> int | None:
    """The sum when each lot states its own; else the one figure stated for the whole notice."""
    stated = [signal for signal in signals if signal.hours is not None]
    if not stated:
        return None
    if all(signal.lot is None for signal in stated):
        return stated_hours(stated)
    hours = [clause.hours for clause in told]
    return None if None in hours else sum(cast("list[int]", hours))
