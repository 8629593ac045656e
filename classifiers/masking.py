"""What a learned score may read of a text: never the words that state the answer.

A sentence that states or denies a clause or a reservation is left out, with the hours that follow
it. In an object (the title, a lot's title), where the whole is often one sentence, the words that
state it are left out, and every « réservé ».
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifiers.lots import LotNames
from classifiers.matching import may_speak
from classifiers.modifiers import hours_in
from classifiers.rules import vocabulary
from classifiers.rules.table import OBJECT
from classifiers.said import Said, followers, said_in
from classifiers.sentences import read
from veille.core.text import Folded

_NO_LOTS = LotNames(())
LONGEST = 20_000  # characters read of one text: far beyond the tokens that are kept

_RESERVED = re.compile(r"(?<![a-z])reserve(?:e|s|es)?(?![a-z])")
_FOR_WHOM = re.compile(
    "|".join(
        (
            vocabulary.SHELTERED_STRUCTURES,
            vocabulary.DISABLED_WORKERS,
            vocabulary.INTEGRATION_STRUCTURES,
            vocabulary.DISADVANTAGED_WORKERS,
            vocabulary.PRISON,
        )
    )
)
_LETTER = re.compile(r"[a-z]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of folded text that may be read, as long as the folded text from ``start`` on."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Masked:
    """What is left of a text; ``folded`` maps the pieces back to the original."""

    folded: Folded
    pieces: tuple[Piece, ...]


def masked(text: str, field: str) -> Masked:
    """The pieces of ``text`` (a passage of ``field``) that state nothing, sentence by sentence."""
    reading = read(text[:LONGEST])
    of_object = field in OBJECT
    if not may_speak(reading.folded.text, field):
        plain = (Piece(item.start, item.text) for item in reading.sentences())
        return Masked(reading.folded, _cleaned(plain, of_object))
    said = said_in(reading, _NO_LOTS, field)
    kept = _kept(said)
    if of_object and not any(_LETTER.search(item.text) for item in kept):
        return Masked(reading.folded, _cleaned(map(_without_hits, said), of_object))
    pieces = (Piece(item.sentence.start, item.text) for item in kept)
    return Masked(reading.folded, _cleaned(pieces, of_object))


def _kept(said: Sequence[Said]) -> list[Said]:
    """The sentences without any rule met, nor hours that go with one before."""
    told: set[int] = set()
    for index, item in enumerate(said):
        if not item.hits:
            continue
        told.add(id(item))
        told.update(id(next_) for next_ in followers(said, index) if hours_in(next_.text, ()))
    return [item for item in said if id(item) not in told]


def _without_hits(item: Said) -> Piece:
    """The sentence without the words that met a rule, nor those that tell for whom."""
    text = item.text
    for hit in item.hits:
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return Piece(item.sentence.start, _blanked(_FOR_WHOM, text) if item.hits else text)


def _cleaned(pieces: Iterable[Piece], of_object: bool) -> tuple[Piece, ...]:
    if not of_object:
        return tuple(pieces)
    return tuple(Piece(piece.start, _blanked(_RESERVED, piece.text)) for piece in pieces)


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), text)
