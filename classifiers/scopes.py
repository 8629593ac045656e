"""What is said of one lot: its own signals, and which of those about the whole notice."""

from collections.abc import Sequence

from classifiers.signals import Signal


class Scopes:
    """The signals about one question, by lot.

    Where some lots are said to be concerned, a yes for the whole notice means these lots; it does
    not reach a lot that the words take out. Likewise words that deny it of the whole notice leave
    out the lot that they affirm it of: « aucun lot n'est réservé, sauf le lot 3 ».
    """

    def __init__(self, signals: Sequence[Signal]) -> None:
        self._general = [signal for signal in signals if signal.lot is None]
        self._own: dict[str, list[Signal]] = {}
        for signal in signals:
            if signal.lot is not None:
                self._own.setdefault(signal.lot, []).append(signal)
        self._some_lots = any(signal.says == "yes" for own in self._own.values() for signal in own)

        self._said_of_all = any(
            signal.says == "yes" and signal.is_stated for signal in self._general
        )

    def about(self, lot: str) -> list[Signal]:
        """The signals that count for ``lot``."""
        own = self._own.get(lot, [])
        own_yes = any(signal.says == "yes" for signal in own)
        taken_out = self._said_of_all and any(
            signal.says == "no" and signal.is_stated for signal in own
        )
        reached = own_yes or not (self._some_lots or taken_out)
        stated_yes = any(signal.says == "yes" and signal.is_stated for signal in own)
        general = [
            signal
            for signal in self._general
            if (reached if signal.says == "yes" else not (stated_yes and signal.is_stated))
        ]
        return [*own, *general]
