"""The install at a moment, put together from the store and the machine; judged elsewhere."""

import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from spiders.registry import SourceInfo
from veille.app.clock.jobs import all_jobs
from veille.app.gathering.sources import enabled
from veille.app.install.backup import FOLDER
from veille.core.attention import FailedJob, Situation, SourceSituation, Topic
from veille.core.clock import PARIS, paris
from veille.core.fill_rates import Fall, falls, together
from veille.core.freshness import HowRead, state_of
from veille.core.rhythm import Counts, learn, silence
from veille.core.schedule import Daily
from veille.settings import Settings
from veille.store import (
    acknowledgements,
    crawls,
    mail_health,
    payload_reports,
    runs,
    source_days,
)
from veille.store.crawls import CrawlRun
from veille.store.database import Store
from veille.store.source_days import SourceDay

OWN_JOBS = frozenset({"health", "warnings"})
"""The jobs that look: what they find is said by itself."""

RECENT = 7
BEFORE = 8 * RECENT
_LAST_CRAWLS = 6
_GRACE = timedelta(hours=2)
_MAIL = timedelta(days=7)
_AT_WORK = timedelta(hours=3)


def situation(store: Store, settings: Settings, now: datetime) -> Situation:
    """What there is to judge; changes nothing."""
    with store.read() as session:
        return Situation(
            now=now,
            sources=source_situations(session, settings, now),
            jobs=_failed_jobs(session, settings),
            mail=mail_health.situation(session, now - _MAIL, now),
            disk_free=_free(settings.var_dir),
            last_backup=_last_backup(settings.var_dir / FOLDER),
        )


def source_situations(session: Session, settings: Settings, now: datetime) -> list[SourceSituation]:
    """Every source that is gathered, in their order."""
    today = paris(now).date()
    counts = source_days.counts(session, today - timedelta(days=settings.keep_runs_days))
    unreadable = payload_reports.unreadable_by_source(session)
    known: dict[str, set[Topic]] = {}
    for one in acknowledgements.current(session, today):
        known.setdefault(one.source, set()).add(one.topic)
    due = _due(settings, now)
    return [
        _source(
            session,
            source,
            counts=counts.get(source.name, {}),
            unreadable=unreadable.get(source.name, 0),
            known=frozenset(known.get(source.name, ())),
            due=due,
            now=now,
        )
        for source in enabled(settings)
    ]


def last_day_read(success: CrawlRun | None) -> date | None:
    """The last day that was over when the source was last read whole."""
    if success is None or success.finished_at is None:
        return None
    return paris(success.finished_at).date() - timedelta(days=1)


def falls_until(days: Sequence[SourceDay], until: date) -> tuple[Fall, ...]:
    """The fields that fell in the seven days until one, against the eight weeks before."""
    recent, earlier = until - timedelta(days=RECENT), until - timedelta(days=RECENT + BEFORE)
    return falls(
        together(one.filled for one in days if earlier < one.day <= recent),
        together(one.filled for one in days if recent < one.day <= until),
    )


def _source(
    session: Session,
    source: SourceInfo,
    *,
    counts: Counts,
    unreadable: int,
    known: frozenset[Topic],
    due: datetime | None,
    now: datetime,
) -> SourceSituation:
    success = crawls.last_success(session, source.name)
    over = [
        run
        for run in crawls.of_source(session, source.name, _LAST_CRAWLS)
        if run.status != "running" or run.started_at < now - _AT_WORK
    ]
    read = HowRead(
        last_success=success.finished_at if success else None,
        last_ones=tuple(run.outcome == "complete" for run in over),
        due=due,
    )
    until = last_day_read(success)
    quiet = silence(counts, learn(counts, until + timedelta(days=1)), until) if until else None
    since = paris(now).date() - timedelta(days=2 * (RECENT + BEFORE))
    days = source_days.of_source(session, source.name, since)
    return SourceSituation(
        name=source.name,
        label=source.label,
        state=state_of(read, quiet, now),
        last_success=read.last_success,
        failures=read.failures,
        cause=over[0].cause if over and read.failures else None,
        silence=quiet,
        unreadable=unreadable,
        falls=falls_until(days, paris(now).date()),
        known=known,
    )


def _due(settings: Settings, now: datetime) -> datetime | None:
    """When the sources should have been read at the latest: one gathering may fail unseen."""
    slots = list(Daily(settings.gather_times).slots(now - timedelta(days=4), now - _GRACE))
    return slots[-2].due if len(slots) > 1 else None


def _failed_jobs(session: Session, settings: Settings) -> list[FailedJob]:
    jobs = {job.name: job for job in all_jobs(settings)}
    return [
        FailedJob(
            name=run.job,
            label=jobs[run.job].label,
            said=run.said or "sans cause connue",
            since=run.due_at,
            given_up=run.given_up,
            frequent=jobs[run.job].frequent,
        )
        for run in runs.unsettled(session)
        if run.state == "failed" and run.job in jobs and run.job not in OWN_JOBS
    ]


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _last_backup(folder: Path) -> datetime | None:
    """When the newest backup made on purpose was; those before upgrades have another name."""
    try:
        made = [path.stat().st_mtime for path in folder.glob("veille-*.tar.gz")]
    except OSError:
        return None
    return datetime.fromtimestamp(max(made), PARIS) if made else None
