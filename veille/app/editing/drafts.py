"""What staff change in a draft: entries removed, put back, added, noted; a word of introduction.

Each is called in a transaction, and leaves its line in the trail there. What is told of a procedure
is one decision for all the territories whose editions go out in the same mail.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.making import Recipe, anew
from veille.app.editing.naming import name_of
from veille.core.audit import Action
from veille.core.refusals import Refusal
from veille.core.staff_words import introduction_of, note_of, reason_of
from veille.store import audit, edition_choices, edition_life, editions, ledger, procedures
from veille.store.edition_choices import Choice
from veille.store.editions import StoredEdition, StoredEntry
from veille.store.staff import Member

_NO_DRAFT = "cette édition n’est plus un brouillon : la retenir d’abord, si elle n’est pas partie"
_CHANGED = "quelqu’un d’autre l’a changé entre-temps : voici le nouveau texte, à reprendre"


class DraftError(Refusal):
    """What cannot be done to an edition, and why."""


def draft(session: Session, edition_id: int) -> StoredEdition:
    """The edition of this id, to be changed: nobody else does until the transaction ends.

    Raises:
        DraftError: there is none, or it is no draft any more.
    """
    found = editions.get(session, edition_id) if edition_life.edit(session, edition_id) else None
    if found is None:
        raise DraftError(_NO_DRAFT)
    return found


def introduce(
    session: Session, member: Member, edition_id: int, text: str, now: datetime, *, before: str
) -> None:
    """Write the word on top of every mail of the edition; ``before`` is the one that was shown.

    Raises:
        DraftError: it is no draft, or the word is another one by now.
        WordsError: it is too long.
    """
    found = draft(session, edition_id)
    if (found.introduction or "") != (introduction_of(before) or ""):
        raise DraftError(_CHANGED)
    written = introduction_of(text)
    edition_life.introduce(session, edition_id, written)
    _note(session, member, "edition.introduction", found, now, written or "retiré")


def annotate(
    session: Session,
    member: Member,
    edition_id: int,
    procedure_id: int,
    text: str,
    now: datetime,
    *,
    before: str,
) -> None:
    """Write a note under an entry; ``before`` is the one that was shown.

    Raises:
        DraftError: it is no draft, the entry is not in it, or the note is another one by now.
        WordsError: it is too long.
    """
    written = note_of(text)
    draft(session, edition_id)
    known = edition_choices.of(session, edition_id).get(procedure_id)
    if ((known.note if known else None) or "") != (note_of(before) or ""):
        raise DraftError(_CHANGED)
    found = _choose(
        session, member, edition_id, procedure_id, now, lambda one, _: replace(one, note=written)
    )
    detail = f"consultation {procedure_id} : {written or 'retirée'}"
    _note(session, member, "edition.note", found, now, detail)


def remove(
    session: Session,
    member: Member,
    edition_id: int,
    procedure_id: int,
    reason: str,
    now: datetime,
) -> None:
    """Do not tell what an entry says, now or in a later edition, unless something new is to tell.

    Raises:
        DraftError: it is no draft, or the entry is not in it.
        WordsError: no reason is given.
    """
    why = reason_of(reason)

    def out(choice: Choice, entry: StoredEntry) -> Choice:
        return replace(choice, removed_version=entry.version, reason=why)

    found = _choose(session, member, edition_id, procedure_id, now, out, withheld=True)
    detail = f"consultation {procedure_id} : {why}"
    _note(session, member, "edition.remove", found, now, detail)


def put_back(
    session: Session, member: Member, edition_id: int, procedure_id: int, now: datetime
) -> None:
    """Tell again what was removed.

    Raises:
        DraftError: it is no draft, or the entry was not removed from it.
    """

    def back(choice: Choice, _: StoredEntry) -> Choice:
        return replace(choice, removed_version=None, reason=None)

    found = _choose(session, member, edition_id, procedure_id, now, back, withheld=False)
    _note(session, member, "edition.put_back", found, now, f"consultation {procedure_id}")


def add(
    session: Session,
    member: Member,
    edition_id: int,
    procedure_id: int,
    note: str,
    now: datetime,
    recipe: Recipe,
) -> None:
    """Tell a procedure that the edition would not tell, with a note where one is given.

    The draft is composed anew, with what is known by now.

    Raises:
        DraftError: it is no draft, or what is known of the procedure was told already, is in it, or
            came after its period.
        WordsError: the note is too long.
    """
    found = draft(session, edition_id)
    known = procedures.resolve(session, [procedure_id]).get(procedure_id)
    if known is None:
        raise DraftError(f"consultation {procedure_id} inconnue")
    if any(one.procedure_id == known for one in editions.entries(session, edition_id)):
        raise DraftError("cette consultation est déjà dans l’édition")
    if any(one.procedure_id == known for one in editions.removed_entries(session, edition_id)):
        raise DraftError("cette consultation a été retirée de cette édition : la remettre")
    written = note_of(note)
    choice = Choice(procedure_id=known, by=_who(member), at=now, added=True, note=written)
    edition_choices.put(session, edition_id, choice)
    anew(session, found, now, recipe)
    if all(one.procedure_id != known for one in editions.entries(session, edition_id)):
        raise DraftError(_why_not(session, found, known))
    detail = f"consultation {known}{f' : {written}' if written else ''}"
    _note(session, member, "edition.add", found, now, detail)


def renew(session: Session, member: Member, edition_id: int, now: datetime, recipe: Recipe) -> None:
    """Compose a draft anew at once; what staff chose for it holds.

    Raises:
        DraftError: it is no draft.
    """
    found = draft(session, edition_id)
    anew(session, found, now, recipe)
    _note(session, member, "edition.renew", found, now, None)


def _choose(
    session: Session,
    member: Member,
    edition_id: int,
    procedure_id: int,
    now: datetime,
    change: Callable[[Choice, StoredEntry], Choice],
    *,
    withheld: bool | None = None,
) -> StoredEdition:
    """Change what is chosen for a procedure in every edition of the mail that holds it."""
    found = draft(session, edition_id)
    blank = Choice(procedure_id=procedure_id, by=_who(member), at=now)
    if _entry(session, edition_id, procedure_id) is None:
        raise DraftError("cette consultation n’est pas dans cette édition")
    for one in editions.together(session, found):
        entry = _entry(session, one.id, procedure_id)
        if entry is None:
            continue
        if one.id != edition_id:
            draft(session, one.id)
        choice = change(_chosen(session, one.id, blank), entry)
        edition_choices.put(session, one.id, choice)
        if withheld is not None:
            ledger.withhold(session, one.id, procedure_id, withheld=withheld)
    return found


def _entry(session: Session, edition_id: int, procedure_id: int) -> StoredEntry | None:
    every = (
        *editions.entries(session, edition_id),
        *editions.removed_entries(session, edition_id),
    )
    return next((one for one in every if one.procedure_id == procedure_id), None)


def _chosen(session: Session, edition_id: int, blank: Choice) -> Choice:
    """What is chosen already, by whom the ``blank`` says from now on."""
    known = edition_choices.of(session, edition_id).get(blank.procedure_id, blank)
    return replace(known, by=blank.by, at=blank.at)


def _why_not(session: Session, edition: StoredEdition, procedure_id: int) -> str:
    told = ledger.told_by(session, edition.organisation, edition.kind, procedure_id)
    if told is None:
        return (
            "rien n’en était publié avant la fin de la période de cette édition : "
            "la prochaine en parlera"
        )
    version, by = told
    return (
        f"elle a déjà été annoncée par l’édition {by} (version {version}) et rien n’a changé "
        "depuis : rien n’est dit deux fois"
    )


def _who(member: Member) -> str:
    return member.name or member.address


def _note(
    session: Session,
    member: Member,
    action: Action,
    edition: StoredEdition,
    now: datetime,
    detail: str | None,
) -> None:
    audit.note(session, member, action, name_of(edition), now, detail=detail)
