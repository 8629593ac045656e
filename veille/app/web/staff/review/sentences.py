"""The sentences of a card: what was read in each, who said what of it, where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from veille.app.review import wording
from veille.core.answers import affirms, denies
from veille.core.documents import place_of
from veille.core.evidence_kinds import KindName, own_kinds
from veille.core.highlighting import Span
from veille.core.notices import Notice
from veille.core.procedures import Procedure
from veille.core.review import Line, ReviewCard
from veille.core.tags import ASKED, Asked, Tag, find, placed, quote_hash
from veille.core.verdicts import Evidence

Key = tuple[Asked, str]
"""Question and hash of the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as staff judge it, called by its ``number``.

    ``lots`` are those that it was read for (none: the notice), ``tags`` those that count on it;
    ``place`` is the document of a find that it stands in, and its page;
    ``others`` how many other cards have it; ``says``: yes, no, or a mere note. One that staff added
    is ``missed``.
    """

    number: int
    key: Key
    notice_id: str
    quote: str
    says: str
    signal: str
    kinds: tuple[str, ...]
    lots: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    waits: bool = False
    missed: bool = False
    box: str | None = None
    place: str | None = None
    others: int = 0

    @property
    def question(self) -> Asked:
        """What it is about."""
        return self.key[0]

    @property
    def code(self) -> str:
        """What a form names it by."""
        return ".".join(self.key)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The sentences of a card in order, and the number of each."""

    sentences: tuple[Sentence, ...]
    numbers: Mapping[Key, int] = field(default_factory=dict)

    def of(self, code: str) -> Sentence | None:
        """The one that a form names."""
        return next((one for one in self.sentences if one.code == code), None)


def sentences(card: ReviewCard, procedure: Procedure, others: Mapping[Key, int]) -> Numbered:
    """The sentences of a card: those that were read, then those that staff added."""
    groups: dict[Key, list[Line]] = {}
    for line in card.lines:
        groups.setdefault(key_of(line.evidence), []).append(line)
    found = [
        _read(number, key, lines, procedure, others.get(key, 0))
        for number, (key, lines) in enumerate(groups.items(), 1)
    ]
    added = [tag for tag in card.tags if tag.answer == "missed" and _tag_key(tag) not in groups]
    for tag in added:
        if all(_tag_key(tag) != one.key for one in found):
            alike = [one for one in added if _tag_key(one) == _tag_key(tag)]
            found.append(_added(len(found) + 1, alike))
    return Numbered(tuple(found), {one.key: one.number for one in found})


def spans(
    notice: Notice, procedure: Procedure, card: ReviewCard, numbers: Mapping[Key, int]
) -> dict[str, list[Span]]:
    """Where the sentences stand in a notice, by the pointer of the text."""
    found: dict[str, list[Span]] = {}
    verdict = procedure.verdicts.get(notice.id)
    for said in verdict.evidence if verdict else ():
        if said.for_ in ASKED and said.quote is not None:
            at, start, end = _place(said, notice)
            _add(found, at, start, end, numbers.get(key_of(said)))
    for tag in card.tags:
        spot = placed(tag, notice) if tag.answer == "missed" else None
        if spot is not None:
            _add(found, spot.at, spot.start, spot.end, numbers.get(_tag_key(tag)))
    return found


def _add(
    found: dict[str, list[Span]],
    at: str | None,
    start: int | None,
    end: int | None,
    number: int | None,
) -> None:
    if at is not None and start is not None and end is not None and number is not None:
        found.setdefault(at, []).append(Span(start, end, number))


def _place(said: Evidence, notice: Notice) -> tuple[str | None, int | None, int | None]:
    if said.start is not None and said.end is not None:
        return said.at, said.start, said.end
    spot = find(said.quote or "", notice, at=said.at)
    return spot[:3] if spot else (None, None, None)


def key_of(said: Evidence) -> Key:
    """What a line of evidence about one of both questions is a sentence of."""
    return ("reserved" if said.for_ == "reserved" else "clause"), quote_hash(said.quote)


def _tag_key(tag: Tag) -> Key:
    return tag.question, quote_hash(tag.quote)


def _read(
    number: int, key: Key, lines: Sequence[Line], procedure: Procedure, others: int
) -> Sentence:
    first = lines[0].evidence
    kinds = dict.fromkeys(kind for line in lines for kind in _kinds(line.evidence))
    return Sentence(
        number=number,
        key=key,
        notice_id=lines[0].notice_id,
        quote=first.quote or "",
        says=_says(line.evidence for line in lines),
        signal=wording.SIGNALS[first.signal],
        kinds=tuple(wording.kind_label(kind, key[0]) for kind in kinds),
        lots=tuple(dict.fromkeys(line.evidence.lot for line in lines if line.evidence.lot)),
        tags=tuple({line.tag.id: line.tag for line in lines if line.tag}.values()),
        waits=any(line.tag is None and affirms(line.evidence) for line in lines),
        box=_box(first, lines[0].notice_id, procedure),
        place=_document(first, lines[0].notice_id, procedure),
        others=others,
    )


def _kinds(said: Evidence) -> list[KindName]:
    """Those that its rule names, in one order."""
    return sorted(own_kinds(said)) if affirms(said) else []


def _says(lines: Iterable[Evidence]) -> str:
    found = list(lines)
    if any(affirms(line) for line in found):
        return "yes"
    return "no" if any(denies(line) for line in found) else "note"


def _box(said: Evidence, notice_id: str, procedure: Procedure) -> str | None:
    """The name of the field that was filled in, where it is no text."""
    at = (said.at or "").split("/")
    if len(at) < 3 or at[1] != "declared" or not at[2].isdigit():
        return None
    declared = next(one.declared for one in procedure.notices if one.id == notice_id)
    place = int(at[2])
    return declared[place].field if place < len(declared) else None


def _document(said: Evidence, notice_id: str, procedure: Procedure) -> str | None:
    """``CCAP, page 12``, of what is written in a document."""
    notice = next(one for one in procedure.notices if one.id == notice_id)
    place = place_of(notice, said.at, said.start)
    return place.said if place else None


def _added(number: int, alike: Sequence[Tag]) -> Sentence:
    tag = alike[0]
    return Sentence(
        number=number,
        key=_tag_key(tag),
        notice_id=tag.notice_id,
        quote=tag.quote or "",
        says="yes",
        signal="ajouté par l’équipe",
        kinds=tuple(wording.kind_label(kind, tag.question) for kind in tag.kinds),
        lots=tuple(dict.fromkeys(one.lot for one in alike if one.lot)),
        tags=tuple(alike),
        missed=True,
    )
