"""Crawls: what each run of a spider announced, received and stored, and which days are done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from veille.store import sources, sql
from veille.store.models import CrawlDayRow, CrawlRow, FetchStateRow

CrawlStatus = Literal["running", "complete", "incomplete", "failed"]
CrawlEnd = Literal["complete", "incomplete", "failed"]

INTERRUPTED = "collecte interrompue avant la fin"


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlRun:
    """One run of a spider over the days ``since``..``until``, both included.

    ``announced`` is the source's own total where it gives one; ``cause`` says why the run is not
    complete.
    """

    id: int
    source: str
    since: date | None
    until: date | None
    started_at: datetime
    finished_at: datetime | None
    status: CrawlStatus
    announced: int | None
    received: int
    stored: int
    failed: int
    requests: int
    cause: str | None

    @property
    def outcome(self) -> CrawlEnd:
        """How it ended; a run that never said so counts as incomplete."""
        return "incomplete" if self.status == "running" else self.status


def start(
    session: Session, source: str, since: date | None, until: date | None, now: datetime
) -> int:
    """Open a run and give its id."""
    sources.ensure(session, [source], now)
    statement = insert(CrawlRow).values(
        source=source,
        since=since,
        until=until,
        started_at=now,
        status="running",
        received=0,
        stored=0,
        failed=0,
        requests=0,
    )
    return session.execute(statement.returning(CrawlRow.id)).scalar_one()


def progress(
    session: Session,
    crawl_id: int,
    *,
    announced: int | None = None,
    received: int | None = None,
    stored: int | None = None,
    failed: int | None = None,
    requests: int | None = None,
) -> None:
    """Write the totals of a run so far; those not given stay as they are."""
    totals = {
        "announced": announced,
        "received": received,
        "stored": stored,
        "failed": failed,
        "requests": requests,
    }
    given = {name: total for name, total in totals.items() if total is not None}
    if given:
        session.execute(update(CrawlRow).where(CrawlRow.id == crawl_id).values(given))


def finish(
    session: Session, crawl_id: int, status: CrawlEnd, now: datetime, cause: str | None = None
) -> None:
    """Close a run; ``cause`` says why it is not complete."""
    session.execute(
        update(CrawlRow)
        .where(CrawlRow.id == crawl_id)
        .values(status=status, finished_at=now, cause=cause)
    )


def mark_days_done(
    session: Session, crawl_id: int, source: str, days: Iterable[date], now: datetime
) -> None:
    """Days of publication that were received whole and need not be read again."""
    rows = [
        {"source": source, "day": day, "crawl_id": crawl_id, "done_at": now}
        for day in sorted(set(days))
    ]
    sql.insert_new(session, CrawlDayRow, rows)


def done_days(
    session: Session, source: str, since: date | None = None, until: date | None = None
) -> set[date]:
    """The days of publication that were received whole, between two days both included."""
    query = select(CrawlDayRow.day).where(CrawlDayRow.source == source)
    if since is not None:
        query = query.where(CrawlDayRow.day >= since)
    if until is not None:
        query = query.where(CrawlDayRow.day <= until)
    return set(session.scalars(query))


def last_success(session: Session, source: str) -> CrawlRun | None:
    """The last complete run of a source."""
    row = session.execute(
        select(CrawlRow.__table__)
        .where(CrawlRow.source == source, CrawlRow.status == "complete")
        .order_by(CrawlRow.finished_at.desc(), CrawlRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _run(row)


def of_source(session: Session, source: str, limit: int) -> list[CrawlRun]:
    """The last runs of a source, newest first."""
    rows = session.execute(
        select(CrawlRow.__table__)
        .where(CrawlRow.source == source)
        .order_by(CrawlRow.started_at.desc(), CrawlRow.id.desc())
        .limit(limit)
    )
    return [_run(row) for row in rows]


def recent(session: Session, since: datetime) -> list[CrawlRun]:
    """The runs started at ``since`` or later, oldest first."""
    rows = session.execute(
        select(CrawlRow.__table__)
        .where(CrawlRow.started_at >= since)
        .order_by(CrawlRow.started_at, CrawlRow.id)
    )
    return [_run(row) for row in rows]


def _run(row: Row[Any]) -> CrawlRun:
    columns = dict(row._mapping)
    if row.status == "running":
        columns["cause"] = INTERRUPTED
    return CrawlRun(**columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchState:
    """What a server said of an address, to be sent back with the next conditional request."""

    address: str
    etag: str | None = None
    last_modified: str | None = None


def fetch_state(session: Session, address: str) -> FetchState | None:
    """What is known of ``address`` from the last time."""
    row = session.get(FetchStateRow, address)
    if row is None:
        return None
    return FetchState(address=row.address, etag=row.etag, last_modified=row.last_modified)


def save_fetch_state(session: Session, state: FetchState, now: datetime) -> None:
    """Remember what a server said of an address."""
    values = {"etag": state.etag, "last_modified": state.last_modified, "fetched_at": now}
    statement = sql.insert(session, FetchStateRow).values(address=state.address, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["address"], set_=values))
