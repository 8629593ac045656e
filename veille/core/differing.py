"""What changed from one text to the next, word by word where that can be read: pure.

Sentences are compared first, then the words of those that differ. What is too long to be compared
word by word is told whole, as removed and added: the time that it takes is bounded.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Kind = Literal["same", "removed", "added", "skipped"]

MOST_PAIRS = 20_000
"""Pairs of words, or of sentences, that are the same: comparing takes time for each of them."""
CONTEXT = 90
"""Characters of what is the same that are shown beside a difference."""

_SENTENCE = re.compile(r"[^.;!?\n]*[.;!?\n]*\s*")
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of the text that is in both, was removed, was added, or is ``skipped`` (the same)."""

    kind: Kind
    text: str


def difference(before: str, after: str) -> tuple[Part, ...]:
    """The parts in order: without what was added they are ``before``, without what was removed

    ``after``.
    """
    return _merged(_compared(_SENTENCE, before, after))


def shortened(parts: Sequence[Part], context: int = CONTEXT) -> tuple[Part, ...]:
    """The parts with what is the same cut down to what stands beside a difference."""
    return tuple(
        shown
        for place, part in enumerate(parts)
        for shown in (
            _skipped(part, context, first=place == 0, last=place == len(parts) - 1)
            if part.kind == "same"
            else (part,)
        )
    )


def _compared(unit: re.Pattern[str], before: str, after: str) -> Iterator[Part]:
    """The parts of two texts, compared by ``unit``; sentences that differ are compared by word."""
    old, new = _cut(unit, before), _cut(unit, after)
    if _pairs(old, new) > MOST_PAIRS:
        yield from _replaced(before, after)
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        removed, added = "".join(old[i1:i2]), "".join(new[j1:j2])
        if tag == "equal":
            yield Part("same", removed)
        elif tag == "replace" and unit is _SENTENCE:
            yield from _compared(_WORD, removed, added)
        else:
            yield from _replaced(removed, added)


def _cut(unit: re.Pattern[str], text: str) -> list[str]:
    return [found for found in unit.findall(text) if found]


def _pairs(old: Iterable[str], new: Iterable[str]) -> int:
    there = Counter(new)
    return sum(count * there[one] for one, count in Counter(old).items())


def _replaced(removed: str, added: str) -> Iterator[Part]:
    if removed:
        yield Part("removed", removed)
    if added:
        yield Part("added", added)


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Neighbours of a kind together."""
    return tuple(
        Part(kind, "".join(part.text for part in run))
        for kind, run in groupby(parts, key=lambda part: part.kind)
    )


def _skipped(part: Part, context: int, *, first: bool, last: bool) -> Iterator[Part]:
    head = "" if first else part.text[:context]
    tail = "" if last else part.text[-context:]
    middle = part.text[len(head) : len(part.text) - len(tail)]
    if len(middle) <= context:
        yield part
        return
    if head:
        yield Part("same", head)
    yield Part("skipped", middle)
    if tail:
        yield Part("same", tail)
