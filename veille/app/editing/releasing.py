"""An edition on its way out: tried on oneself, approved or held, sent again where it failed.

What is done to the store is done in the caller's transaction, with its line in the trail.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.console import Failure
from veille.app.editing.drafts import DraftError
from veille.app.editing.naming import name_of
from veille.app.editing.readers import Shown
from veille.app.mail.direct import hand_over
from veille.app.people.personal_links import greeting
from veille.core.audit import Action
from veille.core.people import SubscriberState
from veille.core.personal_fields import PERSONAL_FIELDS
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import audit, edition_life, editions, outbox, sendings
from veille.store.editions import StoredEdition
from veille.store.outbox import Content, NewMessage
from veille.store.sendings import AGAIN, Message
from veille.store.staff import Member
from veille.store.subscribers import Subscriber

TEST = "[Essai]"
REPEAT = "[Renvoi]"
_UNWRITTEN: tuple[SubscriberState, ...] = ("pending", "suspended", "ended")


class SendingError(Refusal):
    """What cannot be sent, and why."""


def approve(
    session: Session, member: Member, edition_id: int, revision: int, now: datetime
) -> None:
    """Approve a draft as it was when it had this revision.

    Raises:
        DraftError: it is no draft, or says something else by now.
    """
    by = member.name or member.address
    if not edition_life.approve(session, edition_id, by, now, revision=revision):
        known = editions.get(session, edition_id)
        if known is not None and known.state == "draft":
            raise DraftError(
                "l’édition a changé depuis l’ouverture de cette page (recomposée, ou modifiée par "
                "quelqu’un d’autre) : la relire, puis l’approuver"
            )
        raise DraftError("cette édition n’est plus un brouillon")
    _note(session, member, "edition.approve", edition_id, now)


def hold(session: Session, member: Member, edition_id: int, now: datetime) -> None:
    """Keep an edition back until it is approved, again where it was.

    Raises:
        DraftError: it is going out, or gone.
    """
    if not edition_life.hold(session, edition_id):
        raise DraftError("cette édition est déjà partie")
    _note(session, member, "edition.hold", edition_id, now)


def send_test(
    settings: Settings, member: Member, edition: StoredEdition, shown: Shown, now: datetime
) -> None:
    """Hand a mail over to a member, marked as a test; nothing is told by it.

    Raises:
        SendingError: the relay did not take it.
    """
    page = f"{settings.public_url or ''}/equipe/editions/{edition.id}"
    fields: dict[str, str] = {
        **dict.fromkeys(PERSONAL_FIELDS, page),
        "greeting": greeting(member.name),
        "address": member.address,
    }
    mail = shown.mail.mail
    content = Content(kind="test", subject=f"{TEST} {mail.subject}", html=mail.html, text=mail.text)
    try:
        hand_over(settings, content, member.address, member.name, fields, now)
    except Failure as failure:
        raise SendingError(f"essai non envoyé : {failure}") from None


def note_test(session: Session, member: Member, edition_id: int, now: datetime) -> None:
    """Write down that a test was sent."""
    _note(session, member, "edition.test", edition_id, now)


def send_again(
    session: Session,
    settings: Settings,
    member: Member,
    edition_id: int,
    person: Subscriber,
    now: datetime,
) -> None:
    """Send an edition once more to somebody whom it was addressed to: the same mail, marked.

    It is a message of its own; what the person was told stays as it was written.

    Raises:
        SendingError: it was not addressed to them, they are not written to, or it still waits.
    """
    edition = _gone(session, edition_id)
    ids = _ids(session, edition)
    known = sendings.of_person(session, ids, person.id)
    if person.state in _UNWRITTEN:
        raise SendingError("on n’écrit pas à cette personne : son abonnement n’est pas actif")
    if not known:
        raise SendingError("cette édition n’a pas été adressée à cette personne")
    if any(message.is_open for message in known):
        raise SendingError("un message pour cette personne attend déjà de partir")
    times = sum(message.again for message in known) + 1
    first = next((message for message in known if not message.again), known[0])
    key = f"{first.key.partition(AGAIN)[0]}{AGAIN}{times}"
    outbox.enqueue(session, [_repeated(session, settings, first, key, person, now)])
    detail = f"abonné·e {person.id}, {times}ᵉ renvoi" if times > 1 else f"abonné·e {person.id}"
    _note(session, member, "edition.resend", edition_id, now, detail)


def retry(session: Session, member: Member, edition_id: int, now: datetime) -> int:
    """Try again what servers kept putting off until it was given up; gives how many messages.

    Raises:
        SendingError: there is none.
    """
    edition = _gone(session, edition_id)
    again = sendings.retry(session, _ids(session, edition), now)
    if not again:
        raise SendingError("aucun échec passager à réessayer")
    edition_life.resume(session, edition)
    _note(session, member, "edition.retry", edition_id, now, f"{again} messages")
    return again


def _repeated(
    session: Session,
    settings: Settings,
    first: Message,
    key: str,
    person: Subscriber,
    now: datetime,
) -> NewMessage:
    content = outbox.contents(session, [first.content_id])[first.content_id]
    marked = replace(content, subject=f"{REPEAT} {content.subject}")
    fields = {"address": person.address, "greeting": greeting(person.display_name)}
    return NewMessage(
        key=key,
        kind=first.kind,
        address=person.address,
        display_name=person.display_name,
        content_id=outbox.put_content(session, marked),
        message_id=outbox.message_id(key, settings.mail_domain),
        created_at=now,
        subscriber_id=person.id,
        edition_id=first.edition_id,
        personal={**first.personal, **fields},
    )


def _gone(session: Session, edition_id: int) -> StoredEdition:
    found = editions.get(session, edition_id)
    if found is None or found.addressed_at is None:
        raise SendingError("cette édition n’est pas encore partie")
    return found


def _ids(session: Session, edition: StoredEdition) -> list[int]:
    return [one.id for one in editions.together(session, edition)]


def _note(
    session: Session,
    member: Member,
    action: Action,
    edition_id: int,
    now: datetime,
    detail: str | None = None,
) -> None:
    found = editions.get(session, edition_id)
    subject = name_of(found) if found else f"édition {edition_id}"
    audit.note(session, member, action, subject, now, detail=detail)
