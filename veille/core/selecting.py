"""Selection for many filters at once: sets of cards as bits, no work per pair.

Each value of each facet, and each term, stands for the set of cards that have it. A filter is a
few unions and intersections of such sets, whatever the number of cards.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from veille.core.cards import Card, Facet
from veille.core.filters import Filter

_OFFSETS = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


def selected(filters: Iterable[Filter], cards: Sequence[Card]) -> list[tuple[int, ...]]:
    """For each filter the positions in ``cards`` of those that it matches, in order.

    The same answer as ``Filter.matches`` on each pair.
    """
    index = CardIndex(cards)
    return [index.positions(asked) for asked in filters]


class CardIndex:
    """Cards that many filters are asked about."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        self._all = (1 << len(cards)) - 1
        self._held: dict[tuple[Facet, str], list[int]] = defaultdict(list)
        self._read: dict[str, list[int]] = defaultdict(list)
        self._unions: dict[tuple[Facet, frozenset[str]], int] = {}
        self._phrases: dict[str, int] = {}
        self._masks: dict[Filter, int] = {}
        self._positions: dict[int, tuple[int, ...]] = {}
        for position, card in enumerate(cards):
            for facet, values in card.facets().items():
                for value in values:
                    self._held[facet, value].append(position)
            for term in set(card.text.split()):
                self._read[term].append(position)

    def positions(self, asked: Filter) -> tuple[int, ...]:
        """Where the cards are that ``asked`` matches, in order."""
        mask = self._mask(asked)
        found = self._positions.get(mask)
        if found is None:
            found = self._positions[mask] = _positions(mask)
        return found

    def _mask(self, asked: Filter) -> int:
        known = self._masks.get(asked)
        if known is None:
            known = self._masks[asked] = self._select(asked)
        return known

    def _select(self, asked: Filter) -> int:
        mask = self._all
        for facet, values in asked.facets().items():
            mask &= self._union(facet, values)
        phrases = asked.phrases()
        if phrases:
            mask &= self._any_phrase(phrases)
        for one in asked.required_phrases():
            mask &= self._any_phrase([one])
        return mask & ~self._any_phrase(asked.excluded_phrases())

    def _union(self, facet: Facet, values: frozenset[str]) -> int:
        """The cards that have one of the values."""
        known = self._unions.get((facet, values))
        if known is None:
            held = (self._held.get((facet, value), ()) for value in values)
            known = self._unions[facet, values] = self._bits(held)
        return known

    def _any_phrase(self, phrases: Iterable[str]) -> int:
        mask = 0
        for one in phrases:
            if one not in self._phrases:
                self._phrases[one] = self._bits([self._holding(one)])
            mask |= self._phrases[one]
        return mask

    def _holding(self, phrase: str) -> Sequence[int]:
        """The cards whose text has the phrase: looked for where its rarest term is."""
        terms = phrase.split()
        candidates = min((self._read.get(term, ()) for term in terms), key=len)
        if len(terms) == 1:
            return candidates
        return [position for position in candidates if phrase in self._cards[position].text]

    def _bits(self, lists: Iterable[Sequence[int]]) -> int:
        octets = bytearray(len(self._cards) // 8 + 1)
        for positions in lists:
            for position in positions:
                octets[position >> 3] |= 1 << (position & 7)
        return int.from_bytes(octets, "little")


def _positions(mask: int) -> tuple[int, ...]:
    octets = mask.to_bytes(mask.bit_length() // 8 + 1, "little")
    return tuple(
        8 * index + offset
        for index, octet in enumerate(octets)
        if octet
        for offset in _OFFSETS[octet]
    )
