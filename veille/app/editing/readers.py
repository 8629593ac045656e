"""Who gets an edition, and the mail that each kind of reader, or one person, is given."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletters import runs
from newsletters.addressing import Ledger, address
from newsletters.endings import READERS
from newsletters.fitting import MOST_BYTES, weight
from newsletters.mails.personal import PersonalMail, personal_mail
from newsletters.mails.silence import silence_mail
from newsletters.runs import endings_of, items_of, load_run, recipients_of
from veille.core.addresses import checked_address
from veille.core.filters import Filter
from veille.core.people import SUBSCRIBER_KINDS, SubscriberKind
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import editions, subscribers, subscriptions
from veille.store.editions import StoredEdition
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_EVERYTHING = (Filter(), Filter(what=("correction",)))


class UnknownReaderError(Refusal):
    """Nobody subscribed has this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readers:
    """How many people of a kind an edition is for.

    ``told`` get entries, ``quiet`` a mail that says that there was nothing, ``silent`` none.
    """

    kind: SubscriberKind
    told: int
    quiet: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A mail as it would leave: its subject, its parts with placeholders, its weight in bytes."""

    mail: PersonalMail
    weight: int

    @property
    def fits(self) -> bool:
        """Whether a mailbox shows it whole."""
        return self.weight <= MOST_BYTES


def readers(session: Session, edition: StoredEdition, now: datetime) -> list[Readers]:
    """Who is served at the rhythm of an edition that has not gone out, by kind."""
    run = load_run(session, editions.together(session, edition), linked=True)
    told, quiet, silent = Counter[str](), Counter[str](), Counter[str]()
    has_quiet = {
        kind: silence_mail(run.frame, kind, run.kind) is not None for kind in SUBSCRIBER_KINDS
    }
    recipients = recipients_of(session, run, now)
    soon = endings_of(session, run, recipients)
    for person, items in items_of(session, run, recipients):
        counted = (
            told if items or person.id in soon else quiet if has_quiet[person.kind] else silent
        )
        counted[person.kind] += 1
    return [
        Readers(kind=kind, told=told[kind], quiet=quiet[kind], silent=silent[kind])
        for kind in SUBSCRIBER_KINDS
        if told[kind] or quiet[kind] or silent[kind]
    ]


def served(session: Session, settings: Settings, edition: StoredEdition, now: datetime) -> int:
    """How many people are served at its rhythm."""
    return len(subscriptions.recipients(session, edition.kind, now, settings.organisation))


def as_kind(
    session: Session, settings: Settings, edition: StoredEdition, kind: SubscriberKind
) -> Shown:
    """The mail of somebody of a kind who follows everything, and was told nothing before."""
    together = editions.together(session, edition)
    run = load_run(
        session,
        together,
        linked=settings.public_url is not None,
        unapproved=_is_unapproved(together, settings),
    )
    reader = _reader(kind)
    ((_, items),) = address(run.lines, [reader], Ledger(), run.frame.history, lambda _: _LONG_AGO)
    soon = run.frame.head.endings if kind in READERS else ()
    mail = personal_mail(run.frame, kind, items, endings=soon, most_bytes=settings.mail_bytes)
    return _shown(mail)


def as_person(
    session: Session, settings: Settings, edition: StoredEdition, person: Subscriber
) -> Shown:
    """The mail that somebody gets, or got."""
    asked = [
        one
        for one in subscriptions.of(session, person.id)
        if one.confirmed_at is not None and one.rhythm == edition.kind
    ]
    mail = runs.preview(
        session,
        editions.together(session, edition),
        person,
        asked,
        linked=settings.public_url is not None,
        hold=settings.hold,
    )
    return _shown(mail)


def person_at(session: Session, settings: Settings, given: str) -> Subscriber:
    """The subscriber with this address.

    Raises:
        UnknownReaderError: there is none.
        AddressError: it is no address.
    """
    found = subscribers.find(session, settings.organisation, checked_address(given).key)
    if found is None:
        raise UnknownReaderError("personne d’abonné à cette adresse")
    return found


def _is_unapproved(together: Sequence[StoredEdition], settings: Settings) -> bool | None:
    """Whether the mail says that nobody approved it, as far as is known."""
    drafts = any(one.state == "draft" for one in together)
    return (drafts and not settings.hold) or None


def _shown(mail: PersonalMail) -> Shown:
    return Shown(mail=mail, weight=weight(mail.mail.html))


def _reader(kind: SubscriberKind) -> tuple[Subscriber, tuple[Subscription, ...]]:
    """Somebody invented who asked for everything, corrections too."""
    person = Subscriber(
        id=0,
        organisation="",
        kind=kind,
        address="",
        address_key="",
        legal_basis="consent",
        created_at=_LONG_AGO,
        last_sign_of_life=_LONG_AGO,
    )
    asked = tuple(
        Subscription(
            id=number,
            subscriber_id=0,
            label="",
            filter=one,
            rhythm="weekly",
            created_at=_LONG_AGO,
            confirmed_at=_LONG_AGO,
        )
        for number, one in enumerate(_EVERYTHING)
    )
    return person, asked
