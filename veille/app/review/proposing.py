"""What a reader of a mail says of a verdict: a proposal, which counts once staff accept it.

The link of the mail identifies; it does not sign in. Whoever has it, forwarded or not, may propose
and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from veille.app.people.request_limits import TooManyRequestsError
from veille.app.people.self_service import UnknownSubscriberError
from veille.core.addresses import network_of
from veille.core.asking import KIND_NAMES
from veille.core.tags import NewTag, TagRefusal, find, quote_hash
from veille.store import Store, attempts, procedures, proposals, subscribers, tags
from veille.store.proposals import AlreadyProposedError

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How many proposals are taken: of a person in a day, from a network in an hour."""

    by_person: int = 20
    by_network: int = 60


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody says of a sentence of a procedure, through the link of ``subscriber_id``."""

    subscriber_id: int
    host: str | None
    procedure_id: int
    tag: NewTag
    comment: str | None = None


def propose(
    store: Store, said: Proposal, secret: str, now: datetime, limits: Limits = DEFAULT_LIMITS
) -> bool:
    """Keep a proposal for staff; false when the person spoke of that sentence before.

    Raises:
        TooManyRequestsError: there were too many.
        UnknownSubscriberError: the person's data was erased.
        TagRefusal: it cannot be taken.
    """
    _count(store, said, secret, now, limits)
    try:
        with store.transaction() as session:
            return _keep(session, said, now)
    except AlreadyProposedError:  # just now, by the same link
        return False


def placed_in(session: Session, procedure_id: int, passage: str) -> str:
    """The newest notice of a procedure that has a passage.

    Raises:
        TagRefusal: none has it.
    """
    for procedure in procedures.load(session, [procedure_id]):
        for notice in reversed(procedure.notices):
            if find(passage, notice) is not None:
                return notice.id
    raise TagRefusal("ce passage n’est pas dans l’avis : copier une phrase de l’avis, mot pour mot")


def _keep(session: Session, said: Proposal, now: datetime) -> bool:
    person = subscribers.get(session, said.subscriber_id)
    if person is None:
        raise UnknownSubscriberError
    sentence = f"{said.procedure_id}.{said.tag.question}.{quote_hash(said.tag.quote)}"
    if proposals.is_known(session, person.id, sentence):
        return False
    author = f"{KIND_NAMES[person.kind]}, par un mail"
    (tag_id,) = tags.add(session, [said.tag], author=author, now=now, proposed=True)
    proposals.record(
        session,
        tag_id,
        subscriber_id=person.id,
        sentence=sentence,
        comment=said.comment,
        now=now,
    )
    return True


def _count(store: Store, said: Proposal, secret: str, now: datetime, limits: Limits) -> None:
    by_person = attempts.bucket("report", str(said.subscriber_id), secret)
    by_network = attempts.bucket("report network", network_of(said.host), secret)
    with store.transaction() as session:
        attempts.add(session, [by_person, by_network], now)
        of_person = attempts.count(session, by_person, now - _DAY)
        from_network = attempts.count(session, by_network, now - _HOUR)
    if from_network > limits.by_network:
        raise TooManyRequestsError(
            "trop de signalements depuis ce réseau : réessayer dans une heure"
        )
    if of_person > limits.by_person:
        raise TooManyRequestsError("trop de signalements aujourd’hui : réessayer demain")
