"""What was read for a period, source by source, from the runs that the store remembers."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from newsletters.platform_words import not_covered, platform_coverage
from veille.core import by_hand, french
from veille.core.clock import days_between, start_of_day
from veille.core.coverage.spans import YEAR
from veille.core.editions import Coverage, SourceCoverage
from veille.core.periods import Period
from veille.core.second_ways import SECOND_WAYS, whose_notices
from veille.core.source_labels import SOURCE_LABELS
from veille.store import coverage, crawls, listings, notices, payload_reports, sources
from veille.store.crawls import CrawlRun
from veille.store.sources import Source

_MANY_FAILED = 10_000
_TYPED = french.capitalised(by_hand.LABEL)
_RANK = {name: rank for rank, name in enumerate(SOURCE_LABELS)}
_INSTEAD = {
    "boamp": "avec les répertoires quotidiens de la DILA, l’API du BOAMP n’ayant pas tout donné"
}
_NOT_NAMED = {"decp", by_hand.SOURCE, *SECOND_WAYS}
"""Contracts, what staff type in, and what is another way to a source that is named: no period."""


def coverage_of(session: Session, period: Period, names: Iterable[str] | None = None) -> Coverage:
    """The coverage of ``period`` by the sources of these names (all that are known by default)."""
    wanted = None if names is None else set(names)
    known = [
        item
        for item in sources.every(session)
        if item.name not in _NOT_NAMED and (wanted is None or item.name in wanted)
    ]
    known.sort(key=lambda item: (_RANK.get(item.name, len(_RANK)), item.name))
    counts = notices.count_by_source(session, period.start, period.last_day)
    typed = counts.get(by_hand.SOURCE, 0)
    runs = crawls.recent(session, start_of_day(period.start))
    read = [_source(session, one, period, counts.get(one.name, 0), runs) for one in known]
    if typed:  # nothing gathers it: it is named where it gave something, and is never silent
        read.append(SourceCoverage(label=_TYPED, notices_read=typed))
    platforms = platform_coverage(coverage.kept(session, YEAR))
    return Coverage(
        sources=tuple(read),
        not_covered=not_covered(platforms),
        unreadable=_unreadable(session, period),
        platforms=platforms,
    )


def _source(
    session: Session, source: Source, period: Period, count: int, runs: list[CrawlRun]
) -> SourceCoverage:
    own = [run for run in runs if run.source == source.name and _is_about(run, period)]
    done = crawls.done_days(session, source.name, period.start, period.last_day)
    other = _done_otherwise(session, source.name, period)
    instead = _INSTEAD.get(source.name) if other - done else None
    done |= other
    missing = sorted(_days(period) - done)
    last = own[-1] if own else None
    is_read_by_day = bool(done) or (last is not None and last.since is not None)
    complete = not missing if is_read_by_day else last is not None and last.outcome == "complete"
    return SourceCoverage(
        label=source.label,
        notices_read=count,
        since=period.start,
        until=period.last_day,
        complete=complete,
        cause=None if complete else _cause(last, missing, period),
        instead=instead if complete else None,
    )


def _done_otherwise(session: Session, name: str, period: Period) -> set[date]:
    """The days that a second way to the same notices gave whole."""
    found: set[date] = set()
    for second, first in SECOND_WAYS.items():
        if first == name:
            found |= crawls.done_days(session, second, period.start, period.last_day)
    return found


def _is_about(run: CrawlRun, period: Period) -> bool:
    starts_in_time = run.since is None or run.since <= period.last_day
    return starts_in_time and (run.until is None or run.until >= period.start)


def _days(period: Period) -> set[date]:
    return set(days_between(period.start, period.last_day))


def _cause(last: CrawlRun | None, missing: list[date], period: Period) -> str:
    if last is None:
        return f"source non lue {_when(period)}"
    if last.cause:
        return last.cause
    days = french.join([french.short_date(day) for day in missing])
    return f"{french.plural(len(missing), 'jour non lu', 'jours non lus')} : {days}"


def _when(period: Period) -> str:
    return "cette semaine" if period.kind == "weekly" else "sur la période"


def _unreadable(session: Session, period: Period) -> int:
    """The notices of the period that could not be read, by either way where there are two."""
    failed: dict[tuple[str, str], str] = {}
    for payload in payload_reports.failed(session, limit=_MANY_FAILED):  # newest first
        day = payload.published_on
        if day is not None and period.start <= day <= period.last_day:
            failed.setdefault((whose_notices(payload.source), payload.key), payload.source)
    return len(failed) - _read_otherwise(session, failed)


def _read_otherwise(session: Session, failed: Mapping[tuple[str, str], str]) -> int:
    """How many of them the other way told."""
    found = 0
    for owner in set(SECOND_WAYS.values()):
        keys = [key for of, key in failed if of == owner]
        told = listings.told_by(session, owner, keys)
        found += sum(source != failed[owner, key] for key, source in told.items())
    return found
