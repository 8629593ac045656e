"""What to look at first: cards of procedures, in the order in which tagging them teaches most.

Pure. A card is made of raw verdicts, so that a sentence that was found false is still shown, with
its tag.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from veille.core.answers import affirms
from veille.core.evidence_kinds import KindName
from veille.core.facts import facts
from veille.core.notices import Notice
from veille.core.procedures import Facts, Procedure
from veille.core.tagging import apply_tags
from veille.core.tags import ASKED, Asked, Tag, find, latest, meant_for, quote_hash
from veille.core.verdicts import Evidence

Why = Literal["reopened", "rare", "unclear", "uncertain", "sample", "flagged"]

RARE: tuple[KindName, ...] = (
    "prison",
    "ess",
    "justice",
    "fair_trade",
    "progress_plan",
    "qpv",
    "equality",
    "training",
)
"""Kinds of which few examples are known, the rarest first."""

MOST_UNCERTAIN = 20
"""Cards without a signal that are shown because their score is near a limit."""
NEAR = 0.05
"""How near to a limit a score must be, as a share."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a card, in its newest notice, and the tag that counts on it."""

    notice_id: str
    evidence: Evidence
    tag: Tag | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewCard:
    """A procedure as staff review it.

    ``version`` is what a tag states it was made on. ``facts`` are those that staff's tags give,
    ``is_flagged`` whether the rules saw a clause before any tag. ``tags`` are those that count;
    ``lost`` those of them whose sentence is in no notice any more. ``is_invented``: it is of the
    project's own sample.
    """

    procedure_id: int
    version: str
    facts: Facts
    notices: tuple[str, ...]
    is_flagged: bool
    lines: tuple[Line, ...]
    tags: tuple[Tag, ...] = ()
    lost: tuple[Tag, ...] = ()
    is_invented: bool = False

    @property
    def whole(self) -> Tag | None:
        """The tag that nothing was missed in the card."""
        return next((tag for tag in self.tags if tag.quote is None), None)

    @property
    def untagged(self) -> tuple[Line, ...]:
        """The affirming sentences that nobody has spoken of."""
        return tuple(one for one in self.lines if one.tag is None and affirms(one.evidence))

    @property
    def is_reviewed(self) -> bool:
        """Whether staff said something of the card and no sentence is left."""
        return len(self.tags) > len(self.lost) and not self.untagged


@dataclass(frozen=True, slots=True)
class Queued:
    """A card and why it is shown; ``detail``: the rare kind, or the distance to the limit."""

    card: ReviewCard
    why: Why
    detail: str | None = None


def review_card(
    procedure: Procedure, tags: Sequence[Tag], version: str, now: datetime
) -> ReviewCard:
    """The card of a procedure with raw verdicts, from every tag ever made on it."""
    known = latest(tags)
    effective = {
        notice.id: apply_tags(procedure.verdicts[notice.id], meant_for(known.values(), notice))
        for notice in procedure.notices
        if notice.id in procedure.verdicts
    }
    lines = _lines(procedure, known.values())
    shown = {(one.evidence.for_, quote_hash(one.evidence.quote)) for one in lines}
    unseen = (tag for tag in known.values() if tag.key[1:] not in shown)
    raw = facts(procedure, now)
    corrected = replace(procedure, verdicts=effective)
    return ReviewCard(
        procedure_id=procedure.id,
        version=version,
        facts=facts(corrected, now) if known else raw,
        notices=tuple(notice.id for notice in procedure.notices),
        is_flagged=raw.clause.answer != "no",
        lines=lines,
        tags=tuple(known.values()),
        lost=tuple(tag for tag in unseen if _is_gone(tag, procedure.notices)),
        is_invented=procedure.sample,
    )


def _lines(procedure: Procedure, known: Iterable[Tag]) -> tuple[Line, ...]:
    """Each sentence once for each question and lot, as the newest notice has it."""
    tags = {tag.key: tag for tag in known}
    found: dict[tuple[str, str | None, str], Line] = {}
    for notice in reversed(procedure.notices):
        verdict = procedure.verdicts.get(notice.id)
        for line in verdict.evidence if verdict else ():
            if line.for_ not in ASKED or line.quote is None:
                continue
            question: Asked = "reserved" if line.for_ == "reserved" else "clause"
            digest = quote_hash(line.quote)
            tag = tags.get((line.lot, question, digest)) or tags.get((None, question, digest))
            found.setdefault((question, line.lot, digest), Line(notice.id, line, tag))
    return tuple(found.values())


def _is_gone(tag: Tag, notices: Sequence[Notice]) -> bool:
    return tag.quote is not None and not any(find(tag.quote, notice) for notice in notices)


def queue(
    cards: Iterable[ReviewCard],
    *,
    limits: Sequence[float] = (),
    sample: Mapping[int, int] | None = None,
) -> tuple[Queued, ...]:
    """The cards that wait for a look, each once, the most telling first.

    Those that a correction opened again, rare kinds, contradictions, scores nearest one of the
    ``limits`` between bands (from 0 to 1), the random ``sample`` (procedure → order of drawing),
    then every other card with a sentence that nobody has spoken of.
    """
    drawn = sample or {}
    waiting = [_queued(card, limits, drawn) for card in cards]
    ordered = sorted((one for one in waiting if one), key=lambda one: _rank(one, limits, drawn))
    shown: list[Queued] = []
    uncertain = 0
    for one in ordered:
        uncertain += one.why == "uncertain"
        if one.why != "uncertain" or uncertain <= MOST_UNCERTAIN:
            shown.append(one)
    return tuple(shown)


def rare_kind(card: ReviewCard) -> KindName | None:
    """The rarest kind that the card shows."""
    shown = {*card.facts.reserved.kinds, *card.facts.clause.kinds}
    return next((kind for kind in RARE if kind in shown), None)


def distance(card: ReviewCard, limits: Sequence[float]) -> float | None:
    """How far the card's potential is from the nearest limit; null where it has no score."""
    score = card.facts.potential
    return None if score is None else min((abs(score - one) for one in limits), default=None)


def _queued(card: ReviewCard, limits: Sequence[float], drawn: Mapping[int, int]) -> Queued | None:
    if _is_open_again(card):
        return Queued(card, "reopened")
    if card.untagged:
        return _with_a_sentence(card, drawn)
    if card.is_reviewed:
        return None
    if card.procedure_id in drawn:
        return Queued(card, "sample")
    near = distance(card, limits)
    is_near = near is not None and near <= NEAR and not card.lines
    return Queued(card, "uncertain", f"{near:.3f}") if is_near else None


def _is_open_again(card: ReviewCard) -> bool:
    """A clause that staff saw is gone, or a mistake is and something else is said in its place.

    Until they look again: speaking of the whole card closes it.
    """
    since = card.whole.since if card.whole else None
    lost = [tag for tag in card.lost if since is None or tag.since > since]
    return bool(lost) and (bool(card.untagged) or any(tag.answer == "missed" for tag in lost))


def _with_a_sentence(card: ReviewCard, drawn: Mapping[int, int]) -> Queued:
    kind = rare_kind(card)
    if kind is not None:
        return Queued(card, "rare", kind)
    if "unclear" in (card.facts.reserved.answer, card.facts.clause.answer):
        return Queued(card, "unclear")
    return Queued(card, "sample" if card.procedure_id in drawn else "flagged")


_ORDER: tuple[Why, ...] = ("reopened", "rare", "unclear", "uncertain", "sample", "flagged")


def _rank(
    one: Queued, limits: Sequence[float], drawn: Mapping[int, int]
) -> tuple[int, float, int, int]:
    """By reason, then by what the reason measures, then the newest publication."""
    measure: float = 0
    if one.why == "rare":
        measure = next((place for place, kind in enumerate(RARE) if kind == one.detail), 0)
    if one.why == "uncertain":
        measure = distance(one.card, limits) or 0
    if one.why == "sample":
        measure = drawn[one.card.procedure_id]
    published = one.card.facts.published_on or date.min
    return _ORDER.index(one.why), measure, -published.toordinal(), one.card.procedure_id
