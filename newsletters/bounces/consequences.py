"""What follows for a subscriber when mail does not arrive or is not wanted; in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletters.bounces.severity import Severity
from veille.core.addresses import address_hash
from veille.core.french import count
from veille.core.people import OppositionReason
from veille.core.refusals import one_line
from veille.store import bounces, consents, outbox, subscribers
from veille.store.bounces import BounceAction
from veille.store.consents import Consent

SETTLED = timedelta(days=4)
"""A mail of which nothing came back for so long is held to have arrived."""

_BY_MAIL = "mail"


def gone(session: Session, subscriber_id: int, reason: str, now: datetime) -> BounceAction:
    """The address does not exist (any more): nothing more is sent to it."""
    if not subscribers.suspend(session, subscriber_id, reason):
        return "none"
    line = Consent(at=now, what="suspended", how=_BY_MAIL, detail=reason)
    consents.note(session, subscriber_id, line)
    outbox.cancel(session, subscriber_id, reason, now)
    return "suspended"


def failed_for_now(
    session: Session, subscriber_id: int, reason: str, now: datetime
) -> BounceAction:
    """Mail did not arrive, perhaps the next will: counted; too many in a row suspend."""
    if bounces.arrived_since(session, subscriber_id, now - SETTLED):
        subscribers.clear_soft(session, subscriber_id)
    in_a_row = subscribers.count_soft(session, subscriber_id)
    if in_a_row < subscribers.MOST_SOFT_BOUNCES:
        return "counted" if in_a_row else "none"
    many = one_line(f"{count(in_a_row, 'envoi', 'envois')} de suite non remis, dernier : {reason}")
    return "counted" if gone(session, subscriber_id, many, now) == "none" else "suspended"


BY_SEVERITY: Mapping[Severity, Callable[[Session, int, str, datetime], BounceAction]] = {
    "hard": gone,
    "soft": failed_for_now,
}


def complained(session: Session, subscriber_id: int, now: datetime) -> BounceAction:
    """The reader called the mail unwanted: everything ends, and only staff can undo it."""
    return _ended(session, subscriber_id, "complaint", "signalé comme indésirable", now)


def left(session: Session, subscriber_id: int, now: datetime) -> BounceAction:
    """The reader wrote to leave: everything ends."""
    return _ended(session, subscriber_id, "left", "désabonnement par courriel", now)


def _ended(
    session: Session, subscriber_id: int, why: OppositionReason, detail: str, now: datetime
) -> BounceAction:
    subscriber = subscribers.get(session, subscriber_id)
    if subscriber is None:
        return "none"
    digest = address_hash(subscriber.address_key)
    consents.oppose(session, subscriber.organisation, digest, why, now)
    if not subscribers.end(session, subscriber_id):
        return "none"
    consents.note(
        session, subscriber_id, Consent(at=now, what="ended", how=_BY_MAIL, detail=detail)
    )
    outbox.cancel(session, subscriber_id, detail, now)
    return "ended"
