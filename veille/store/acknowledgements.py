"""What staff took note of: a source is silent, or sends what cannot be read, until a day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from veille.core.attention import Topic
from veille.store.models import AcknowledgementRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """``who`` took note of it, ``why``, and ``until`` which day, that day included."""

    id: int
    source: str
    topic: Topic
    until: date
    why: str
    who: str
    at: datetime
    ended_at: datetime | None


def add(
    session: Session,
    source: str,
    topic: Topic,
    *,
    until: date,
    why: str,
    who: str,
    now: datetime,
) -> None:
    """Take note; what was noted of the same before ends."""
    session.execute(
        update(AcknowledgementRow)
        .where(AcknowledgementRow.source == source, AcknowledgementRow.topic == topic)
        .where(AcknowledgementRow.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    values = {"source": source, "topic": topic, "until": until, "why": why, "who": who, "at": now}
    session.execute(insert(AcknowledgementRow).values(**values))


def end(session: Session, source: str, acknowledgement_id: int, now: datetime) -> bool:
    """It is to be warned of again; false where that was so already."""
    changed = session.execute(
        update(AcknowledgementRow)
        .where(AcknowledgementRow.id == acknowledgement_id, AcknowledgementRow.source == source)
        .where(AcknowledgementRow.ended_at.is_(None))
        .values(ended_at=now)
        .returning(AcknowledgementRow.id)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def current(session: Session, today: date) -> list[Acknowledgement]:
    """What holds today, the newest first."""
    rows = session.execute(
        select(AcknowledgementRow.__table__)
        .where(AcknowledgementRow.ended_at.is_(None), AcknowledgementRow.until >= today)
        .order_by(AcknowledgementRow.id.desc())
    )
    return [Acknowledgement(**row._mapping) for row in rows]


def forget(session: Session, before: date) -> int:
    """Drop what held until before a day; gives how many."""
    gone = session.execute(
        delete(AcknowledgementRow)
        .where(AcknowledgementRow.until < before)
        .returning(AcknowledgementRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
