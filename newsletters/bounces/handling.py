"""Acting upon what came back: each report once, its action and its trace in one transaction."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.bounces import consequences
from newsletters.bounces.reading import MOST_BYTES, Report, read_report
from newsletters.verp import ReturnAddresses
from veille.core.refusals import one_line
from veille.store import bounces
from veille.store.bounces import Bounce, BounceAction, BounceKind
from veille.store.database import Store


def handle(
    store: Store,
    raw: bytes,
    returns: ReturnAddresses,
    now: datetime,
    recipients: Sequence[str] = (),
) -> BounceKind | None:
    """Do what a report asks for, and keep its trace; null when it was read before.

    ``recipients`` are those of its envelope, where they are known.

    Raises:
        StoreError: the database cannot be used; the report must be handed in again.
    """
    digest = hashlib.sha256(raw[:MOST_BYTES]).hexdigest()
    report = read_report(raw, returns, recipients)
    with store.transaction() as session:
        addressee = (
            None if report.outbox_id is None else bounces.addressee(session, report.outbox_id)
        )
        kept = bounces.add(
            session,
            Bounce(
                digest=digest,
                received_at=now,
                kind=report.kind,
                outbox_id=report.outbox_id if addressee else None,
                status=report.status,
                said=report.said,
            ),
        )
        if kept is None:
            return None
        if addressee is not None and addressee.subscriber_id is not None:
            action = _follow(session, report, addressee.subscriber_id, now)
            bounces.note_action(session, kept, action)
    return report.kind


def _follow(session: Session, report: Report, subscriber_id: int, now: datetime) -> BounceAction:
    match report.kind:
        case "hard":
            return consequences.gone(session, subscriber_id, _reason(report), now)
        case "soft":
            return consequences.failed_for_now(session, subscriber_id, _reason(report), now)
        case "complaint":
            return consequences.complained(session, subscriber_id, now)
        case "unsubscribe":
            return consequences.left(session, subscriber_id, now)
        case "ignored" | "unknown":
            return "none"


def _reason(report: Report) -> str:
    words = f" « {report.said} »" if report.said else ""
    return one_line(f"retour du serveur du destinataire : {report.status or 'sans code'}{words}")
