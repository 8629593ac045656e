"""What a monitor asks of the store: a few counts, each from an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from veille.store import notices, outbox, payload_reports, serving
from veille.store.models import CrawlRow, RunRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Notices, last success and unreadable payloads by source; messages by state; failed runs by

    job; the name of the model that serves, null for the one that came with the program.
    """

    notices: Mapping[str, int]
    last_success: Mapping[str, datetime]
    unreadable: Mapping[str, int]
    outbox: Mapping[str, int]
    failed_runs: Mapping[str, int]
    model: str | None


def figures(session: Session) -> Figures:
    """The figures of now."""
    success = session.execute(
        select(CrawlRow.source, func.max(CrawlRow.finished_at).label("at"))
        .where(CrawlRow.status == "complete")
        .group_by(CrawlRow.source)
    )
    failed = session.execute(
        select(RunRow.job, func.count().label("runs"))
        .where(RunRow.state == "failed")
        .group_by(RunRow.job)
    )
    serves = serving.current(session)
    return Figures(
        notices=notices.count_by_source(session),
        last_success={row.source: row.at for row in success if row.at is not None},
        unreadable=payload_reports.unreadable_by_source(session),
        outbox={str(state): number for state, number in outbox.counts(session).items()},
        failed_runs={row.job: row.runs for row in failed},
        model=serves.model if serves else None,
    )
