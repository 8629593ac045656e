"""The weekly job, whole: gather, link, judge, compose, deliver. Safe to run again at any time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from spiders.job import CrawlProgress, CrawlResult
from spiders.reading import reread
from veille.app import report
from veille.app.console import Bar, Failure, complain, progress
from veille.app.replaying import Rerun, replayed
from veille.app.sources import (
    SOURCES,
    SourceInfo,
    address_of,
    checked_territories,
    crawl_job,
    enabled,
)
from veille.app.steps.compose import compose
from veille.app.steps.deliver import deliver
from veille.app.steps.gather import gather
from veille.app.steps.judge import judge_missing
from veille.app.steps.link import link
from veille.core.clock import PARIS, Week, weeks_between
from veille.settings import Settings, load
from veille.store import crawls, payload_reports
from veille.store.database import Store
from veille.store.errors import StoreError
from veille.store.sources import Source, register

OVERLAP_DAYS = 2
"""Days already read that are read again: a source may complete a day late."""

UNREAD_NAMED = 10
"""How many unreadable payloads of a crawl are named one by one."""


@dataclass(frozen=True, slots=True)
class Span:
    """The days a run is about, both included, and the moment it is."""

    since: date
    until: date
    now: datetime


def watch(
    *, since: date | None, until: date | None, replay: Path | None, now: datetime | None
) -> bool:
    """Run every step; false when a source was incomplete (its line is on standard error)."""
    settings = load()
    checked_territories(settings)
    with replayed(replay, settings) if replay else nullcontext(Rerun(settings)) as rerun:
        moment = now or rerun.now(until) or datetime.now(PARIS)
        with opened(rerun.settings) as store:
            span = _span(store, rerun, since, until, moment)
            results = _gather(store, enabled(rerun.settings), rerun, span)
            linked = _linked(store, moment)
            with progress("Classement") as bar:
                judged = judge_missing(store, moment, bar.update)
            composed = compose(store, rerun.settings, _weeks(rerun, span, explicit=until), moment)
            written = deliver(store, rerun.settings)
            report.summary(results, linked, judged, composed, written)
    return all(result.complete and not result.unread for result in results)


def gather_only(
    names: Sequence[str], *, since: date | None, until: date | None, now: datetime | None
) -> bool:
    """Crawl the named sources, or all of them."""
    settings = load()
    checked_territories(settings)
    moment = now or datetime.now(PARIS)
    rerun = Rerun(settings)
    with opened(settings) as store:
        span = _span(store, rerun, since, until, moment)
        results = _gather(store, chosen(names, settings), rerun, span)
    report.gathered(results)
    return all(result.complete and not result.unread for result in results)


def reparse(*, now: datetime | None) -> bool:
    """Read every stored payload again."""
    moment = now or datetime.now(PARIS)
    with opened(load()) as store:
        with progress("Relecture") as bar:
            counts = reread(store, moment, done=bar.update)
        _linked(store, moment)
    report.reread(counts)
    return counts.failed == 0


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store, migrated.

    Raises:
        Failure: it cannot be used.
    """
    try:
        settings.var_dir.mkdir(parents=True, exist_ok=True)
        store = Store(settings.store_url)
        try:
            store.migrate()
            yield store
        finally:
            store.dispose()
    except StoreError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or settings.var_dir} : {error.strerror}") from error


def chosen(names: Sequence[str], settings: Settings) -> tuple[SourceInfo, ...]:
    """The sources of these names, or every one that is set up.

    Raises:
        Failure: a name that is no source.
    """
    known = {source.name: source for source in SOURCES}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise Failure(f"{wrong[0]} : source inconnue ({', '.join(known)})")
    return tuple(known[name] for name in names) or enabled(settings)


def _span(
    store: Store, rerun: Rerun, since: date | None, until: date | None, now: datetime
) -> Span:
    """The days asked for; else from the first day that is not done, less the overlap."""
    last = until or rerun.last_day or now.date()
    if rerun.replaying:
        first = since or Week.of(last).monday
    else:
        first = since or _first_missing(store, last)
    if first > last:
        raise Failure(f"--since {first} est après --until {last}")
    return Span(first, last, now)


def _first_missing(store: Store, last: date) -> date:
    """Two days before the first day not yet done; a new install begins with the week before."""
    begin = Week.of(last - timedelta(days=7)).monday
    with store.read() as session:
        done = [crawls.done_days(session, source.name, since=begin) for source in SOURCES[:2]]
    missing = begin
    while missing < last and all(missing in days for days in done):
        missing += timedelta(days=1)
    return max(begin, missing - timedelta(days=OVERLAP_DAYS))


def _register(
    store: Store, sources: Sequence[SourceInfo], settings: Settings, now: datetime
) -> None:
    """A source that never answers is known by its name all the same."""
    named = [
        Source(name=source.name, label=source.label, address=address_of(source, settings) or None)
        for source in sources
    ]
    with store.transaction() as session:
        register(session, named, now)


def _gather(
    store: Store, sources: Sequence[SourceInfo], rerun: Rerun, span: Span
) -> list[CrawlResult]:
    results = []
    _register(store, sources, rerun.settings, span.now)
    for source in sources:
        job = crawl_job(
            source,
            rerun.settings,
            since=span.since,
            until=span.until,
            now=span.now,
            sample=rerun.sample,
        )
        with progress(f"Collecte {source.label}") as bar:
            result = gather(job, partial(_advance, bar))
        for cause in result.causes[:1]:
            more = f" (et {len(result.causes) - 1} autres causes)" if len(result.causes) > 1 else ""
            complain(f"{source.label} : collecte incomplète, {cause}{more}")
        if result.unread:
            _name_unread(store, source, span.now)
        results.append(result)
    return results


def _name_unread(store: Store, source: SourceInfo, now: datetime) -> None:
    """A line for each payload that this crawl kept but could not read, up to a number."""
    with store.read() as session:
        failed = payload_reports.failed(session, source=source.name, since=now)
    for payload in failed[:UNREAD_NAMED]:
        complain(f"{source.label} {payload.key} : gardé mais illisible, {payload.error}")
    if len(failed) > UNREAD_NAMED:
        complain(f"{source.label} : et {len(failed) - UNREAD_NAMED} autres relevés illisibles")


def _advance(bar: Bar, said: CrawlProgress) -> None:
    bar.update(said.received, said.announced)


def _linked(store: Store, now: datetime) -> int:
    """Payloads that a stopped crawl left unread are read first."""
    reread(store, now, frozenset({"pending"}))
    with progress("Rapprochement") as bar:
        return link(store, now, bar.update)


def _weeks(rerun: Rerun, span: Span, *, explicit: date | None) -> list[Week]:
    """The weeks to compose: those that are over, and in a replay every week asked for."""
    weeks = weeks_between(span.since, span.until)
    if rerun.replaying and explicit is not None:
        return weeks
    return [week for week in weeks if week.sunday < span.now.date()]
