"""The pages that signed links lead to, and what the links say when they come back.

``personal_links`` writes them. A link identifies; it does not sign in. What it may do is done by
POST alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from veille.core.tokens import TokenError, read, sign
from veille.store.subscriptions import Subscription

CONFIRM, MANAGE, LEAVE = "/confirmer", "/mon-abonnement", "/desabonnement"
VIEW, FEED = "/mon-edition", "/flux"
REPORT = "/signaler"
REPORT_LASTS = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Carried:
    """A person and some of their subscriptions: those that a mail carried (none: all of them)."""

    subscriber_id: int
    subscription_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Viewing:
    """Whose mail is looked at in a browser, and the editions that it told."""

    subscriber_id: int
    edition_ids: tuple[int, ...]


def leaving(keys: Sequence[str], token: str, now: datetime) -> Carried:
    """Who leaves what, by a link of any age: leaving never expires.

    Raises:
        TokenError: the token is not ours.
    """
    return Carried(*_person_and(read(keys, "unsubscribe", token, None, now), "subscriptions"))


def viewing(keys: Sequence[str], token: str, now: datetime) -> Viewing:
    """Which mail a link shows.

    Raises:
        TokenError: the token is not ours.
    """
    return Viewing(*_person_and(read(keys, "card", token, None, now), "editions"))


def feed_page(keys: Sequence[str], asked: Subscription) -> str:
    """The Atom feed of a subscription, always the same; ``.ics`` at the end gives its deadlines."""
    data = {"subscriber": asked.subscriber_id, "subscriptions": [asked.id]}
    return f"{FEED}/{sign(keys, 'feed', data, asked.created_at)}"


def feed_of(keys: Sequence[str], token: str, now: datetime) -> Carried:
    """Whose feed of which subscription a link gives.

    Raises:
        TokenError: the token is not ours.
    """
    return Carried(*_person_and(read(keys, "feed", token, None, now), "subscriptions"))


def reporting(keys: Sequence[str], token: str, now: datetime) -> int:
    """Whose mail a report comes from: the subscriber's id.

    Raises:
        TokenError: the token is not ours, or too old.
    """
    data = read(keys, "report", token, REPORT_LASTS, now)
    if not isinstance(data, int):
        raise _invalid()
    return data


def _person_and(data: Any, name: str) -> tuple[int, tuple[int, ...]]:
    match data:
        case {"subscriber": int(person), **rest}:
            ids = rest.get(name)
            if isinstance(ids, list) and all(isinstance(one, int) for one in ids):
                return person, tuple(ids)
    raise _invalid()


def _invalid() -> TokenError:
    return TokenError("ce lien n’est pas valide : reprendre celui du mail, entier")
