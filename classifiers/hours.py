"""The hours a lot asks for, from every place of the notice that states some."""

from collections.abc import Iterable, Sequence

from classifiers.signals import Signal


def stated_hours(signals: Iterable[Signal]) -> int | None:
    """The one volume that every text of the notice agrees on; null where they do not.

    ``signals`` are those of one lot, or those of the whole notice.
    """
    by_text: dict[str | None, list[Signal]] = {}
    for signal in signals:
        if signal.hours is not None:
            by_text.setdefault(signal.evidence.at, []).append(signal)
    totals = {_total(found) for found in by_text.values()}
    return totals.pop() if len(totals) == 1 else None


def _total(signals: Sequence[Signal]) -> int | None:
    """The volume stated by one text: repeated, or a total with its parts, or phases to add up."""
    values = [signal.hours for signal in signals if signal.hours is not None]
    largest = max(values)
    if len(set(values)) == 1 or largest * 2 == sum(values):
        return largest
    return sum(values) if all(signal.part for signal in signals) else None
