"""What members of staff do about a procedure: take it up, note, pass it on, let it go.

Every function is for a POST, in the transaction that is open; the procedure is held until it ends,
so that of two who take it up at once the second is told.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from veille.core.asking import named
from veille.core.audit import Action
from veille.core.clock import paris
from veille.core.handover import OUTCOME_NAMES, Event, Move, Outcome, Standing, standing
from veille.core.refusals import Refusal
from veille.store import audit, handovers, staff
from veille.store.staff import Member

LONGEST_COMMENT = 2_000
_LOOKS_BACK = timedelta(days=2 * 366)
_READERS = "reader"


class HandoverError(Refusal):
    """Something that cannot be done about a procedure, by this member, now."""


class UnknownProcedureError(HandoverError):
    """A procedure that is not there."""

    def __init__(self) -> None:
        super().__init__("cette consultation n’existe pas, ou n’existe plus")


def name_of(member: Member) -> str:
    """How a member is called."""
    return member.name or member.address


def claim(session: Session, member: Member, procedure_id: int, now: datetime) -> int:
    """« Je m’en occupe »; gives the procedure as it is now. Once more changes nothing.

    Raises:
        HandoverError: somebody else has it, or there is no such procedure.
    """
    own, found = _held(session, member, procedure_id)
    if found.holder == member.id:
        return own
    if found.holder is not None:
        raise HandoverError(f"{found.holder_name} s’en occupe déjà")
    _write(session, member, own, _given("claim", member, member, now))
    return own


def note(
    session: Session,
    member: Member,
    procedure_id: int,
    *,
    outcome: str,
    done_on: str,
    comment: str,
    now: datetime,
) -> int:
    """Note what was done, whoever has the procedure; gives the procedure as it is now.

    ``done_on`` is a day as forms send it, today where it is empty.

    Raises:
        Refusal: the outcome is not in the list, the day not past, the comment too long or missing.
    """
    own, _ = _held(session, member, procedure_id)
    chosen: Outcome = named(OUTCOME_NAMES, outcome)
    words = _comment(comment)
    if chosen == "other" and words is None:
        raise HandoverError("dire en quelques mots ce qui a été fait")
    event = Event(
        at=now,
        what="note",
        by=member.id,
        who=name_of(member),
        outcome=chosen,
        done_on=_day(done_on, now),
        comment=words,
    )
    _write(session, member, own, event, OUTCOME_NAMES[chosen])
    return own


def pass_on(
    session: Session, member: Member, procedure_id: int, to: int, word: str, now: datetime
) -> tuple[int, Member]:
    """Give the procedure to another member, with a word; gives the procedure, and to whom.

    Raises:
        HandoverError: it is somebody else's, or the other cannot take it.
    """
    own, found = _held(session, member, procedure_id)
    _check_may_move(member, found)
    other = next((one for one in colleagues(session, member) if one.id == to), None)
    if other is None:
        raise HandoverError("choisir à qui passer la consultation")
    if found.holder == other.id:
        raise HandoverError(f"{name_of(other)} s’en occupe déjà")
    event = _given("pass", member, other, now, _comment(word))
    _write(session, member, own, event, f"à {name_of(other)}")
    return own, other


def release(session: Session, member: Member, procedure_id: int, now: datetime) -> int:
    """Let the procedure go; gives the procedure as it is now. Nobody's stays nobody's.

    Raises:
        HandoverError: it is somebody else's.
    """
    own, found = _held(session, member, procedure_id)
    if found.holder is None:
        return own
    _check_may_move(member, found)
    _write(session, member, own, Event(at=now, what="release", by=member.id, who=name_of(member)))
    return own


def colleagues(session: Session, member: Member) -> list[Member]:
    """The other members who may take a procedure up, by name."""
    found = [
        one
        for one in staff.every(session, member.organisation)
        if one.ended_at is None and one.role != _READERS and one.id != member.id
    ]
    return sorted(found, key=lambda one: name_of(one).casefold())


def _given(
    what: Move, member: Member, to: Member, now: datetime, comment: str | None = None
) -> Event:
    """``member`` makes the procedure that of ``to``."""
    return Event(
        at=now,
        what=what,
        by=member.id,
        who=name_of(member),
        holder=to.id,
        holder_name=name_of(to),
        comment=comment,
    )


def _held(session: Session, member: Member, procedure_id: int) -> tuple[int, Standing]:
    """The procedure as it is now, held, and whose it is: nobody's once its member left."""
    own = handovers.lock(session, procedure_id)
    if own is None:
        raise UnknownProcedureError
    found = standing(handovers.of(session, member.organisation, own))
    gone = found.holder is not None and not _is_here(session, member, found.holder)
    return own, Standing(last=found.last, is_over=found.is_over) if gone else found


def _is_here(session: Session, member: Member, staff_id: int) -> bool:
    every = staff.every(session, member.organisation)
    return any(one.id == staff_id and one.ended_at is None for one in every)


def _check_may_move(member: Member, found: Standing) -> None:
    if found.holder not in (None, member.id) and member.role != "admin":
        raise HandoverError(f"{found.holder_name} s’en occupe : à lui ou elle de la passer")


def _comment(text: str) -> str | None:
    words = text.replace("\r\n", "\n").strip()
    if len(words) > LONGEST_COMMENT:
        raise HandoverError(f"commentaire trop long : {LONGEST_COMMENT} caractères au plus")
    return words or None


def _day(text: str, now: datetime) -> date:
    today = paris(now).date()
    if not text.strip():
        return today
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise HandoverError("date attendue, comme 2026-11-09") from None
    if not today - _LOOKS_BACK <= day <= today:
        raise HandoverError("date refusée : un jour passé, de moins de deux ans")
    return day


_ACTIONS: dict[Move, Action] = {
    "claim": "handover.claim",
    "note": "handover.note",
    "pass": "handover.pass",
    "release": "handover.release",
}


def _write(
    session: Session, member: Member, procedure_id: int, event: Event, detail: str | None = None
) -> None:
    handovers.add(session, member.organisation, procedure_id, event)
    subject = f"consultation n° {procedure_id}"
    audit.note(session, member, _ACTIONS[event.what], subject, event.at, detail=detail)
