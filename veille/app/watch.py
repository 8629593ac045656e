"""The weekly job, whole: gather, link, judge, compose, deliver. Safe to run again at any time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path

from spiders.reading import reread
from veille.app import report
from veille.app.console import Failure, progress
from veille.app.gathering import all_well, chosen, gather_all
from veille.app.replaying import Rerun, replayed
from veille.app.sources import checked_territories, enabled
from veille.app.span import span_of, weeks_of
from veille.app.steps.compose import compose
from veille.app.steps.deliver import deliver
from veille.app.steps.judge import judge_missing
from veille.app.steps.link import link
from veille.core.clock import PARIS
from veille.core.refusals import system_refusal
from veille.settings import Settings, load
from veille.store.database import Store
from veille.store.errors import StoreError


def watch(
    *, since: date | None, until: date | None, replay: Path | None, now: datetime | None
) -> bool:
    """Run every step; false when a source was incomplete (its line is on standard error)."""
    settings = load()
    checked_territories(settings)
    with replayed(replay, settings) if replay else nullcontext(Rerun(settings)) as rerun:
        moment = now or rerun.now(until) or datetime.now(PARIS)
        with opened(rerun.settings) as store:
            span = span_of(store, rerun, since, until, moment)
            results = gather_all(store, enabled(rerun.settings), rerun, span)
            linked = _link(store, moment)
            with progress("Classement") as bar:
                judged = judge_missing(store, moment, bar.update)
            weeks = weeks_of(span, replaying=rerun.replaying)
            composed = compose(store, rerun.settings, weeks, moment)
            written = deliver(store, rerun.settings)
    report.summary(results, linked, judged, composed, written)
    return all_well(results)


def gather_only(
    names: Sequence[str], *, since: date | None, until: date | None, now: datetime | None
) -> bool:
    """Crawl the named sources, or all of them."""
    settings = load()
    checked_territories(settings)
    rerun = Rerun(settings)
    with opened(settings) as store:
        span = span_of(store, rerun, since, until, now or datetime.now(PARIS))
        results = gather_all(store, chosen(names, settings), rerun, span)
    report.gathered(results)
    return all_well(results)


def reparse(*, now: datetime | None) -> bool:
    """Read every stored payload again; false when one still cannot be read."""
    moment = now or datetime.now(PARIS)
    with opened(load()) as store:
        with progress("Relecture") as bar:
            counts = reread(store, moment, done=bar.update)
        _link(store, moment)
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
        raise Failure(f"{error.filename or settings.var_dir} : {system_refusal(error)}") from error


def _link(store: Store, now: datetime) -> int:
    """Payloads that a stopped crawl left unread are read first."""
    reread(store, now, frozenset({"pending"}))
    with progress("Rapprochement") as bar:
        return link(store, now, bar.update)
