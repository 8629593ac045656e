"""What was looked for, shown in the text that says it: a short passage with the words apart."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from veille.core.redaction import redact
from veille.core.search_terms import LONGEST_TEXT, located
from veille.core.text import fold

_AROUND = 110
_REDACTED_AROUND = 300
"""Characters beside what was found that are read for contacts: longer than any of them."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text; ``found`` says that it is what was looked for."""

    text: str
    found: bool


def highlighted(text: str, phrases: Sequence[str]) -> tuple[Segment, ...]:
    """``text`` in pieces, of which those that say one of the ``phrases`` are found.

    A phrase is as ``veille.core.search_terms.phrase`` gives it.
    """
    pieces, done = [], 0
    for start, end in _spans(text, phrases):
        if start >= done:
            pieces += [Segment(text[done:start], False), Segment(text[start:end], True)]
            done = end
    pieces.append(Segment(text[done:], False))
    return tuple(piece for piece in pieces if piece.text)


def excerpts(
    texts: Iterable[str], wanted: Sequence[str], phrases: Sequence[str], most: int
) -> list[tuple[Segment, ...]]:
    """Passages of ``texts`` that say what is ``wanted``, each phrase once, ``most`` at most.

    In all of them every one of the ``phrases`` is found.
    """
    read = list(texts)
    made: list[tuple[Segment, ...]] = []
    for one in wanted:
        said = ["".join(piece.text for piece in pieces) for pieces in made]
        if len(made) < most and not any(says_all(text, [one]) for text in said):
            passage = excerpt(read, [one])
            if passage:
                made.append(highlighted("".join(piece.text for piece in passage), phrases))
    return made


def excerpt(texts: Iterable[str], phrases: Sequence[str]) -> tuple[Segment, ...]:
    """The first passage of ``texts`` that says one of the ``phrases``; nothing where none does.

    Contacts and names of persons in it are replaced, those that the cut would have shown in part
    too.
    """
    for text in texts:
        folded = fold(text[:LONGEST_TEXT])
        for start, end in _runs(folded.text, phrases)[:1]:
            # Folding moves a place by a few characters only: the exact map of a long text is slow.
            moved = abs(len(folded.text) - len(text))
            around = redact(
                _slice(text, start - moved - _REDACTED_AROUND, end + moved + _REDACTED_AROUND)
            )
            again = _spans(around, phrases)
            if again:
                first, last = again[0]
                shown = _slice(around, first - _AROUND, last + _AROUND)
                return highlighted(_one_line(shown), phrases)
    return ()


def says_all(text: str, phrases: Sequence[str]) -> bool:
    """Does ``text`` say every one of the ``phrases``?"""
    folded = fold(text).text
    return all(_runs(folded, [one]) for one in phrases)


def _spans(text: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where the phrases are in ``text``, in order."""
    folded = fold(text[:LONGEST_TEXT])
    return sorted(folded.span(start, end) for start, end in _runs(folded.text, phrases))


def _runs(folded: str, phrases: Sequence[str]) -> list[tuple[int, int]]:
    """Where the phrases are in a folded text, in order."""
    terms = located(folded)
    wanted = [tuple(one.split()) for one in phrases]
    found = []
    for at, (first, start, _) in enumerate(terms):
        for one in wanted:
            run = terms[at : at + len(one)]
            if one[:1] == (first,) and tuple(term for term, _, _ in run) == one:
                found.append((start, run[-1][2]))
    return found


def _slice(text: str, start: int, end: int) -> str:
    """From word to word, with an ellipsis where something is left out."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    before = "… " if start > 0 else ""
    after = " …" if end < len(text) else ""
    return f"{before}{text[start:end].strip()}{after}"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
