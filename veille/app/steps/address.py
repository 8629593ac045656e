"""Address: who gets what of the editions that are due; ledger and outbox in one transaction.

Killed before it is committed, nothing was told and the next run tells it; killed after, the outbox
has every message and the next run finds nothing to do.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.addressing import Item
from newsletters.endings import tellings_of
from newsletters.mails.personal import personal_mail
from newsletters.mails.silence import silence_mail
from newsletters.runs import Run, endings_of, items_of, load_run, recipients_of
from veille.app.people.personal_links import Links
from veille.core.clock import Week, paris
from veille.core.endings import Ending
from veille.core.people import SubscriberKind
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import edition_life, endings, outbox, tellings
from veille.store.database import Store
from veille.store.editions import StoredEdition
from veille.store.errors import AlreadyToldError
from veille.store.outbox import Content, NewMessage
from veille.store.subscribers import Subscriber
from veille.store.tellings import Telling

_ATTEMPTS = 3
"""Another run may tell the same person the same thing in between: then it is worked out again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """What was put in the outbox: how many editions, for how many people."""

    editions: int = 0
    messages: int = 0


class TakenEditionError(Refusal):
    """Another process has taken the editions in between."""


@dataclass(frozen=True, slots=True)
class _Envelope:
    """What one person gets: which content, and what the ledger remembers of it."""

    person: Subscriber
    content: Content
    items: tuple[Item, ...]
    endings: tuple[Ending, ...]


def address(store: Store, settings: Settings, now: datetime) -> Addressed:
    """Put in the outbox the mails of every edition that is due at ``now``.

    Raises:
        AlreadyToldError: again and again somebody else told the same.
        EditionError: a stored edition cannot be read.
    """
    with store.read() as session:
        due = edition_life.due(session, now, hold=settings.hold)
    editions = messages = 0
    for together in _together(due):
        sent = _address(store, settings, together, now)
        if sent is not None:
            editions, messages = editions + len(together), messages + sent
    with store.transaction() as session:
        edition_life.finish(session, now)
    return Addressed(editions=editions, messages=messages)


def _together(due: Iterable[StoredEdition]) -> list[list[StoredEdition]]:
    """The editions of one organisation and kind, which go out in one mail."""
    groups: defaultdict[tuple[str, str], list[StoredEdition]] = defaultdict(list)
    for edition in due:
        organisation, _, _ = edition.organisation.rpartition("/")
        groups[organisation, edition.kind].append(edition)
    return list(groups.values())


def _address(
    store: Store, settings: Settings, together: Sequence[StoredEdition], now: datetime
) -> int | None:
    for attempt in range(1, _ATTEMPTS + 1):
        with store.read() as session:
            run, envelopes = _prepare(session, settings, together, now)
        try:
            with store.transaction() as session:
                return _commit(session, settings, run, envelopes, now)
        except TakenEditionError:
            return None
        except AlreadyToldError:
            if attempt == _ATTEMPTS:
                raise
    return None


def _prepare(
    session: Session, settings: Settings, together: Sequence[StoredEdition], now: datetime
) -> tuple[Run, list[_Envelope]]:
    """What each person gets, each distinct content rendered once."""
    drafts = any(edition.state == "draft" for edition in together)
    run = load_run(session, together, linked=settings.public_url is not None, unapproved=drafts)
    contents: dict[tuple[SubscriberKind, tuple[object, ...]], Content | None] = {}
    envelopes = []
    recipients = recipients_of(session, run, now)
    soon = endings_of(session, run, recipients)
    for person, items in items_of(session, run, recipients):
        own = soon.get(person.id, ())
        key = person.kind, (*_told(items), *own)
        if key not in contents:
            contents[key] = _content(run, person.kind, items, own, settings)
        content = contents[key]
        if content is not None:
            envelopes.append(_Envelope(person, content, items, own))
    return run, envelopes


def _told(items: Sequence[Item]) -> tuple[object, ...]:
    """What makes a content: the entries, and why they are in it."""
    return tuple(
        (item.procedure_id, item.version, item.topic, item.before, item.reasons) for item in items
    )


def _content(
    run: Run,
    reader: SubscriberKind,
    items: Sequence[Item],
    soon: tuple[Ending, ...],
    settings: Settings,
) -> Content | None:
    """The mail; null where there is nothing to say."""
    if not items and not soon:
        return silence_mail(run.frame, reader, run.kind)
    made = personal_mail(run.frame, reader, items, endings=soon, most_bytes=settings.mail_bytes)
    return Content(
        kind=made.kind, subject=made.mail.subject, html=made.mail.html, text=made.mail.text
    )


def _commit(
    session: Session, settings: Settings, run: Run, envelopes: Sequence[_Envelope], now: datetime
) -> int:
    """Everything or nothing; gives how many messages."""
    if not edition_life.start_sending(session, run.editions, now):
        raise TakenEditionError("édition déjà prise en charge par un autre envoi")
    served = {person.id for person, _ in recipients_of(session, run, now)}
    kept = [one for one in envelopes if one.person.id in served]
    ids = {
        content.digest: outbox.put_content(session, content)
        for content in {one.content.digest: one.content for one in kept}.values()
    }
    links = Links(public_url=settings.public_url, keys=settings.secret_keys, now=now)
    messages = [_message(run, one, ids[one.content.digest], settings, links, now) for one in kept]
    added = outbox.enqueue(session, messages)
    rows = outbox.ids_of(session, [message.key for message in messages])
    tellings.record(
        session,
        [
            telling_of(one.person, item, rows[message.key], now)
            for one, message in zip(kept, messages, strict=True)
            for item in one.items
        ],
    )
    endings.record_tellings(
        session,
        [
            telling
            for one, message in zip(kept, messages, strict=True)
            for telling in tellings_of(one.person.id, one.endings, rows[message.key], now)
        ],
    )
    return added


def telling_of(person: Subscriber, item: Item, outbox_id: int, now: datetime) -> Telling:
    """What the ledger remembers of an item in a message."""
    return Telling(
        subscriber_id=person.id,
        procedure_id=item.procedure_id,
        version=item.version,
        topic=item.topic,
        told_at=now,
        subscriptions=item.subscriptions,
        outbox_id=outbox_id,
    )


def _name(run: Run, content: Content, now: datetime) -> str:
    """What the message is of; that a source is silent is said once a week at most."""
    if content.kind != "silent_source":
        return run.name
    return f"silent_source/{run.organisation}/{Week.of(paris(now).date())}"


def _message(
    run: Run, one: _Envelope, content_id: int, settings: Settings, links: Links, now: datetime
) -> NewMessage:
    person = one.person
    key = f"{_name(run, one.content, now)}/subscriber/{person.id}"
    carried = {number for item in one.items for number in item.subscriptions}
    return NewMessage(
        key=key,
        kind=one.content.kind,
        address=person.address,
        display_name=person.display_name,
        content_id=content_id,
        message_id=outbox.message_id(key, settings.mail_domain),
        created_at=now,
        subscriber_id=person.id,
        edition_id=run.editions[-1].id,
        personal=links.fields(
            person, subscriptions=carried, editions=[edition.id for edition in run.editions]
        ),
    )
