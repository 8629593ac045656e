"""What a source announced of each day, against what it gave: the totals of every crawl by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import CrawlRow, CrawlUnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotal:
    """One day in one crawl; ``announced`` is null where the source did not answer."""

    day: date
    announced: int | None
    received: int


def note(session: Session, crawl_id: int, source: str, totals: Sequence[DayTotal]) -> None:
    """Keep what a crawl counted."""
    rows = [
        {
            "crawl_id": crawl_id,
            "source": source,
            "day": one.day,
            "announced": one.announced,
            "received": one.received,
        }
        for one in totals
    ]
    sql.insert_new(session, CrawlUnitRow, rows)


def newest(session: Session, source: str, since: date) -> dict[date, DayTotal]:
    """The totals of the last crawl that asked for each day, from ``since`` on."""
    rows = session.execute(
        select(CrawlUnitRow.day, CrawlUnitRow.announced, CrawlUnitRow.received)
        .where(CrawlUnitRow.source == source, CrawlUnitRow.day >= since)
        .order_by(CrawlUnitRow.crawl_id)
    )
    return {row.day: DayTotal(**row._mapping) for row in rows}


def forget(session: Session, before: datetime) -> int:
    """Drop the totals of crawls that started before a moment; gives how many."""
    old = select(CrawlRow.id).where(CrawlRow.started_at < before)
    gone = session.execute(
        delete(CrawlUnitRow)
        .where(CrawlUnitRow.crawl_id.in_(old))
        .returning(CrawlUnitRow.day)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
