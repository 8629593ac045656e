"""Words as search compares them: folded, without accents, plurals or little words, stemmed.

The same terms are made from what is searched and from what is asked, so that SQLite, PostgreSQL
and the filters in memory all answer alike.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from veille.core.text import fold

LONGEST_TEXT = 20_000
"""Characters that are read of one text: an object is never that long."""

LONGEST_TOGETHER = 100_000
"""Characters that are read of the texts of one purchase: all of it, but for the absurd."""

_LONGEST_WORD = 40
_CACHED_WORDS = 100_000
_WORD = re.compile(r"[^\W_]+")
_BETWEEN_TEXTS = "|"

_LITTLE = """
a au aux avec c ce ces cet cette d dans de des du elle en entre est et eux il ils j l la le les leur
leurs lui m mais n ne ni notre nos on ou par pas pour qu que qui s sa se ses si son sont sous sur t
ta te tes ton tu un une vers vos votre vous y
"""
_LITTLE_WORDS = frozenset(_LITTLE.split())
# What the stemmer does not bring back to its singular.
_PLURALS = {
    "baux": "bail",
    "cheveux": "cheveu",
    "enjeux": "enjeu",
    "feux": "feu",
    "jeux": "jeu",
    "lieux": "lieu",
    "milieux": "milieu",
    "soupiraux": "soupirail",
    "travaux": "travail",
    "vitraux": "vitrail",
    "yeux": "oeil",
}
_PLURAL = re.compile(r"(?<=\w\w[aiou])s$|(?<=\w\wou)x$")


def terms(text: str) -> tuple[str, ...]:
    """The terms of ``text`` in order, repeated as they are.

    « Entretien des espaces-verts » and « ENTRETIENS D’ESPACE VERT » give the same. Words of one
    letter and little words (de, le, pour…) give none.
    """
    return tuple(_terms(text))


def searchable(texts: Iterable[str | None]) -> str:
    """The terms of several texts as one string that ``phrase`` can be looked for in.

    A mark stands between two texts, so that a phrase never begins in one and ends in the next.
    What stands beyond ``LONGEST_TOGETHER`` characters is not read.
    """
    parts: list[str] = []
    room = LONGEST_TOGETHER
    for text in texts:
        part = " ".join(_terms(text[:room])) if text else ""
        room -= len(text) if text else 0
        if part:
            parts.append(part)
        if room <= 0:
            break
    return f" {f' {_BETWEEN_TEXTS} '.join(parts)} "


def phrase(expression: str) -> str:
    """What to look for in a ``searchable`` text: the terms of ``expression`` in a row.

    Empty when the expression has no term.
    """
    found = terms(expression)
    return f" {' '.join(found)} " if found else ""


def located(folded: str) -> list[tuple[str, int, int]]:
    """The terms of a folded text, each with where its word begins and ends in it."""
    return [
        (_stem(word[0][:_LONGEST_WORD]), word.start(), word.end())
        for word in _WORD.finditer(folded)
        if word[0] not in _LITTLE_WORDS
    ]


def _terms(text: str) -> Iterator[str]:
    for word in _WORD.findall(fold(text[:LONGEST_TEXT]).text):
        if word not in _LITTLE_WORDS:
            yield _stem(word[:_LONGEST_WORD])


@lru_cache(maxsize=_CACHED_WORDS)
def _stem(word: str) -> str:
    # Imported here: the package takes a quarter of a second, which most commands can spare.
    from snowballstemmer.french_stemmer import FrenchStemmer  # type: ignore[import-untyped]

    # A stemmer of its own each time: one keeps the word it works on, and threads would mix theirs.
    stemmed: str = FrenchStemmer().stemWord(_PLURALS.get(word) or _PLURAL.sub("", word))
    return stemmed
