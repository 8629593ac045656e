"""What the learned part reads of a notice: words and facts as named features, then buckets.

A feature is a name (``w=nettoyage``: a word; ``b=``: two words that follow each other; ``p=``:
the first letters of a word; ``d=``: a descriptor; ``s=``: a sector; ``f=``: the family; ``n=``:
the nature; ``v=``: the amount; ``u=``: the duration). A bucket is the number a name hashes to:
models and tables hold buckets only, never a word. The buyer is never read here.
"""

import math
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

from classifiers.descriptors import descriptors_of
from classifiers.masking import masked
from veille.core.notices import Lot, Notice, Value
from veille.core.reference.sectors import sectors_of
from veille.core.text import Folded

if TYPE_CHECKING:
    from spacy.tokens import Doc

Field = Literal["title", "description", "lots", "codes", "family", "nature", "value", "duration"]
FIELDS: tuple[Field, ...] = get_args(Field)
TEXT_FIELDS: frozenset[Field] = frozenset({"title", "description", "lots"})

VERSION = "2"  # raised when the same notice no longer gives the same buckets
BUCKETS = 1 << 18
LONGEST = 300  # tokens read of one notice
STEM = 6  # letters
_MOST_LOTS = 60  # lots whose titles are read
_KNOWN_NAMES = 1 << 16  # whose buckets are remembered

_DIGITS = re.compile(r"[0-9]+")
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of characters, that spaCy refuses

Tokenizer = Callable[[str], "Doc"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the notice: ``text`` folded, at ``offset`` of the folded string at ``at``."""

    text: str
    at: str
    folded: Folded
    offset: int

    def span(self) -> tuple[int, int]:
        """Its slice of the original string, in code points."""
        return self.folded.span(self.offset, self.offset + len(self.text))


@dataclass(frozen=True, slots=True)
class Features:
    """The sentences read, each a run of words, and the names of the facts."""

    sentences: tuple[tuple[Word, ...], ...]
    facts: tuple[str, ...]

    def words(self) -> Iterator[str]:
        """The feature names of the words; one that occurs twice comes twice."""
        for sentence in self.sentences:
            for word in sentence:
                yield from word_names(word.text)
            for left, right in pairwise(sentence):
                yield pair_name(left.text, right.text)

    def speaks(self) -> bool:
        """Whether there is anything of the object to judge by: a word or a code."""
        codes = (fact for fact in self.facts if fact.startswith(("d=", "s=")))
        return any(self.sentences) or any(codes)


@lru_cache(maxsize=_KNOWN_NAMES)
def bucket(name: str) -> int:
    """The number that a feature name hashes to, below ``BUCKETS``."""
    return zlib.crc32(name.encode(errors="replace")) & (BUCKETS - 1)


def buckets(names: Iterable[str]) -> tuple[int, ...]:
    """The buckets of feature names, each once, in order."""
    return tuple(sorted({bucket(name) for name in names}))


def word_names(text: str) -> tuple[str, ...]:
    """The features of one folded word: itself, and its first letters when it is long.

    A number counts as any other: years and references say nothing of what is bought.
    """
    text = _DIGITS.sub("#", text)
    if len(text) < STEM:
        return (f"w={text}",)
    return (f"w={text}", f"p={text[:STEM]}")


def pair_name(left: str, right: str) -> str:
    """The feature of two words that follow each other."""
    return _DIGITS.sub("#", f"b={left} {right}")


def features(notice: Notice, fields: Iterable[Field], tokenizer: Tokenizer) -> Features:
    """What a model trained on ``fields`` reads of the notice, and nothing else."""
    wanted = frozenset(fields)
    return Features(
        tuple(_sentences(notice, wanted, tokenizer)), tuple(dict.fromkeys(_facts(notice, wanted)))
    )


def of_lot(notice: Notice, lot: Lot) -> Notice:
    """The notice as if it were one lot of it: its own words and codes, else the notice's."""
    return replace(
        notice,
        title=lot.title or notice.title,
        description=lot.description or notice.description,
        cpv=lot.cpv or notice.cpv,
        descriptors=() if lot.cpv else notice.descriptors,
        value=lot.value,
        duration_months=lot.duration_months or notice.duration_months,
        lots=(),
    )


def present(notices: Sequence[Notice], least: float) -> tuple[Field, ...]:
    """The fields that at least ``least`` of the notices have: what a model may be trained on."""
    counts = dict.fromkeys(FIELDS, 0)
    for notice in notices:
        for field in _has(notice):
            counts[field] += 1
    return tuple(field for field in FIELDS if counts[field] >= max(1.0, least))


def _has(notice: Notice) -> Iterator[Field]:
    held: dict[Field, object] = {
        "title": notice.title,
        "description": notice.description,
        "lots": notice.lots,
        "codes": notice.descriptors or notice.all_cpv(),
        "family": notice.family,
        "nature": notice.contract_nature,
        "value": notice.value,
        "duration": notice.duration_months,
    }
    return (field for field, value in held.items() if value)


def _sentences(
    notice: Notice, wanted: frozenset[Field], tokenizer: Tokenizer
) -> Iterator[tuple[Word, ...]]:
    left = LONGEST
    for at, field, text in _texts(notice, wanted):
        kept = masked(text, field)
        for piece in kept.pieces:
            words = _words(piece.text, piece.start, at, kept.folded, tokenizer)[:left]
            left -= len(words)
            if words:
                yield words
            if left <= 0:
                return


def _texts(notice: Notice, wanted: frozenset[Field]) -> Iterator[tuple[str, str, str]]:
    """Pointer, field and string of what is read, the object first."""
    if notice.title and "title" in wanted:
        yield "/title", "title", notice.title
    if "lots" in wanted:
        for index, lot in enumerate(notice.lots[:_MOST_LOTS]):
            if lot.title:
                yield f"/lots/{index}/title", "lot.title", lot.title
    if notice.description and "description" in wanted:
        yield "/description", "description", notice.description


def _words(
    text: str, start: int, at: str, folded: Folded, tokenizer: Tokenizer
) -> tuple[Word, ...]:
    return tuple(
        Word(token.text, at, folded, start + token.idx)
        for token in tokenizer(_SURROGATES.sub(" ", text))
        if any(char.isalnum() for char in token.text)
    )


def _facts(notice: Notice, wanted: frozenset[Field]) -> Iterator[str]:
    if "codes" in wanted:
        codes = descriptors_of(notice)
        yield from (f"d={code}" for code in codes)
        yield from (f"s={sector}" for sector in sectors_of((), codes))
    if "family" in wanted and notice.family:
        yield f"f={notice.family}"
    if "nature" in wanted and notice.contract_nature:
        yield f"n={notice.contract_nature}"
    if "value" in wanted and notice.value:
        yield from _value(notice.value)
    if "duration" in wanted and notice.duration_months:
        yield f"u={_duration(notice.duration_months)}"


def _value(value: Value) -> Iterator[str]:
    """Half orders of magnitude of euros: 100 000 to 316 000, 316 000 to a million…"""
    if value.currency == "EUR" and 1 <= value.amount < math.inf:
        yield f"v={math.floor(2 * math.log10(value.amount))}"


def _duration(months: float) -> str:
    limits = (3, 6, 12, 24, 36, 48)
    return next((f"{limit}" for limit in limits if months <= limit), "more")
