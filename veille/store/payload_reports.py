"""What staff are told of payloads: how many, which could not be read, what was not read."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from veille.store.models import PayloadRow
from veille.store.payloads import PayloadState, StoredPayload, get


@dataclass(frozen=True, slots=True, kw_only=True)
class PayloadCount:
    """How many payloads of a source are in a state."""

    source: str
    state: PayloadState
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedPayload:
    """A payload that could not be read, and why."""

    id: int
    source: str
    key: str
    address: str | None
    published_on: date | None
    fetched_at: datetime
    dialect: str | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadKey:
    """A key that no parser reads: in how many payloads of a source and dialect, and since when."""

    source: str
    dialect: str
    key: str
    payloads: int
    first_seen: datetime


def counts(session: Session) -> list[PayloadCount]:
    """Payloads by source and state."""
    rows = session.execute(
        select(PayloadRow.source, PayloadRow.state, func.count().label("count"))
        .group_by(PayloadRow.source, PayloadRow.state)
        .order_by(PayloadRow.source, PayloadRow.state)
    )
    return [PayloadCount(**row._mapping) for row in rows]


def failed(
    session: Session,
    limit: int = 100,
    *,
    source: str | None = None,
    since: datetime | None = None,
) -> list[FailedPayload]:
    """The payloads that could not be read, newest first.

    ``source`` takes only the records of one source, not its undecodable pages; ``since`` only
    what was fetched then or later.
    """
    query = (
        select(
            PayloadRow.id,
            PayloadRow.source,
            PayloadRow.key,
            PayloadRow.address,
            PayloadRow.published_on,
            PayloadRow.fetched_at,
            PayloadRow.dialect,
            PayloadRow.error,
        )
        .where(PayloadRow.state == "failed")
        .order_by(PayloadRow.id.desc())
        .limit(limit)
    )
    if source is not None:
        query = query.where(PayloadRow.source == source, PayloadRow.media != "page")
    if since is not None:
        query = query.where(PayloadRow.fetched_at >= since)
    rows = session.execute(query)
    return [FailedPayload(**row._mapping) for row in rows]


def unreadable_by_source(session: Session) -> dict[str, int]:
    """How many records of each source cannot be read; its undecodable pages do not count."""
    rows = session.execute(
        select(PayloadRow.source, func.count().label("payloads"))
        .where(PayloadRow.state == "failed", PayloadRow.media != "page")
        .group_by(PayloadRow.source)
    )
    return {row.source: row.payloads for row in rows}


def failed_of(session: Session, source: str, limit: int) -> list[StoredPayload]:
    """The payloads of a source that could not be read, its pages too, newest first, whole."""
    ids = session.scalars(
        select(PayloadRow.id)
        .where(PayloadRow.state == "failed", PayloadRow.source == source)
        .order_by(PayloadRow.id.desc())
        .limit(limit)
    )
    found = (get(session, payload_id) for payload_id in ids.all())
    return [one for one in found if one is not None]


def unread_keys(session: Session) -> list[UnreadKey]:
    """The keys that no parser read in the payloads parsed last, by dialect, most frequent first.

    Reads every payload that has one: for a job, not for a page.
    """
    place = (PayloadRow.source, PayloadRow.dialect, PayloadRow.unread)
    rows = session.execute(
        select(*place, func.count(), func.min(PayloadRow.fetched_at))
        .where(PayloadRow.unread.is_not(None), PayloadRow.state != "superseded")
        .group_by(*place)
    )
    payloads: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    first_seen: dict[tuple[str, str, str], datetime] = {}
    for source, dialect, unread, count, seen in rows:
        for key in json.loads(unread or "[]"):
            known = (source, dialect or "unknown", key)
            payloads[known] += count
            first_seen[known] = min(seen, first_seen.get(known, seen))
    found = [
        UnreadKey(
            source=source,
            dialect=dialect,
            key=key,
            payloads=count,
            first_seen=first_seen[source, dialect, key],
        )
        for (source, dialect, key), count in payloads.items()
    ]
    return sorted(found, key=lambda one: (one.source, one.dialect, -one.payloads, one.key))
