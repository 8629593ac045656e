"""How alike the objects of two purchases are, between 0 and 1: the same whichever comes first.

Words are compared folded, without little words nor plurals; runs of three letters are compared
too, for what was typed with lost accents or cut short.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from veille.core.text import normalise

LONGEST = 400
"""Characters compared: objects are cut at 256 or 1,000 by those who publish them."""
_LEAST_WORDS = 3  # below, that one object holds the other says little
_HELD = 0.9  # of an object all of whose words the other has, among more
_CUT = 0.95  # of an object that the other goes on from
_LEAST_CUT = 30
_LITTLE_WORDS = """
a afin ainsi au aux avec c ce ces cet cette chez d dans de des du en et hors l la le les leur
leurs n ne numero ou par pour s sa se ses son sur un une y accord accords cadre cadres
consultation contrat marche marches relatif relative relatifs relatives concernant objet
prestation prestations lot lots bons commande commandes mapa procedure adaptee
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())
_NUMBERED = re.compile(r"^\d+[a-z]?$")
_NUMBER = re.compile(r"\b\d{2,}\b")
_YEAR = re.compile(r"20[0-4]\d")
_OTHER_YEAR, _OTHER_NUMBERS = 0.75, 0.9
_SPELLED = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


@dataclass(frozen=True)
class ObjectText:
    """The object of a purchase, ready to be compared."""

    folded: str

    @classmethod
    def of(cls, *parts: str | None) -> "ObjectText":
        """The text of these parts together."""
        whole = " ".join(part[:LONGEST] for part in parts if part)
        return cls(normalise(whole)[:LONGEST])

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that say what is bought, without plurals and numbers of lots."""
        return frozenset(
            _singular(word)
            for word in self.folded.split()
            if word not in _LITTLE and word not in _SPELLED and not _NUMBERED.match(word)
        )

    @cached_property
    def years(self) -> frozenset[str]:
        """The years it names."""
        return frozenset(one for one in _NUMBER.findall(self.folded) if _YEAR.fullmatch(one))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The other numbers of two digits and more: a reference, a place on a road."""
        return frozenset(_NUMBER.findall(self.folded)) - self.years

    @cached_property
    def letters(self) -> str:
        """The words that say what is bought, without blanks between them."""
        return "".join(word for word in self.folded.split() if word not in _LITTLE)

    @cached_property
    def trigrams(self) -> frozenset[str]:
        """Its runs of three letters."""
        text = self.letters
        return frozenset(map("".join, zip(text, text[1:], text[2:], strict=False)))


@dataclass(frozen=True)
class Rarity:
    """What a word weighs: one that few objects have tells them apart better."""

    weights: Mapping[str, float]
    unknown: float = 1.0

    @classmethod
    def among(cls, texts: Iterable[ObjectText]) -> "Rarity":
        """Weights from 0.3 (in every object) to 1 (in one)."""
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(text.words)
            total += 1
        return cls({word: 1 - 0.7 * (seen - 1) / max(total, 1) for word, seen in counts.items()})

    def of(self, words: Collection[str]) -> float:
        """The weight of these words together."""
        return sum(self.weights.get(word, self.unknown) for word in words)


EVEN = Rarity({})
"""Every word weighs the same."""


def likeness(one: ObjectText, other: ObjectText, rarity: Rarity = EVEN) -> float:
    """0 = nothing in common, 1 = the same words; the better of words and letters.

    Naming different years takes away a quarter: it is then most often another year's purchase.
    Other numbers that differ take away a tenth.
    """
    if not one.folded or not other.folded:
        return 0.0
    if one.folded == other.folded:
        return 1.0
    alike = max(_by_words(one.words, other.words, rarity), _by_letters(one, other))
    if one.years and other.years and not one.years & other.years:
        alike *= _OTHER_YEAR
    if one.numbers and other.numbers and not one.numbers & other.numbers:
        alike *= _OTHER_NUMBERS
    return alike


def _by_words(one: frozenset[str], other: frozenset[str], rarity: Rarity) -> float:
    common = rarity.of(one & other)
    if not common:
        return 0.0
    lighter, heavier = sorted((rarity.of(one), rarity.of(other)))
    shared = 2 * common / (lighter + heavier)
    held = common / lighter if min(len(one), len(other)) >= _LEAST_WORDS else 0.0
    return max(shared, _HELD * held)


def _by_letters(one: ObjectText, other: ObjectText) -> float:
    short, long = sorted((one.letters, other.letters), key=len)
    if short == long:
        return 1.0 if short else 0.0
    if len(short) >= _LEAST_CUT and short in long:
        return _CUT
    total = len(one.trigrams) + len(other.trigrams)
    return 2 * len(one.trigrams & other.trigrams) / total if total else 0.0


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word
