"""Yes, no or unclear: what the signals about one lot, or about a notice, come to."""

from collections.abc import Sequence

from classifiers.signals import Signal
from veille.core.verdicts import Answer


def is_stated(signal: Signal) -> bool:
    """Whether it is said in words, not ticked."""
    return signal.evidence.signal == "stated"


def reserved_answer(signals: Sequence[Signal]) -> Answer:
    """Words and boxes that disagree make it unclear.

    Boxes do not contradict each other: they are about different things (who may take part, how
    the contract is performed).
    """
    yes, no = _sides(signals)
    if not yes:
        return "no"
    if any(map(is_stated, no)) or (no and any(map(is_stated, yes))):
        return "unclear"
    return "yes"


def clause_answer(signals: Sequence[Signal]) -> Answer:
    """A clause denied in one sentence and stated in a later one is stated.

    It is unclear when a flag is denied in words, or when the denial has the last word.
    """
    yes, no = _sides(signals)
    if not yes:
        return "no"
    last_denial: dict[str | None, int] = {}
    for signal in no:
        at, start = signal.evidence.at, signal.evidence.start or 0
        last_denial[at] = max(start, last_denial.get(at, 0))
    stated = [signal.evidence for signal in yes if is_stated(signal)]
    if not no or any((line.start or 0) >= last_denial.get(line.at, 0) for line in stated):
        return "yes"
    return "unclear"


def _sides(signals: Sequence[Signal]) -> tuple[list[Signal], list[Signal]]:
    yes = [signal for signal in signals if signal.says == "yes"]
    return yes, [signal for signal in signals if signal.says == "no"]
