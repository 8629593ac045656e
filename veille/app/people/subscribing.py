"""Signing up: a request by anyone, then a confirmation by whoever reads the mailbox.

What a visitor sees, and what is done, is the same whether the address is known or not. Tokens come
from ``veille.core.tokens``, purpose ``confirm``; the mail is written by ``Send``, which the page
hands in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from veille.app.people.previewing import check_scope, preview
from veille.app.people.request_limits import DEFAULT_LIMITS, Limits, count_request
from veille.core import consent_texts, previews
from veille.core.addresses import (
    Address,
    address_hash,
    checked_address,
    checked_name,
)
from veille.core.cards import Rhythm
from veille.core.filters import Filter
from veille.core.people import SubscriberKind
from veille.core.refusals import Refusal
from veille.core.tokens import read, sign
from veille.store import Store, consents, subscribers, subscriptions
from veille.store.consents import Consent
from veille.store.subscribers import NewSubscriber, Subscriber
from veille.store.subscriptions import NewSubscription, Subscription

ANSWER = (
    "Un message vient d’être envoyé à cette adresse, si elle peut en recevoir. Ouvrez son lien, "
    "puis confirmez\u00a0: il est valable sept jours."
)
"""What everybody is answered."""

CONFIRM_WITHIN = timedelta(days=7)
MOST_SUBSCRIPTIONS = 20


class TooManySubscriptionsError(Refusal):
    """A person has as many subscriptions as one can have."""


class UnknownRequestError(Refusal):
    """A request that was withdrawn, or that expired."""

    def __init__(self) -> None:
        super().__init__("cette demande n’existe plus : s’abonner de nouveau")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What a visitor filled in; ``host`` is the address that the request came from."""

    organisation: str
    address: str
    kind: SubscriberKind
    filter: Filter
    rhythm: Rhythm
    label: str
    display_name: str | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request that a mail asks to confirm; ``token``, signed ``at`` a moment, goes into its link.

    The same request made again is another one: it wants a mail of its own.
    """

    subscriber: Subscriber
    subscription: Subscription
    token: str
    at: datetime


Send = Callable[[Session, Request], None]
"""Puts the confirmation mail into the outbox, in the transaction that is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Who confirmed what; ``is_first`` is false when it was confirmed before."""

    subscriber: Subscriber
    subscription: Subscription
    is_first: bool


def sign_up(
    store: Store,
    asked: SignUp,
    keys: Sequence[str],
    scopes: Sequence[str],
    now: datetime,
    send: Send,
    limits: Limits = DEFAULT_LIMITS,
) -> str:
    """Take a request, and have the mail sent that asks to confirm it; gives ``ANSWER``.

    Raises:
        Refusal: what was filled in cannot be used, or there were too many requests. None of them
            says whether the address is known.
    """
    address = checked_address(asked.address)
    name, label = checked_name(asked.display_name), checked_name(asked.label)
    check_scope(asked.filter, scopes)
    with store.read() as session:
        previews.check(preview(session, asked.filter, asked.rhythm, now))
    mailbox = f"{asked.organisation} {address.key}"
    count_request(store, mailbox, asked.host, keys[-1], now, limits)
    with store.transaction() as session:
        request = _keep(session, asked, address, name, label or asked.rhythm, keys, now)
        if request is not None:
            send(session, request)
    return ANSWER


def pending(session: Session, keys: Sequence[str], token: str, now: datetime) -> Request:
    """The request of a link, to be shown before it is confirmed. Changes nothing.

    Raises:
        TokenError: the token is not ours, or too old.
        UnknownRequestError: the request expired.
    """
    subscriber_id, subscription_id = _ids(keys, token, now)
    subscriber = subscribers.get(session, subscriber_id)
    own = subscriptions.of(session, subscriber_id)
    asked = next((one for one in own if one.id == subscription_id), None)
    if subscriber is None or asked is None:
        raise UnknownRequestError
    return Request(subscriber=subscriber, subscription=asked, token=token, at=now)


def confirm(
    session: Session, keys: Sequence[str], token: str, now: datetime, *, how: str = "page"
) -> Confirmed:
    """Serve what was asked for from now on. Confirming twice changes nothing.

    Raises:
        TokenError: the token is not ours, or too old.
        UnknownRequestError: the request expired.
        TooManySubscriptionsError: the person has enough of them.
    """
    request = pending(session, keys, token, now)
    person, asked = request.subscriber, request.subscription
    if asked.confirmed_at is not None and person.state in ("active", "paused"):
        return Confirmed(subscriber=person, subscription=asked, is_first=False)
    check_number(session, person.id)
    subscribers.confirm(session, person.id, now)
    subscriptions.confirm(session, person.id, [asked.id], now)
    consents.lift(session, person.organisation, [address_hash(person.address_key)])
    consents.note(
        session,
        person.id,
        Consent(
            at=now, what="confirmed", how=how, wording=consent_texts.CURRENT, detail=asked.label
        ),
    )
    after = pending(session, keys, token, now)
    return Confirmed(subscriber=after.subscriber, subscription=after.subscription, is_first=True)


def check_number(session: Session, subscriber_id: int) -> None:
    """Refuse one subscription too many.

    Raises:
        TooManySubscriptionsError: the person has as many confirmed ones as one can have.
    """
    own = subscriptions.of(session, subscriber_id)
    if sum(one.confirmed_at is not None for one in own) >= MOST_SUBSCRIPTIONS:
        raise TooManySubscriptionsError(
            f"au plus {MOST_SUBSCRIPTIONS} abonnements par personne : en retirer un d’abord"
        )


def _keep(
    session: Session,
    asked: SignUp,
    address: Address,
    name: str | None,
    label: str,
    keys: Sequence[str],
    now: datetime,
) -> Request | None:
    """The request, stored; null for an address whose owner complained of our mail.

    Of somebody known nothing changes, whoever makes the request, until it is confirmed.
    """
    opposed = consents.opposed(session, asked.organisation, [address_hash(address.key)])
    if "complaint" in opposed.values():
        return None
    subscriber_id = subscribers.add(
        session,
        NewSubscriber(
            organisation=asked.organisation,
            kind=asked.kind,
            address=address.address,
            address_key=address.key,
            display_name=name,
            legal_basis="consent",
            created_at=now,
        ),
    )
    subscription_id = subscriptions.add(
        session,
        NewSubscription(
            subscriber_id=subscriber_id,
            label=label,
            filter=asked.filter,
            rhythm=asked.rhythm,
            created_at=now,
        ),
    )
    subscriptions.ask_again(session, subscription_id, now)
    consents.note(
        session,
        subscriber_id,
        Consent(at=now, what="requested", how="page", wording=consent_texts.CURRENT, detail=label),
    )
    token = sign(keys, "confirm", [subscriber_id, subscription_id], now)
    return pending(session, keys, token, now)


def _ids(keys: Sequence[str], token: str, now: datetime) -> tuple[int, int]:
    data = read(keys, "confirm", token, CONFIRM_WITHIN, now)
    match data:
        case [int(subscriber_id), int(subscription_id)]:
            return subscriber_id, subscription_id
    raise UnknownRequestError
