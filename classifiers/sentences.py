"""A text as the rules read it: folded, cut into sentences, each with its way back."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from veille.core.text import Folded, fold

QUOTE_LENGTH = 300  # code points of the longest quotation

_LINE_END = re.compile(r"\n(?=\s*[^\sa-zà-ÿ])")
# Dots that end no sentence: « L.2113-12 », « art. 14 », « C.C.A.P. », « 2.50 »; « m?uvre » for œ.
_SOFT = re.compile(
    r"(?<![a-z])(?:[a-gi-z]|arts?|nos?|cf|ex|ref|env|min|max)\.|(?<=[0-9])\.(?=[0-9])|\?(?=uvre)"
)
# A sentence longer than 1,500 characters is none: it is read in pieces, cut at spaces.
_SENTENCE = re.compile(r"[^.;!?]{1,1500}(?![^.;!? ])|[^.;!?]{1,1500}")
# Sentences run together by a lost line end: « 70 heuresLot 2 », « 20%Ce marché ».
_GLUED = re.compile(r"(?<=[a-zà-ÿ0-9%)])(?=[A-ZÀ-Ý][a-zà-ÿ'’])")


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` begins at ``start`` in the folded text."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An original text and its folded form, in which line ends and sentence ends are marked."""

    original: str
    folded: Folded

    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order; abbreviations and numbers do not cut them."""
        text = _SOFT.sub(_soften, self.folded.text)
        cuts = self._glued()
        for match in _SENTENCE.finditer(text):
            start = match.start()
            for cut in cuts[bisect_right(cuts, start) : bisect_left(cuts, match.end())]:
                yield Sentence(start, text[start:cut])
                start = cut
            yield Sentence(start, text[start : match.end()])

    def _glued(self) -> list[int]:
        """Where, in the folded text, a sentence begins without anything before it."""
        starts = [match.start() for match in _GLUED.finditer(self.original)]
        return [bisect_left(self.folded.offsets, start) for start in starts]

    def written(self, sentence: Sentence) -> str:
        """The sentence as it was written, one character of it for each folded one."""
        offsets = self.folded.offsets[sentence.start : sentence.start + len(sentence.text)]
        return "".join(self.original[offset] for offset in offsets)

    def quote(self, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
        """The slice of the original to show for a match ``[start, end)`` of the sentence.

        It is the sentence, cut around the match at word ends when it is too long.
        """
        first, last = self.folded.span(sentence.start, sentence.start + len(sentence.text))
        match = self.folded.span(sentence.start + start, sentence.start + end)
        first, last = _bounded(self.original, (first, last), match)
        while first < last and self.original[first].isspace():
            first += 1
        while last > first and self.original[last - 1].isspace():
            last -= 1
        return first, last


def read(text: str) -> Reading:
    """``text`` ready for the rules; a line end before a capital or a digit ends a sentence."""
    marked = _LINE_END.sub(";", text) if "\n" in text else text
    return Reading(text, fold(marked))


def _soften(match: re.Match[str]) -> str:
    return match.group()[:-1] + (" " if match.group()[-1] == "." else "o")


def _bounded(text: str, whole: tuple[int, int], match: tuple[int, int]) -> tuple[int, int]:
    """``whole``, or the part of it around ``match`` that is short enough, cut at spaces."""
    if whole[1] - whole[0] <= QUOTE_LENGTH:
        return whole
    match_end = min(match[1], match[0] + QUOTE_LENGTH)
    spare = QUOTE_LENGTH - (match_end - match[0])
    first = max(whole[0], match[0] - spare // 2)
    last = min(whole[1], first + QUOTE_LENGTH)
    if first > whole[0]:
        space = text.find(" ", first, match[0])
        first = space + 1 if space >= 0 else first
    if last < whole[1]:
        space = text.rfind(" ", match_end, last)
        last = space if space >= 0 else last
    return first, last
