"""The page of a subscriber: what is kept of them, in words."""

from dataclasses import dataclass
from http import HTTPStatus

from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import by_staff
from veille.app.web.site import site_of
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.subscribers import PREFIX
from veille.core import people_words
from veille.core.asking import BASIS_NAMES, KIND_NAMES, RHYTHM_NAMES, SUBSCRIBER_STATES
from veille.core.consent_texts import CONSENT_TEXTS
from veille.core.described import described
from veille.core.personal_fields import PersonalFieldError, fill_text
from veille.store import consents, sent, subscriptions
from veille.store.sent import Sent
from veille.store.staff import Member
from veille.store.subscribers import Subscriber

_MOST_MESSAGES = 20
_MOST_BOUNCES = 10
_SAID = {
    "ajout": "C’est enregistré : les envois commencent.",
    "connu": "Cette personne avait déjà cet abonnement : rien n’a changé.",
    "nom": "C’est enregistré.",
    "pause": "Les envois sont en pause.",
    "reprise": "Les envois reprennent.",
    "fin": "C’est arrêté. Un message le dit à la personne.",
    "levee": "Les envois reprennent à cette adresse.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was sent, with its subject as the person read it."""

    sent: Sent
    subject: str


def known_person(session: Session, member: Member, subscriber_id: int) -> Subscriber:
    """The subscriber of this id.

    Raises:
        HTTPException: 404, the member's organisation writes to nobody of this id.
    """
    found = by_staff.known(session, member, subscriber_id)
    if found is None:
        raise HTTPException(404)
    return found


def person_page(
    request: Request, member: Member, subscriber_id: int, *, fault: str | None = None
) -> Response:
    """What is kept of the person; ``fault`` says what was refused."""
    with site_of(request).store.read() as session:
        person = known_person(session, member, subscriber_id)
        own = subscriptions.of(session, person.id)
        proofs = consents.of(session, person.id)
        messages = sent.to(session, person.id, most=_MOST_MESSAGES)
        bounces = sent.came_back(session, person.id, most=_MOST_BOUNCES)
    return staff_page(
        request,
        member,
        "staff/subscribers/person.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        person=person,
        own=[(one, described(one.filter)) for one in own],
        proofs=tuple(reversed(proofs)),
        texts=CONSENT_TEXTS,
        messages=[Message(one, _subject(one)) for one in messages],
        bounces=bounces,
        words=people_words,
        kinds=KIND_NAMES,
        states=SUBSCRIBER_STATES,
        rhythms=RHYTHM_NAMES,
        bases=BASIS_NAMES,
        may_change=member.role == "admin",
        base=f"{PREFIX}/{person.id}",
        above=PREFIX,
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
    )


def _subject(one: Sent) -> str:
    try:
        return fill_text(one.subject, one.personal)
    except PersonalFieldError:
        return one.subject
