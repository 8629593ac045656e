"""Text as rules and search read it: folded, with a map back to the original offsets."""

import unicodedata
from dataclasses import dataclass

_EXPANDED = {"œ": "oe", "æ": "ae", "ß": "ss"}
_SPACE_LIKE = frozenset("'’‘`´ʼ\u00ad-‐‑‒–—_")


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the folded form; ``offsets[i]`` is the index in the original of its character i.

    ``offsets`` has one more item than ``text``, the length of the original, so that a match
    ``[start, end)`` of ``text`` is the slice ``original[offsets[start]:offsets[end - 1] + 1]``.
    """

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The slice of the original that holds the match ``[start, end)`` of the folded text."""
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower case, no accents, œ as oe; apostrophes, dashes and runs of space as one space."""
    out: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        for piece in _fold_char(char):
            if piece == " " and out and out[-1] == " ":
                continue
            out.append(piece)
            offsets.append(index)
    offsets.append(len(text))
    return Folded("".join(out), tuple(offsets))


def normalise(text: str) -> str:
    """The folded text without punctuation: what titles are compared by."""
    folded = fold(text).text
    return " ".join("".join(char if char.isalnum() else " " for char in folded).split())


def _fold_char(char: str) -> str:
    if char.isspace() or char in _SPACE_LIKE:
        return " "
    lowered = char.lower()
    if lowered in _EXPANDED:
        return _EXPANDED[lowered]
    if lowered.isascii():
        return lowered
    decomposed = unicodedata.normalize("NFKD", lowered)
    return "".join(piece for piece in decomposed if not unicodedata.combining(piece))
