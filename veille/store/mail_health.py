"""How mail goes: what was sent, what came back, what waits."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from veille.core.attention import MailSituation
from veille.store.models import BounceRow, OutboxRow

_OPEN = ("waiting", "claimed", "sending")


def situation(session: Session, since: datetime, now: datetime) -> MailSituation:
    """Mail since a moment; and since when the oldest message that is due waits."""
    sent = session.scalar(
        select(func.count()).where(OutboxRow.state == "sent", OutboxRow.ended_at >= since)
    )
    came_back = session.execute(
        select(BounceRow.kind, func.count().label("reports"))
        .where(BounceRow.received_at >= since)
        .group_by(BounceRow.kind)
    )
    reports = {row.kind: row.reports for row in came_back}
    waiting = session.scalar(
        select(func.min(OutboxRow.dated_at)).where(
            OutboxRow.state.in_(_OPEN), OutboxRow.dated_at <= now
        )
    )
    return MailSituation(
        sent=sent or 0,
        hard=reports.get("hard", 0),
        complaints=reports.get("complaint", 0),
        waiting_since=waiting,
    )
