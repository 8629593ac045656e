"""What a person does about their own subscriptions, through the signed link of their mails.

Every function is for a POST, in the transaction that is open. Whatever the person does is a sign of
life, noted with its date.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from veille.app.people.previewing import check_scope
from veille.app.people.subscribing import check_number
from veille.core import consent_texts
from veille.core.addresses import address_hash, checked_name
from veille.core.cards import Rhythm
from veille.core.clock import paris, start_of_day
from veille.core.filters import Filter
from veille.core.people import ConsentEvent, OppositionReason, SubscriberKind
from veille.core.refusals import Refusal
from veille.core.tokens import TokenError, read
from veille.store import consents, outbox, subscribers, subscriptions
from veille.store.consents import Consent
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import NewSubscription, Subscription

LINK_LASTS = timedelta(days=400)
LONGEST_PAUSE = timedelta(days=366)
_LEFT: dict[OppositionReason, str] = {
    "left": "désabonnement",
    "complaint": "plainte",
    "erased": "effacement",
}

Means = Literal["page", "mail", "command", "staff"]


class UnknownSubscriberError(Refusal):
    """Nobody is known under this link, address or number."""

    def __init__(self) -> None:
        super().__init__("cet abonnement n’existe plus")


class PauseError(Refusal):
    """A pause that ends in the past, or too late."""


def who(session: Session, keys: Sequence[str], token: str, now: datetime) -> Subscriber:
    """Whom a link identifies: its token holds the subscriber's id. Changes nothing.

    Raises:
        TokenError: the token is not ours, or too old.
        UnknownSubscriberError: the person's data was erased.
    """
    data = read(keys, "manage", token, LINK_LASTS, now)
    if not isinstance(data, int):
        raise TokenError("ce lien n’est pas valide : reprendre celui du mail, entier")
    return known(session, data)


def known(session: Session, subscriber_id: int) -> Subscriber:
    """The subscriber of this id.

    Raises:
        UnknownSubscriberError: there is none.
    """
    found = subscribers.get(session, subscriber_id)
    if found is None:
        raise UnknownSubscriberError
    return found


def keep(session: Session, person: Subscriber, now: datetime, how: Means = "page") -> None:
    """« Je veux continuer » : the sign of life that retention waits for."""
    subscribers.sign_of_life(session, person.id, now)
    _note(session, person, "kept", now, how)


def rename(
    session: Session,
    person: Subscriber,
    *,
    display_name: str | None,
    kind: SubscriberKind,
    now: datetime,
    how: Means = "page",
) -> None:
    """Change the name that mails greet, and the kind.

    Raises:
        UnshowableName: the name cannot be shown.
    """
    subscribers.rename(session, person.id, display_name=checked_name(display_name), kind=kind)
    subscribers.sign_of_life(session, person.id, now)
    _note(session, person, "changed", now, how, "nom ou qualité")


def subscribe(
    session: Session,
    person: Subscriber,
    *,
    label: str,
    asked: Filter,
    rhythm: Rhythm,
    scopes: Collection[str],
    now: datetime,
    how: Means = "page",
) -> int:
    """One more subscription of a person whom their link identifies; gives its id.

    Raises:
        Refusal: it cannot be served, or there are too many.
    """
    check_scope(asked, scopes)
    check_number(session, person.id)
    name = checked_name(label) or rhythm
    subscription_id = subscriptions.add(
        session,
        NewSubscription(
            subscriber_id=person.id,
            label=name,
            filter=asked,
            rhythm=rhythm,
            created_at=now,
            confirmed_at=now,
        ),
    )
    subscriptions.confirm(session, person.id, [subscription_id], now)
    subscribers.confirm(session, person.id, now)
    consents.lift(session, person.organisation, [address_hash(person.address_key)])
    _note(session, person, "confirmed", now, how, name)
    return subscription_id


def change(
    session: Session,
    person: Subscriber,
    subscription: Subscription,
    *,
    label: str,
    asked: Filter,
    rhythm: Rhythm,
    scopes: Collection[str],
    now: datetime,
    how: Means = "page",
) -> bool:
    """Write a subscription anew; false when it is not the person's, or is gone.

    Raises:
        Refusal: it cannot be served.
    """
    check_scope(asked, scopes)
    if subscription.subscriber_id != person.id:
        return False
    name = checked_name(label) or rhythm
    done = subscriptions.change(
        session, replace(subscription, label=name, filter=asked, rhythm=rhythm)
    )
    if done:
        subscribers.sign_of_life(session, person.id, now)
        _note(session, person, "changed", now, how, name)
    return done


def pause(
    session: Session,
    person: Subscriber,
    until: datetime,
    now: datetime,
    how: Means = "page",
) -> bool:
    """Write nothing until the start of a day (a summer, a leave); false when nothing was served.

    Raises:
        PauseError: the day is past, or more than a year away.
    """
    if not now < until <= now + LONGEST_PAUSE:
        raise PauseError("pause refusée : choisir un jour à venir, dans l’année")
    morning = start_of_day(paris(until).date())
    done = subscribers.pause(session, person.id, morning)
    if done:
        subscribers.sign_of_life(session, person.id, now)
        _note(session, person, "paused", now, how, f"jusqu’au {morning.date().isoformat()}")
    return done


def resume(session: Session, person: Subscriber, now: datetime, how: Means = "page") -> bool:
    """End a pause at once; false when there was none."""
    done = subscribers.resume(session, person.id)
    if done:
        subscribers.sign_of_life(session, person.id, now)
        _note(session, person, "resumed", now, how)
    return done


def leave_some(
    session: Session,
    person: Subscriber,
    ids: Collection[int],
    now: datetime,
    how: Means = "page",
) -> int:
    """End these subscriptions of the person; whoever has none left has left. Gives how many."""
    own = subscriptions.of(session, person.id)
    ended = [one for one in own if one.id in ids]
    if not ended:
        return 0
    if len(ended) == len(own):
        leave(session, person, now, how)
        return len(ended)
    subscriptions.remove(session, person.id, [one.id for one in ended])
    subscribers.sign_of_life(session, person.id, now)
    _note(session, person, "changed", now, how, f"retrait : {', '.join(o.label for o in ended)}")
    return len(ended)


def leave(
    session: Session,
    person: Subscriber,
    now: datetime,
    how: Means = "page",
    reason: OppositionReason = "left",
) -> bool:
    """End everything: nothing that waits is sent any more. False when it had ended before."""
    done = subscribers.end(session, person.id)
    outbox.cancel(session, person.id, _LEFT[reason], now)
    consents.oppose(session, person.organisation, address_hash(person.address_key), reason, now)
    if done:
        _note(session, person, "ended", now, how, _LEFT[reason])
    return done


def _note(
    session: Session,
    person: Subscriber,
    what: ConsentEvent,
    now: datetime,
    how: Means,
    detail: str | None = None,
) -> None:
    shown = None if how == "staff" else consent_texts.CURRENT
    line = Consent(at=now, what=what, how=how, wording=shown, detail=detail)
    consents.note(session, person.id, line)
