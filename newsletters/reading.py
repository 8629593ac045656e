"""What was read for a week, source by source, from the runs that the store remembers."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from newsletters.coverage import NOT_COVERED
from veille.core import french
from veille.core.clock import Week, start_of_day
from veille.core.editions import Coverage, SourceCoverage
from veille.store import crawls, notices, payload_reports, sources
from veille.store.crawls import CrawlRun
from veille.store.sources import Source

_MANY_FAILED = 10_000


def coverage_of(session: Session, week: Week, names: Iterable[str] | None = None) -> Coverage:
    """The coverage of ``week`` by the sources of these names (all that are known by default)."""
    wanted = None if names is None else set(names)
    known = [item for item in sources.every(session) if wanted is None or item.name in wanted]
    counts = notices.count_by_source(session, week.monday, week.sunday)
    runs = crawls.recent(session, start_of_day(week.monday))
    return Coverage(
        sources=tuple(
            _source(session, source, week, counts.get(source.name, 0), runs) for source in known
        ),
        not_covered=NOT_COVERED,
        unreadable=_unreadable(session, week),
    )


def _source(
    session: Session, source: Source, week: Week, count: int, runs: list[CrawlRun]
) -> SourceCoverage:
    own = [run for run in runs if run.source == source.name and _is_about(run, week)]
    done = crawls.done_days(session, source.name, week.monday, week.sunday)
    missing = sorted(set(_days(week)) - done)
    last = own[-1] if own else None
    is_read_by_day = bool(done) or (last is not None and last.since is not None)
    complete = not missing if is_read_by_day else last is not None and last.outcome == "complete"
    return SourceCoverage(
        label=source.label,
        notices_read=count,
        since=week.monday,
        until=week.sunday,
        complete=complete,
        cause=None if complete else _cause(last, missing),
    )


def _is_about(run: CrawlRun, week: Week) -> bool:
    starts_in_time = run.since is None or run.since <= week.sunday
    return starts_in_time and (run.until is None or run.until >= week.monday)


def _days(week: Week) -> list[date]:
    return [week.monday + timedelta(days=offset) for offset in range(7)]


def _cause(last: CrawlRun | None, missing: list[date]) -> str:
    if last is None:
        return "source non lue cette semaine"
    if last.cause:
        return last.cause
    days = french.join([french.short_date(day) for day in missing])
    return f"{french.plural(len(missing), 'jour non lu', 'jours non lus')} : {days}"


def _unreadable(session: Session, week: Week) -> int:
    return sum(
        payload.published_on is not None and week.monday <= payload.published_on <= week.sunday
        for payload in payload_reports.failed(session, limit=_MANY_FAILED)
    )
