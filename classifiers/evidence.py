"""Which pieces of evidence are shown, and in which order."""

from collections.abc import Iterable

from classifiers.rules.table import RuleKind
from classifiers.signals import Signal
from veille.core.verdicts import Evidence

_VAGUE: tuple[RuleKind | None, ...] = (None, "generic", "unspecified")
_KEPT = 3  # lines that say the same about the same lot


def ordered_evidence(signals: Iterable[Signal]) -> tuple[Evidence, ...]:
    """What is about reservation first; what affirms before what denies; words before boxes;

    what tells the kind before what does not. Lines that say the same of the same lot with the
    same slice are one; of the others that say the same, the first three are kept.
    """
    kept: dict[tuple[object, ...], Evidence] = {}
    count: dict[tuple[object, ...], int] = {}
    for signal in sorted(signals, key=_rank):
        line = signal.evidence
        same = (signal.question, signal.says, signal.kind, signal.lot, signal.hours)
        slice_ = (*same, line.at, line.start, line.end)
        if slice_ in kept or count.get(same, 0) >= _KEPT:
            continue
        kept[slice_] = line
        count[same] = count.get(same, 0) + 1
    return tuple(kept.values())


def _rank(signal: Signal) -> tuple[int, int, int, int]:
    return (
        0 if signal.question == "reserved" else 1,
        ("yes", "no", "note").index(signal.says),
        0 if signal.evidence.signal == "stated" else 1,
        _VAGUE.index(signal.kind) if signal.kind in _VAGUE else -1,
    )
