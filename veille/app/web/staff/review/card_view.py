"""A card of review, whole: what is known, the sentences in their text, sources, versions, tags."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.lines import EntryView
from veille.app.domain_tables import tables_in
from veille.app.review import wording
from veille.app.review.reviewing import Judges, cards
from veille.app.web.procedure_page import named, page_of
from veille.app.web.staff.review.learned import Learned, learned
from veille.app.web.staff.review.sentences import Key, Numbered, key_of, sentences
from veille.app.web.staff.review.texts import Texts, texts_of
from veille.app.web.staff.review.versions import Version, versions
from veille.core import french
from veille.core.procedures import Facts, Procedure
from veille.core.reference import cpv
from veille.core.review import ReviewCard
from veille.core.tags import Tag
from veille.store import joins, judges, procedures, proposals, same_sentence, tag_reading
from veille.store.joins import Join

MOST_OTHERS = 500
"""Other cards with the same sentence that are counted."""


@dataclass(frozen=True, slots=True)
class LotView:
    """A lot: number, title, what is bought, and the answers to both questions in words."""

    id: str
    name: str
    title: str | None
    cpv: str
    amount: str | None
    reserved: str
    clause: str


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag that was made on the card, in words; ``copies`` are on other cards."""

    tag: Tag
    said: str
    quote: str | None
    comment: str | None
    lost: bool
    copies: int


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A procedure that looks like this one and was kept apart."""

    id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """All that the page of a card shows."""

    card: ReviewCard
    by: Judges
    entry: EntryView
    sample: bool
    cpv: tuple[str, ...]
    lots: tuple[LotView, ...]
    learned: Learned
    numbered: Numbered
    texts: Texts
    versions: tuple[Version, ...]
    tags: tuple[TagView, ...]
    lookalikes: tuple[Lookalike, ...]
    joins: tuple[Join, ...]


def card_view(
    session: Session, by: Judges, procedure_id: int, now: datetime, *, whole: bool = False
) -> CardView | None:
    """The card of a procedure, or of what it was merged into; null where there is none.

    Until what serves has judged it, the verdicts of whoever judged it last are shown. ``whole``:
    with all the text, however long.
    """
    raw = _raw(session, procedure_id, by)
    if raw is None:
        return None
    if not raw.verdicts and (last := judges.last_of(session, raw.id)) is not None:
        by = replace(by, rules=last[0], model=last[1])
        raw = _raw(session, procedure_id, by) or raw
    card = next(cards(session, [raw.id], by, now))
    effective = next(procedures.load(session, [raw.id], by.rules, by.model))
    page = page_of(effective, now, by.bands, tables_in(session))
    numbered = sentences(card, raw, _others(session, card, raw.id, by))
    return CardView(
        card=card,
        by=by,
        entry=page.entry,
        sample=raw.sample,
        cpv=tuple(map(_cpv, card.facts.cpv)),
        lots=tuple(_lots(card.facts)),
        learned=learned(card.facts, by.bands),
        numbered=numbered,
        texts=texts_of(raw, card, numbered, whole=whole),
        versions=versions(effective, now),
        tags=tuple(_tags(session, card)),
        lookalikes=tuple(_lookalikes(session, raw.id, now)),
        joins=tuple(joins.standing(session, raw.id)),
    )


def _raw(session: Session, procedure_id: int, by: Judges) -> Procedure | None:
    return next(procedures.load(session, [procedure_id], by.rules, by.model, raw=True), None)


def _others(session: Session, card: ReviewCard, home: int, by: Judges) -> dict[Key, int]:
    """How many other cards have each sentence, and nobody who spoke of it."""
    return {
        key: len(same_sentence.others(session, key, home, by.rules, by.model, most=MOST_OTHERS))
        for key in {key_of(line.evidence) for line in card.lines}
    }


def _cpv(code: str) -> str:
    label = cpv.label(code)
    return f"{code} {label}" if label else code


def _lots(known: Facts) -> Sequence[LotView]:
    return [
        LotView(
            id=lot.id,
            name=french.lot_name(lot.id),
            title=lot.title,
            cpv=", ".join(map(_cpv, lot.cpv)),
            amount=french.amount(lot.value.amount, lot.value.currency) if lot.value else None,
            reserved=_answer(known.reserved.answer, known.reserved.lots, lot.id),
            clause=_answer(known.clause.answer, known.clause.lots, lot.id),
        )
        for lot in known.lots
    ]


def _answer(answer: str, lots: Sequence[str], lot: str) -> str:
    concerned = answer != "no" and (not lots or lot in lots)
    if not concerned:
        return "non vu"
    return "oui" if answer == "yes" else "à vérifier"


def _tags(session: Session, card: ReviewCard) -> Sequence[TagView]:
    """Every tag ever made on the card, the newest first."""
    made = tag_reading.of_procedures(session, [card.procedure_id]).get(card.procedure_id, ())
    copies = tag_reading.copies(session, [tag.id for tag in made])
    written = proposals.comments(session, [tag.id for tag in made])
    lost = {tag.id for tag in card.lost}
    return [
        TagView(
            tag=tag,
            said=wording.said(tag),
            quote=tag.quote,
            comment=tag.comment or written.get(tag.id),
            lost=tag.id in lost,
            copies=copies.get(tag.id, 0),
        )
        for tag in reversed(made)
    ]


def _lookalikes(session: Session, procedure_id: int, now: datetime) -> Sequence[Lookalike]:
    return [
        Lookalike(other, named(session, other, now) or f"Consultation n° {other}", _reason(reason))
        for other, reason in procedures.doubts_of(session, procedure_id)
    ]


def _reason(value: str) -> str:
    """What two notices have in common: SIREN or name of the buyer, then the title."""
    first, _, title = value.partition(" ")
    who = "même acheteur (SIREN)" if first.isdigit() and len(first) == 9 else "même acheteur"
    return f"{who}, même objet, à moins de six mois" if title else who
