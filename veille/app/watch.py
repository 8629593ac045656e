"""The weekly job, whole: gather, link, judge, compose, deliver. Safe to run again at any time."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from spiders.reading import reread
from veille.app.console import Failure, progress
from veille.app.domain_tables import tables_of
from veille.app.gathering import report
from veille.app.gathering.crawling import chosen, gather_all
from veille.app.gathering.replaying import Rerun, replayed
from veille.app.gathering.sources import checked_territories, enabled
from veille.app.gathering.span import span_of, weeks_of
from veille.app.gathering.wholeness import all_well
from veille.app.mail import mail_runs
from veille.app.moments import clock_from
from veille.app.opening import opened
from veille.app.steps.address import address
from veille.app.steps.awards import join_contracts
from veille.app.steps.compose import compose
from veille.app.steps.cover import cover
from veille.app.steps.deliver import deliver, deliver_outbox
from veille.app.steps.judge import judge_missing
from veille.app.steps.link import link
from veille.app.steps.look_at_sources import look_at_sources
from veille.app.steps.observe import observe
from veille.app.steps.version import version
from veille.core.clock import PARIS
from veille.settings import Settings, load
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel


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
            linked = link_new(store, moment)
            look_at_sources(store, rerun.settings, moment)
            model = model_that_serves(store, rerun.settings)
            tables = tables_of(store)
            with progress("Classement") as bar:
                judged = judge_missing(store, moment, bar.update, model=model, tables=tables)
            version(store, moment, model=model, tables=tables)
            observe(store, moment, model=model, tables=tables)
            cover(store, moment)
            weeks = weeks_of(span, replaying=rerun.replaying)
            composed = compose(store, rerun.settings, weeks, moment, model=model, tables=tables)
            address(store, rerun.settings, moment)
            written = deliver(store, rerun.settings)
            # A replay writes to nobody: its mails are files.
            live = not rerun.replaying
            tally = deliver_outbox(store, rerun.settings, clock_from(moment), to_relay=live)
    report.summary(results, linked, judged, composed, written)
    if rerun.replaying:
        is_set = settings.database_url is not None
        where = None if is_set else settings.replay_store_url
        report.pages(where, moment, sample=rerun.sample)
    all_sent = not tally.tried or mail_runs.report(tally, rerun.settings)
    return all_well(results, span) and all_sent and tally.stopped is None


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
        look_at_sources(store, settings, span.now)
    report.gathered(results)
    return all_well(results, span)


def reparse(*, now: datetime | None) -> bool:
    """Read every stored payload again; false when one still cannot be read."""
    moment = now or datetime.now(PARIS)
    settings = load()
    with opened(settings) as store:
        with progress("Relecture") as bar:
            counts = reread(store, moment, done=bar.update)
        link_new(store, moment)
        look_at_sources(store, settings, moment)
    report.reread(counts)
    return counts.failed == 0


def model_that_serves(store: Store, settings: Settings) -> "LearnedModel":
    """The model that serves; what was gathered is kept when it cannot be used."""
    from classifiers.registry import ModelError
    from veille.app.learn.serving import serving_model

    try:
        return serving_model(store, settings.var_dir / "models")
    except ModelError as error:
        raise Failure(str(error)) from None


def link_new(store: Store, now: datetime) -> int:
    """Link what is not linked; payloads that a stopped crawl left unread are read first."""
    reread(store, now, frozenset({"pending"}))
    with progress("Rapprochement") as bar:
        linked = link(store, now, bar.update)
    join_contracts(store, now)
    return linked
