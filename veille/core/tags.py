"""Tags: what staff say of a verdict, sentence by sentence. They always win.

A tag is keyed by procedure, lot, question and folded quotation: a correction that words it anew is
a new sentence, of which nothing was said yet. The procedure is that of the notice it was made on,
so a tag follows its notice through joins and splits.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Literal, get_args

from veille.core.evidence_kinds import CLAUSE_KINDS, RESERVED_KINDS, KindName
from veille.core.notices import Many, Notice, passages
from veille.core.refusals import Refusal
from veille.core.text import fold

Asked = Literal["reserved", "clause"]
TagAnswer = Literal["right", "false_positive", "missed", "kind"]
FalseReason = Literal[
    "landscape_insertion",
    "reserve",
    "regulated_profession",
    "negation",
    "boilerplate",
    "other_lot",
    "other",
]
TagKey = tuple[str | None, Asked, str]
"""Lot (null: every lot), question, hash of the quotation."""

ASKED: tuple[Asked, ...] = get_args(Asked)
ANSWERS: tuple[TagAnswer, ...] = get_args(TagAnswer)
REASONS: tuple[FalseReason, ...] = get_args(FalseReason)

LONGEST_QUOTE = 5_000
LONGEST_COMMENT = 2_000
_HASH_LENGTH = 32


class TagRefusal(Refusal):
    """A tag that cannot be taken; the message says why."""


class ChangedCardError(TagRefusal):
    """The card is not any more what it was when it was read: somebody spoke, or a notice came."""

    def __init__(self) -> None:
        super().__init__(
            "la fiche a changé depuis qu’elle a été ouverte (étiquette ou avis nouveau) : "
            "la relire, puis recommencer"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTag:
    """What someone says of one sentence of a notice.

    ``quote`` is the sentence, verbatim; null with ``right`` says that nothing was missed in the
    card. ``lot`` null speaks for every lot that has no tag of its own. ``reason`` comes with
    ``false_positive``, ``kinds`` with ``missed`` and ``kind``; ``at``, ``start`` and ``end``
    place a missed passage in the notice, as in evidence.
    """

    notice_id: str
    question: Asked
    answer: TagAnswer
    quote: str | None = None
    lot: str | None = None
    reason: FalseReason | None = None
    kinds: Many[KindName] = ()
    at: str | None = None
    start: int | None = None
    end: int | None = None
    comment: str | None = None

    @property
    def key(self) -> TagKey:
        """What a later tag replaces it by, within its procedure."""
        return self.lot, self.question, quote_hash(self.quote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag(NewTag):
    """A tag as it was stored. Nothing is ever removed: ``undone_at`` takes its effect away.

    A ``proposed`` one, by someone who was not signed in, has none until ``accepted_at``.
    """

    id: int
    author: str
    created_at: datetime
    proposed: bool = False
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def is_live(self) -> bool:
        """Whether it counts: neither undone nor waiting for staff."""
        return self.undone_at is None and (not self.proposed or self.accepted_at is not None)

    @property
    def is_waiting(self) -> bool:
        """Whether it is a proposal that staff have not answered."""
        return self.proposed and self.accepted_at is None and self.undone_at is None

    @property
    def since(self) -> datetime:
        """From when it counts."""
        return self.accepted_at or self.created_at


@lru_cache(maxsize=2_048)  # a sentence is asked for once a lot
def quote_hash(quote: str | None) -> str:
    """The hash of the folded quotation: case, accents and runs of space do not matter."""
    folded = fold(quote or "").text.strip()
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:_HASH_LENGTH]


def latest(tags: Iterable[Tag]) -> dict[TagKey, Tag]:
    """The live tags of one procedure, of each key the newest."""
    found: dict[TagKey, Tag] = {}
    for tag in tags:
        known = found.get(tag.key)
        if tag.is_live and (known is None or (tag.since, tag.id) > (known.since, known.id)):
            found[tag.key] = tag
    return found


def checked(tag: NewTag) -> NewTag:
    """``tag``, if it says one thing and says it whole.

    Raises:
        TagRefusal: it does not.
    """
    for is_wrong, why in _faults(tag):
        if is_wrong:
            raise TagRefusal(why)
    return tag


def _faults(tag: NewTag) -> tuple[tuple[bool, str], ...]:
    allowed = RESERVED_KINDS if tag.question == "reserved" else CLAUSE_KINDS
    wants_kinds = tag.answer in ("missed", "kind")
    return (
        (not (tag.quote or "").strip() and tag.answer != "right", "citer la phrase concernée"),
        (len(tag.quote or "") > LONGEST_QUOTE, f"citation de plus de {LONGEST_QUOTE} caractères"),
        (
            (tag.answer == "false_positive") != (tag.reason is not None),
            "un motif va avec « faux positif », et seulement avec lui",
        ),
        (
            wants_kinds != bool(tag.kinds),
            "un type va avec « manqué » et « type corrigé », et seulement avec eux",
        ),
        (
            any(kind not in allowed for kind in tag.kinds),
            f"type inconnu pour cette question, choisir parmi : {', '.join(allowed)}",
        ),
        (
            len(tag.comment or "") > LONGEST_COMMENT,
            f"commentaire de plus de {LONGEST_COMMENT} caractères",
        ),
    )


def meant_for(tags: Iterable[Tag], notice: Notice) -> tuple[Tag, ...]:
    """The tags of a procedure as they stand for one of its notices: missed passages are placed."""
    meant = (placed(tag, notice) if tag.answer == "missed" else tag for tag in tags)
    return tuple(tag for tag in meant if tag is not None)


def placed(tag: Tag, notice: Notice) -> Tag | None:
    """``tag``, about a missed passage, where ``notice`` has these words; null where it has not.

    The place it was made at comes first, then the first passage with the same folded words.
    """
    if tag.quote is None:
        return None
    spot = find(tag.quote, notice, at=tag.at, start=tag.start)
    if spot is None:
        return None
    at, start, end, quote = spot
    return replace(tag, notice_id=notice.id, at=at, start=start, end=end, quote=quote)


def find(
    quote: str, notice: Notice, *, at: str | None = None, start: int | None = None
) -> tuple[str, int, int, str] | None:
    """Where ``notice`` says ``quote``: pointer, start, end, and its own words there."""
    wanted = fold(quote).text.strip()
    if not wanted:
        return None
    for passage in sorted(passages(notice), key=lambda passage: passage.at != at):
        first = start if passage.at == at and start is not None else -1
        if first >= 0 and passage.text.startswith(quote, first):
            return passage.at, first, first + len(quote), quote
        folded = fold(passage.text)
        index = folded.text.find(wanted)
        if index >= 0:
            begin, end = folded.span(index, index + len(wanted))
            return passage.at, begin, end, passage.text[begin:end]
    return None
