"""What each source published by day, and how often each field was filled: summed up once a day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from veille.core.fill_rates import Filled
from veille.store import sql
from veille.store.models import NoticeRow, SourceDayRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDay:
    """The notices of a source published on a day; ``latest`` is when one of them last changed."""

    source: str
    day: date
    notices: int
    latest: datetime
    filled: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleDay:
    """A day whose sum is missing or no longer true, and what it is to be."""

    source: str
    day: date
    notices: int
    latest: datetime


def stale(session: Session, since: date) -> list[StaleDay]:
    """The days from ``since`` on that are to be summed up, from an index alone."""
    noted = and_(
        SourceDayRow.source == NoticeRow.source, SourceDayRow.day == NoticeRow.published_on
    )
    notices, latest = func.count(), func.max(NoticeRow.updated_at)
    found = session.execute(
        select(
            NoticeRow.source,
            NoticeRow.published_on.label("day"),
            notices.label("notices"),
            latest.label("latest"),
        )
        .outerjoin(SourceDayRow, noted)
        .where(NoticeRow.published_on >= since)
        .group_by(
            NoticeRow.source, NoticeRow.published_on, SourceDayRow.notices, SourceDayRow.latest
        )
        .having(
            or_(
                SourceDayRow.notices.is_(None),
                SourceDayRow.notices != notices,
                SourceDayRow.latest != latest,
            )
        )
        .order_by(NoticeRow.source, NoticeRow.published_on)
    )
    return [StaleDay(**row._mapping) for row in found]


def save(session: Session, days: Sequence[SourceDay]) -> None:
    """Keep these sums in the place of those that were there."""
    statement = sql.insert(session, SourceDayRow)
    excluded = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["source", "day"],
        set_={name: excluded[name] for name in ("notices", "latest", "filled")},
    )
    rows = [
        {
            "source": one.source,
            "day": one.day,
            "notices": one.notices,
            "latest": one.latest,
            "filled": _dumped(one.filled),
        }
        for one in days
    ]
    sql.execute_many(session, statement, rows)


def of_source(session: Session, source: str, since: date) -> list[SourceDay]:
    """The days of a source from ``since`` on, oldest first."""
    rows = session.execute(
        select(SourceDayRow.__table__)
        .where(SourceDayRow.source == source, SourceDayRow.day >= since)
        .order_by(SourceDayRow.day)
    )
    return [
        SourceDay(
            source=row.source,
            day=row.day,
            notices=row.notices,
            latest=row.latest,
            filled={name: (filled, of) for name, (filled, of) in json.loads(row.filled).items()},
        )
        for row in rows
    ]


def counts(session: Session, since: date) -> dict[str, dict[date, int]]:
    """Notices by source and day of publication, from ``since`` on."""
    rows = session.execute(
        select(SourceDayRow.source, SourceDayRow.day, SourceDayRow.notices).where(
            SourceDayRow.day >= since
        )
    )
    found: dict[str, dict[date, int]] = {}
    for row in rows:
        found.setdefault(row.source, {})[row.day] = row.notices
    return found


def last_day(session: Session, source: str) -> date | None:
    """The last day on which the source published anything that is summed up."""
    return session.scalar(select(func.max(SourceDayRow.day)).where(SourceDayRow.source == source))


def forget(session: Session, before: date) -> int:
    """Drop the sums of the days before one; gives how many."""
    gone = session.execute(
        delete(SourceDayRow)
        .where(SourceDayRow.day < before)
        .returning(SourceDayRow.day)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _dumped(filled: Mapping[str, tuple[int, int]]) -> str:
    return json.dumps(filled, sort_keys=True)
