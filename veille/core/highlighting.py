"""A text with its quotations marked, and folded where nothing is marked: pure.

Offsets count code points. Quotations may overlap: the text is cut at every border, so each piece
is covered by the same quotations from end to end.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

AROUND = 280
"""Characters that stay in view on either side of a quotation."""
LEAST_FOLDED = 240
"""Fewer characters than that are not worth folding."""


@dataclass(frozen=True, slots=True)
class Span:
    """A quotation: ``text[start:end]``, and the number that it is called by."""

    start: int
    end: int
    ref: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text from ``start`` on; ``refs`` are the quotations that cover it."""

    start: int
    text: str
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces in a row that are in view, or ``folded`` together."""

    pieces: tuple[Piece, ...]
    folded: bool = False

    @property
    def length(self) -> int:
        """In characters."""
        return sum(len(piece.text) for piece in self.pieces)


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """``text`` cut at the borders of ``spans``: together the pieces are the text, none is empty.

    What of a span lies outside of the text marks nothing.
    """
    within = [
        Span(max(span.start, 0), min(span.end, len(text)), span.ref)
        for span in spans
        if max(span.start, 0) < min(span.end, len(text))
    ]
    borders = sorted({0, len(text), *(one.start for one in within), *(one.end for one in within)})
    return tuple(
        Piece(
            start,
            text[start:end],
            tuple(sorted({one.ref for one in within if one.start <= start and end <= one.end})),
        )
        for start, end in pairwise(borders)
    )


def stretches(
    cut: Sequence[Piece], *, around: int = AROUND, least: int = LEAST_FOLDED
) -> tuple[Stretch, ...]:
    """The pieces of a text, folded where no quotation is near; what is marked is never folded.

    Of a text without a quotation, the beginning stays in view.
    """
    found: list[Stretch] = []
    runs = [
        (is_marked, tuple(run)) for is_marked, run in groupby(cut, key=lambda one: bool(one.refs))
    ]
    for place, (is_marked, run) in enumerate(runs):
        if is_marked:
            found.append(Stretch(run))
            continue
        (only,) = run
        before = around if place > 0 or len(runs) == 1 else 0
        after = around if place + 1 < len(runs) else 0
        found += _folded(only, before, after, least)
    return tuple(_joined(found))


def _folded(piece: Piece, before: int, after: int, least: int) -> Iterator[Stretch]:
    """An unmarked piece: its beginning and end in view, what is between them folded."""
    text = piece.text
    first = _next_word(text, before)
    last = max(first, _last_word(text, len(text) - after))
    if last - first < least:
        yield Stretch((piece,))
        return
    for start, end, is_folded in ((0, first, False), (first, last, True), (last, None, False)):
        if text[start:end]:
            yield Stretch((Piece(piece.start + start, text[start:end]),), is_folded)


def _next_word(text: str, at: int) -> int:
    """The end of the word that ``at`` is in, if it is near."""
    space = text.find(" ", at, at + 40) if at else -1
    return space if space >= 0 else min(at, len(text))


def _last_word(text: str, at: int) -> int:
    """The beginning of the word that ``at`` is in, if it is near."""
    space = text.rfind(" ", max(0, at - 40), at) if at < len(text) else -1
    return space if space >= 0 else max(at, 0)


def _joined(found: Iterable[Stretch]) -> Iterator[Stretch]:
    for folded, run in groupby(found, key=lambda one: one.folded):
        yield Stretch(tuple(piece for one in run for piece in one.pieces), folded)
