"""What staff do about a subscriber, each with its line in the trail.

The trail names the person by number, so that erasing the person erases. Every function is for a
POST, in the transaction that is open.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.mail.mails import goodbye
from veille.app.people import importing, rights, self_service
from veille.app.people.importing import Entrant
from veille.app.people.self_service import Means
from veille.core.addresses import address_hash, checked_address, checked_name
from veille.core.asking import BASIS_NAMES
from veille.core.audit import Action
from veille.core.people import ConsentEvent, SubscriberKind
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import audit, consents, subscribers, subscriptions
from veille.store.consents import Consent
from veille.store.staff import Member
from veille.store.subscribers import Subscriber

HOW: Means = "staff"


class ByStaffError(Refusal):
    """Something that cannot be done for this person."""


def known(session: Session, member: Member, subscriber_id: int) -> Subscriber | None:
    """The subscriber of this id, if the member's organisation writes to them."""
    found = subscribers.get(session, subscriber_id)
    return found if found is not None and found.organisation == member.organisation else None


def add(
    session: Session,
    member: Member,
    entrant: Entrant,
    scopes: Collection[str],
    now: datetime,
    *,
    again: bool,
) -> tuple[int, bool]:
    """Write to somebody from now on; gives the id, and whether anything is new.

    Raises:
        Refusal: see ``importing.take``.
    """
    organisation = member.organisation
    is_new = importing.take(session, organisation, entrant, scopes, now, how=HOW, again=again)
    person = subscribers.find(session, organisation, checked_address(entrant.address).key)
    assert person is not None  # noqa: S101 - taken above
    if is_new:
        _trail(session, member, "subscriber.add", person, now, BASIS_NAMES[entrant.ground.basis])
    return person.id, is_new


def rename(
    session: Session,
    member: Member,
    person: Subscriber,
    *,
    name: str,
    kind: SubscriberKind,
    now: datetime,
) -> None:
    """Correct how the person is called and counted: no sign of life of theirs.

    Raises:
        UnshowableName: the name cannot be shown.
    """
    subscribers.rename(session, person.id, display_name=checked_name(name), kind=kind)
    _proof(session, person, "changed", now, "nom ou qualité")
    _trail(session, member, "subscriber.change", person, now, "nom ou qualité")


def pause(
    session: Session, member: Member, person: Subscriber, until: datetime, now: datetime
) -> None:
    """Write nothing until a day, at the person's request.

    Raises:
        Refusal: the day is none to come, or nothing is sent to the person.
    """
    if not self_service.pause(session, person, until, now, HOW):
        raise ByStaffError("rien n’est envoyé à cette personne : il n’y a rien à suspendre")
    _trail(session, member, "subscriber.change", person, now, "pause")


def resume(session: Session, member: Member, person: Subscriber, now: datetime) -> None:
    """End a pause at once; without one nothing changes."""
    if self_service.resume(session, person, now, HOW):
        _trail(session, member, "subscriber.change", person, now, "reprise")


def end(
    session: Session,
    member: Member,
    settings: Settings,
    person: Subscriber,
    ids: Collection[int],
    now: datetime,
) -> int:
    """End subscriptions at the person's request, who is told by mail; gives how many.

    Whoever has none left has left.
    """
    own = subscriptions.of(session, person.id)
    ended = [one for one in own if one.id in ids]
    if not self_service.leave_some(session, person, ids, now, HOW):
        return 0
    whole = len(ended) == len(own)
    goodbye(session, settings, person, ended, now, everything=whole)
    words = "désabonnement" if whole else "abonnement arrêté"
    _trail(session, member, "subscriber.change", person, now, words)
    return len(ended)


def lift(session: Session, member: Member, person: Subscriber, address: str, now: datetime) -> None:
    """Write again to a mailbox that is in order, under another ``address`` where it changed.

    Raises:
        Refusal: nothing is suspended, or the new address is none, somebody else's, or objected.
    """
    if address.strip():
        _move(session, person, address)
    if not subscribers.lift(session, person.id):
        raise ByStaffError("les envois à cette personne ne sont pas suspendus")
    words = "adresse corrigée, envois repris" if address.strip() else "envois repris"
    _proof(session, person, "resumed", now, words)
    _trail(session, member, "subscriber.change", person, now, words)


def export(session: Session, member: Member, person: Subscriber, now: datetime) -> str:
    """All that is kept of the person, as JSON."""
    _trail(session, member, "subscriber.export", person, now)
    return rights.export(session, person, now)


def erase(session: Session, member: Member, person: Subscriber, typed: str, now: datetime) -> None:
    """Forget the person, whose address was ``typed`` to be sure of whom.

    Raises:
        ByStaffError: it is not the person's address.
    """
    if typed.strip().casefold() not in (person.address.casefold(), person.address_key):
        raise ByStaffError("effacement non fait : l’adresse écrite n’est pas celle de la personne")
    rights.erase(session, person, now)
    _trail(session, member, "subscriber.erase", person, now)


def _move(session: Session, person: Subscriber, text: str) -> None:
    new = checked_address(text)
    other = subscribers.find(session, person.organisation, new.key)
    if other is not None and other.id != person.id:
        raise ByStaffError("cette adresse est celle de quelqu’un d’autre")
    digest = address_hash(new.key)
    if consents.opposed(session, person.organisation, [digest]):
        raise ByStaffError("cette adresse a demandé à ne plus recevoir la veille")
    subscribers.move_to(session, person.id, new.address, new.key)


def _proof(
    session: Session, person: Subscriber, what: ConsentEvent, now: datetime, detail: str
) -> None:
    consents.note(session, person.id, Consent(at=now, what=what, how=HOW, detail=detail))


def _trail(
    session: Session,
    member: Member,
    action: Action,
    person: Subscriber,
    now: datetime,
    detail: str | None = None,
) -> None:
    audit.note(session, member, action, f"abonné·e n° {person.id}", now, detail=detail)
