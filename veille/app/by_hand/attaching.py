"""A find attached to a procedure that is known: its documents join it, its facts stay."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from veille.app.by_hand.saving import Saved, notice_id, save
from veille.app.by_hand.typed import Record
from veille.app.review import linking_desk
from veille.app.review.reviewing import Judges
from veille.core.facts import facts
from veille.core.refusals import Refusal
from veille.store import Store, linking, procedures, splitting
from veille.store.staff import Member

_LONGEST_NUMBER = 18
_KEPT = ("key", "link", "files")
"""Of what was typed: what is not told of by the notices of the procedure."""
_PASTED = "texte ajouté par l’équipe"


class AttachRefusal(Refusal):
    """Documents that cannot be attached there; the message says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """The procedure that a find is attached to, by its number today, and its object."""

    id: int
    title: str


def target_of(session: Session, number: str, now: datetime) -> Target | None:
    """The procedure that the form names; null where it names none: the find is a new one.

    Raises:
        AttachRefusal: there is no such procedure, or it is an invented one.
    """
    written = number.strip()
    if not written:
        return None
    is_number = written.isascii() and written.isdigit() and len(written) <= _LONGEST_NUMBER
    current = procedures.resolve(session, [int(written)]) if is_number else {}
    found = list(procedures.load(session, set(current.values())))
    if not found or not found[0].notices:
        raise AttachRefusal(f"aucune consultation n’a le numéro {written[:_LONGEST_NUMBER]}")
    if found[0].sample:
        raise AttachRefusal("c’est une consultation d’exemple : rien ne s’y rattache")
    title = facts(found[0], now).title
    return Target(found[0].id, title or "Objet non précisé dans l’avis")


def attach(
    store: Store, by: Judges, member: Member, record: Record, target: Target, now: datetime
) -> Saved:
    """Keep the record with ``target``, for good: what its notices say of it is not said anew.

    Raises:
        AttachRefusal: there is nothing to attach, or these documents are in another procedure, with
            other notices.
        StoreError: the database cannot be used.
        UnreadError: it was stored, and could not be read or linked: the next run tries again.
    """
    own = _attached(record, target)
    with store.read() as session:
        home = linking.procedures_of(session, [notice_id(own)]).get(notice_id(own))
        is_shared = home is not None and len(splitting.members(session, home)) > 1
    if is_shared and home != target.id:
        raise AttachRefusal(f"ces documents sont déjà dans la consultation n° {home}")
    saved = save(store, member, own, now)
    if saved.procedure_id == target.id:
        return saved
    joined = linking_desk.join(store, by, member, target.id, saved.procedure_id, now)
    return Saved(joined, is_new=True)


def _attached(record: Record, target: Target) -> Record:
    """The record with the text as a document among the others."""
    text = record.get("text")
    pasted = [{"name": _PASTED, "pages": [text]}] if text else []
    documents = [*record.get("documents", ()), *pasted]
    if not documents:
        raise AttachRefusal("rien à rattacher : coller un texte, ou choisir des documents")
    kept: dict[str, Any] = {name: record[name] for name in _KEPT if name in record}
    return kept | {"title": target.title, "stage": "other", "documents": documents}
