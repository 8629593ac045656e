"""Every source of a run, one after the other: one that fails never stops the others."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from spiders.job import CrawlProgress, CrawlResult
from spiders.registry import SourceInfo
from veille.app.console import Bar, Failure, complain, progress
from veille.app.gathering.replaying import Rerun
from veille.app.gathering.sources import SOURCES, asked_of, crawl_job, enabled
from veille.app.gathering.span import Span
from veille.app.steps.gather import gather
from veille.settings import Settings
from veille.store import payload_reports
from veille.store.database import Store
from veille.store.sources import Source, register

UNREAD_NAMED = 10
"""How many unreadable payloads of a crawl are named one by one."""


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


def gather_all(
    store: Store, sources: Sequence[SourceInfo], rerun: Rerun, span: Span
) -> list[CrawlResult]:
    """Crawl the sources; each cause of an incomplete crawl gives a line on standard error."""
    _register(store, sources, rerun.settings, span.now)
    return [_gather_one(store, source, rerun, span) for source in sources]


def _register(
    store: Store, sources: Sequence[SourceInfo], settings: Settings, now: datetime
) -> None:
    """A source that never answers is known by its name all the same."""
    named = [
        Source(
            name=source.name, label=source.label, address=asked_of(source, settings).address or None
        )
        for source in sources
    ]
    with store.transaction() as session:
        register(session, named, now)


def _gather_one(store: Store, source: SourceInfo, rerun: Rerun, span: Span) -> CrawlResult:
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
    if not result.complete:
        more = f" (et {len(result.causes) - 1} autres causes)" if len(result.causes) > 1 else ""
        complain(f"{source.label} : collecte incomplète, {result.causes[0]}{more}")
    if result.unread:
        _name_unread(store, source, span.now)
    return result


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
