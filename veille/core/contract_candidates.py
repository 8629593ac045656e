"""The procedures of one buyer that a contract is compared with: few of them, the likeliest."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import islice

from veille.core.contract_join import (
    Awarded,
    Called,
    Candidate,
    Decision,
    decide,
    evidence,
    fits_in_time,
    score,
)
from veille.core.object_likeness import Rarity

MOST_COMPARED = 8
"""Procedures compared letter by letter with a contract: those that share most of its words."""
_FEW = 6  # so few are compared all, whatever words they share


class Pool:
    """The procedures of one buyer, found by the words of their objects."""

    def __init__(self, procedures: Sequence[Called]) -> None:
        self._procedures = procedures
        self._rarity = Rarity.among(text for one in procedures for text in one.texts[:1])
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        for index, one in enumerate(procedures):
            for word in {word for text in one.texts for word in text.words}:
                self._by_word[word].add(index)

    def decide(self, contract: Awarded) -> Decision:
        """Where the contract comes from, as far as can be told."""
        return decide(self.candidates(contract))

    def candidates(self, contract: Awarded) -> list[Candidate]:
        """The procedures it is compared with, each with its score."""
        found = []
        for index in self._near(contract):
            procedure = self._procedures[index]
            said = evidence(contract, procedure, self._rarity)
            found.append(Candidate(procedure.procedure_id, score(said), said))
        return found

    def _near(self, contract: Awarded) -> list[int]:
        if len(self._procedures) <= _FEW:
            return [
                index for index, one in enumerate(self._procedures) if fits_in_time(contract, one)
            ]
        shared: Counter[int] = Counter()
        for word in contract.text.words:
            weight = self._rarity.of([word])
            for index in self._by_word.get(word, ()):
                shared[index] += weight  # type: ignore[assignment]  # Counter adds any number
        ranked = (index for index, _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])))
        fitting = (one for one in ranked if fits_in_time(contract, self._procedures[one]))
        return list(islice(fitting, MOST_COMPARED))
