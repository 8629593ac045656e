"""What staff say of a card, through a page: stored, written in the trail, and the queue follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.review import wording
from veille.app.review.reviewing import Judges
from veille.app.review.week import settle
from veille.core.audit import Action
from veille.core.tags import NewTag, Tag, TagRefusal
from veille.store import Store, audit, review_queue, same_sentence, tag_reading, tags
from veille.store.staff import Member


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of a tag: its id (null: it was said already), and how many other cards got it."""

    tag_id: int | None
    others: int = 0


def name_of(member: Member) -> str:
    """How a member of staff is called beside what they said."""
    return member.name or member.address


def speak(
    store: Store,
    by: Judges,
    member: Member,
    procedure_id: int,
    new: NewTag,
    now: datetime,
    *,
    version: str | None,
    everywhere: bool = False,
) -> Spoken:
    """Store a tag made on that version of the card; everywhere: of each card with the sentence.

    Raises:
        ChangedCardError: somebody spoke, or a notice came, since; nothing is stored.
        TagRefusal: it cannot be taken.
    """
    who = name_of(member)
    with store.transaction() as session:
        made = tags.add(session, [new], author=who, now=now, version=version)
        if not made:
            return Spoken(None)
        (tag_id,) = made
        others = 0
        if everywhere:
            others = same_sentence.apply_to_all(
                session, tag_id, by.rules, by.model, author=who, now=now
            )
        detail = f"étiquette n° {tag_id}" + (f" et {others} autres fiches" if others else "")
        _note(session, member, "review.tag", procedure_id, new, now, detail)
        _follow(session, [tag_id], by, now)
    return Spoken(tag_id, others)


def undo(
    store: Store, by: Judges, member: Member, tag_id: int, now: datetime, *, copies: bool = False
) -> int:
    """Take a tag back, with ``copies`` those that were made from it too; the card's procedure.

    Raises:
        TagRefusal: there is none, or it was undone.
    """
    return _end(store, by, member, tag_id, now, "review.undo", copies=copies)


def decline(store: Store, by: Judges, member: Member, tag_id: int, now: datetime) -> int:
    """Say no to a proposal; the card's procedure.

    Raises:
        TagRefusal: it does not wait any more.
    """
    return _end(store, by, member, tag_id, now, "review.decline", copies=False)


def accept(store: Store, by: Judges, member: Member, tag_id: int, now: datetime) -> int:
    """Let a proposal count; the card's procedure.

    Raises:
        TagRefusal: it does not wait any more.
    """
    with store.transaction() as session:
        home, tag = _known(session, tag_id)
        if tags.accept(session, [tag_id], by=name_of(member), now=now) == 0:
            raise TagRefusal("cette proposition a déjà reçu une réponse")
        _note(session, member, "review.accept", home, tag, now, f"étiquette n° {tag_id}")
        _follow(session, [tag_id], by, now)
    return home


def _end(
    store: Store,
    by: Judges,
    member: Member,
    tag_id: int,
    now: datetime,
    action: Action,
    *,
    copies: bool,
) -> int:
    with store.transaction() as session:
        home, tag = _known(session, tag_id)
        if tag.is_waiting != (action == "review.decline"):
            raise TagRefusal("cette étiquette a déjà reçu une réponse")
        if tags.undo(session, [tag_id], by=name_of(member), now=now, copies=copies) == 0:
            raise TagRefusal("cette étiquette est déjà annulée")
        detail = f"étiquette n° {tag_id}" + (" et ses copies" if copies else "")
        _note(session, member, action, home, tag, now, detail)
        _follow(session, [tag_id], by, now)
    return home


def _known(session: Session, tag_id: int) -> tuple[int, Tag]:
    found = tag_reading.of_id(session, tag_id)
    if found is None:
        raise TagRefusal("cette étiquette n’existe pas")
    return found


def _note(
    session: Session,
    member: Member,
    action: Action,
    procedure_id: int,
    tag: NewTag,
    now: datetime,
    detail: str,
) -> None:
    subject = f"consultation n° {procedure_id}"
    audit.note(session, member, action, subject, now, detail=f"{wording.said(tag)} ; {detail}")


def _follow(session: Session, tag_ids: Sequence[int], by: Judges, now: datetime) -> None:
    """The places in the queue of the cards that these tags, and their copies, speak of."""
    touched = tag_reading.homes(session, tag_ids)
    settle(session, sorted(touched & review_queue.listed(session)), by, now)
