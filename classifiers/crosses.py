"""What goes together: a word and a descriptor, two descriptors, a buyer and what it buys.

The same word says more of one trade than of another, and a buyer's habit is often that of a trade
(docs/experiments.md says what it adds).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from classifiers.features import Features

_MOST_WORDS = 40  # crossed with descriptors: a title's
_MOST_CODES = 3
_SHORTEST = 4  # letters of a word that is crossed
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Cross:
    """The feature ``name``, made of a ``word`` of the notice and a fact, or of two ``facts``."""

    name: str
    facts: tuple[str, ...]
    word: str | None = None


def crosses(found: Features) -> Iterator[Cross]:
    """What goes together in the object."""
    codes = _codes(found)
    for text, word in islice(_words(found), _MOST_WORDS):
        yield from (Cross(f"x={code}|{text}", (code,), word) for code in codes)
    families = (fact for fact in found.facts if fact.startswith("f="))
    for family in families:
        yield from (Cross(f"x={family}|{code}", (family, code)) for code in codes)
    yield from (Cross(f"x={one}|{two}", (one, two)) for one, two in combinations(codes, 2))


def trades(buyer: str, found: Features) -> Iterator[str]:
    """The names of a buyer's (normalised) name with what it buys."""
    if not buyer:
        return
    sectors = (fact for fact in found.facts if fact.startswith("s="))
    yield from (f"bt={buyer}|{fact}" for fact in (*_codes(found), *sectors))


def _codes(found: Features) -> tuple[str, ...]:
    """The first descriptors, in order of their codes."""
    codes = (fact for fact in found.facts if fact.startswith("d="))
    return tuple(sorted(islice(codes, _MOST_CODES)))


def _words(found: Features) -> Iterator[tuple[str, str]]:
    """Each long word once, numbers alike, beside how the notice writes it first (folded)."""
    seen = set()
    for sentence in found.sentences:
        for word in sentence:
            text = _DIGITS.sub("#", word.text)
            if len(text) >= _SHORTEST and text not in seen:
                seen.add(text)
                yield text, word.text
