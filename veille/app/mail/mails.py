"""The mails that answer what somebody did: confirmation, welcome, goodbye; put in the outbox.

Each is called in the transaction of what it answers, so that one is never done without the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.addressing import Item
from newsletters.endings import tellings_of
from newsletters.mails import letters
from newsletters.mails.personal import personal_mail
from newsletters.making import ledger_owner
from newsletters.runs import endings_of, items_of, load_run
from veille.app.people.personal_links import Links
from veille.app.people.subscribing import Request, Send
from veille.app.steps.address import telling_of
from veille.app.steps.editions import due_time
from veille.core import french
from veille.core.cards import Rhythm
from veille.core.clock import paris
from veille.core.described import described
from veille.core.endings import Ending
from veille.core.french import NBSP
from veille.core.periods import EditionKind, next_due
from veille.settings import Settings
from veille.store import editions, endings, outbox, tellings
from veille.store.editions import StoredEdition
from veille.store.outbox import Content, NewMessage
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription

_RHYTHMS: dict[Rhythm, str] = {
    "immediate": "dès la parution",
    "daily": "chaque jour",
    "weekly": "chaque semaine",
    "monthly": "chaque mois",
}


def send_confirmation(settings: Settings, now: datetime) -> Send:
    """What a sign-up hands its request to: asks by mail to confirm it."""

    def send(session: Session, request: Request) -> None:
        person, asked = request.subscriber, request.subscription
        links = _links(settings, now)
        page = links.confirmation(request.token)
        content = letters.confirmation(
            settings.publisher, (_asked(asked),), linked=page is not None
        )
        fields = links.fields(person) | ({} if page is None else {"view_url": page})
        # A second request is a second message: the first may have been lost.
        key = f"confirmation/{asked.id}/{now.isoformat()}"
        _enqueue(session, settings, key, person, content, fields, now)

    return send


def welcome(
    session: Session, settings: Settings, person: Subscriber, asked: Subscription, now: datetime
) -> None:
    """Welcome a person for a subscription just confirmed, with what the last edition had for it.

    What it shows is told: it is not told again, and corrections of it follow.
    """
    links = _links(settings, now)
    last = _last_editions(session, settings, asked.rhythm)
    content, items, soon = None, tuple[Item, ...](), tuple[Ending, ...]()
    if last:
        run = load_run(session, last, linked=settings.public_url is not None)
        ((_, items),) = items_of(session, run, [(person, (asked,))], whole=True)
        soon = endings_of(session, run, [(person, (asked,))]).get(person.id, ())
        if items or soon:
            made = personal_mail(
                run.frame,
                person.kind,
                items,
                endings=soon,
                kind="welcome",
                most_bytes=settings.mail_bytes,
            )
            mail = made.mail
            content = Content(kind=made.kind, subject=mail.subject, html=mail.html, text=mail.text)
    if content is None:
        content = letters.welcome_letter(
            settings.publisher,
            _next(settings, asked.rhythm, now),
            linked=settings.public_url is not None,
        )
    key = f"welcome/{asked.id}"
    fields = links.fields(person, subscriptions=[asked.id], editions=[one.id for one in last])
    _enqueue(session, settings, key, person, content, fields, now)
    sent = outbox.ids_of(session, [key])[key]
    tellings.record(session, [telling_of(person, item, sent, now) for item in items])
    endings.record_tellings(session, tellings_of(person.id, soon, sent, now))


def goodbye(
    session: Session,
    settings: Settings,
    person: Subscriber,
    ended: Sequence[Subscription],
    now: datetime,
    *,
    everything: bool,
) -> None:
    """Say what was ended, to whoever did not mean to."""
    links = _links(settings, now)
    linked = settings.public_url is not None
    content = letters.goodbye(
        settings.publisher,
        tuple(_asked(one) for one in ended),
        everything=everything,
        linked=linked,
    )
    fields = links.fields(person)
    if linked:
        fields["view_url"] = links.sign_up()
    key = f"goodbye/{person.id}/{now.isoformat()}"
    _enqueue(session, settings, key, person, content, fields, now)


def _enqueue(
    session: Session,
    settings: Settings,
    key: str,
    person: Subscriber,
    content: Content,
    fields: Mapping[str, str],
    now: datetime,
) -> None:
    message = NewMessage(
        key=key,
        kind=content.kind,
        address=person.address,
        display_name=person.display_name,
        content_id=outbox.put_content(session, content),
        message_id=outbox.message_id(key, settings.mail_domain),
        created_at=now,
        subscriber_id=person.id,
        personal=fields,
    )
    outbox.enqueue(session, [message])


def _links(settings: Settings, now: datetime) -> Links:
    return Links(public_url=settings.public_url, keys=settings.secret_keys, now=now)


def _last_editions(session: Session, settings: Settings, rhythm: Rhythm) -> list[StoredEdition]:
    """The last editions that went out together: the monthly ones for who asked for these."""
    kind: EditionKind = "monthly" if rhythm == "monthly" else "weekly"
    owners = {ledger_owner(settings.organisation, code) for code in settings.territories}
    gone = [
        one
        for one in editions.list_editions(session)
        if one.kind == kind and one.organisation in owners and one.addressed_at is not None
    ]
    last = max((one.addressed_at for one in gone if one.addressed_at), default=None)
    together = [one for one in gone if one.addressed_at == last]
    return sorted(together, key=lambda one: one.period_start)


def _asked(asked: Subscription) -> str:
    """``Territoires : Sète ; Marchés : réservés ; chaque semaine``."""
    parts = [f"{label}{NBSP}: {words}" for label, words in described(asked.filter)]
    return f"{NBSP}; ".join([*(parts or ["toute la veille"]), _RHYTHMS[asked.rhythm]])


def _next(settings: Settings, rhythm: Rhythm, now: datetime) -> str:
    """``lundi 23 novembre``; ``dès la parution d’un avis`` for an immediate one."""
    if rhythm == "immediate":
        return "dès qu’un avis vous concernera"
    day = paris(next_due(rhythm, now, due_time(settings, rhythm))).date()
    return f"{french.weekday(day)} {french.day_month(day)} au plus tôt"
