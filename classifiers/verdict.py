"""From signals to the verdict: lot by lot, then the notice as their sum."""

from collections.abc import Iterable, Sequence
from typing import cast, get_args

from classifiers.hours import stated_hours
from classifiers.rules.table import Asked, RuleKind
from classifiers.signals import Signal
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
    by_lot = tuple(
        LotVerdict(
            lot=lot,
            reserved=_reserved(_about(reserved, lot)),
            clause=_clause(_about(clause, lot)),
        )
        for lot in lots
    )
    if not by_lot:
        return _reserved(reserved), _clause(clause), ()
    return _notice_reserved(by_lot, reserved), _notice_clause(by_lot, clause), by_lot


def _lots(notice: Notice, signals: Sequence[Signal]) -> list[str]:
    """The notice's lots, then those only named in its words."""
    listed = [lot.id for lot in notice.lots]
    named = [signal.lot for signal in signals if signal.lot is not None and signal.says == "yes"]
    return list(dict.fromkeys([*listed, *named]))


def _about(signals: Sequence[Signal], lot: str) -> list[Signal]:
    """What is said of a lot: its own signals, and those of the whole notice.

    Where some lots are said to be concerned, a yes for the whole notice means these lots; it does
    not reach a lot that the words take out.
    """
    named = any(signal.lot is not None and signal.says == "yes" for signal in signals)
    own = [signal for signal in signals if signal.lot == lot]
    own_yes = any(signal.says == "yes" for signal in own)
    spread = own_yes or not (named or any(_excludes(signal) for signal in own))
    general = [
        signal for signal in signals if signal.lot is None and (signal.says == "no" or spread)
    ]
    return [*own, *general]


def _excludes(signal: Signal) -> bool:
    """« Seul le lot 3 n'est pas concerné » : the words take a lot out of what is said of all."""
    return signal.says == "no" and signal.evidence.signal == "stated"


def _answer(signals: Sequence[Signal], question: Asked) -> Answer:
    said = {(signal.evidence.signal, signal.says) for signal in signals}
    yes = any(says == "yes" for _, says in said)
    no = any(says == "no" for _, says in said)
    if not yes:
        return "no"
    if not no:
        return "yes"
    # A clause that is denied in one sentence and stated in the next is stated.
    if question == "clause" and ("stated", "yes") in said:
        return "yes"
    return "unclear"


def _reserved(signals: Sequence[Signal]) -> Reserved:
    answer = _answer(signals, "reserved")
    if answer == "no":
        return Reserved()
    kinds = _kinds(signals)
    if {"handicap", "iae"} <= kinds:
        kinds = (kinds - {"handicap", "iae"}) | {"mixed"}
    if "mixed" in kinds:
        kinds -= {"handicap", "iae"}
    return Reserved(answer=answer, kinds=_reserved_kinds(kinds))


def _clause(signals: Sequence[Signal]) -> Clause:
    answer = _answer(signals, "clause")
    if answer == "no":
        return Clause()
    affirming = [signal for signal in signals if signal.says == "yes"]
    return Clause(
        answer=answer,
        kinds=_clause_kinds(_kinds(signals)),
        binding=_agreed(signal.binding for signal in affirming),
        hours=stated_hours(affirming),
    )


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
    by_lot: Sequence[LotVerdict],
    answers: Sequence[Answer],
    answer: Answer,
    signals: Sequence[Signal],
) -> tuple[str, ...]:
    """The lots of the answer; none named means all of them."""
    if answer == "no" or all(signal.lot is None for signal in signals if signal.says == "yes"):
        return ()
    return tuple(item.lot for item, own in zip(by_lot, answers, strict=True) if own == answer)


def _notice_reserved(by_lot: Sequence[LotVerdict], signals: Sequence[Signal]) -> Reserved:
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
        lots=_concerned(by_lot, answers, answer, signals),
    )


def _notice_clause(by_lot: Sequence[LotVerdict], signals: Sequence[Signal]) -> Clause:
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
        lots=_concerned(by_lot, answers, answer, signals),
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
