"""What each job of the clock does: the steps, in order, and one line that says what came of it."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from spiders.job import CrawlResult
from veille.app.clock.job_work import Work
from veille.app.console import Failure
from veille.app.domain_tables import tables_in, tables_of
from veille.app.gathering.crawling import gather_all
from veille.app.gathering.replaying import Rerun
from veille.app.gathering.report import LABELS
from veille.app.gathering.sources import checked_territories, enabled
from veille.app.gathering.span import span_of
from veille.app.gathering.wholeness import all_well
from veille.app.moments import clock_from
from veille.app.steps.cover import cover
from veille.app.steps.look_at_sources import look_at_sources
from veille.app.tables.waiting import waits_for_judging
from veille.app.watch import link_new, model_that_serves
from veille.core.french import count
from veille.core.periods import EditionKind
from veille.core.tables import Tables
from veille.store import model_reports, pending

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel


def gather(work: Work) -> str:
    """Gather every source, then judge what came and tell what is new to those who asked to know

    at once; even when a source was incomplete.

    Raises:
        Failure: a source was incomplete, or something of it could not be read.
    """
    checked_territories(work.settings)
    rerun = Rerun(work.settings)
    span = span_of(work.store, rerun, None, None, work.now)
    results = gather_all(work.store, enabled(work.settings), rerun, span)
    link_new(work.store, work.now)
    look_at_sources(work.store, work.settings, work.now)
    model = model_that_serves(work.store, work.settings)
    tables = tables_of(work.store)
    judged = _judge(work, model, tables)
    versions = _tell_at_once(work, model, tables)
    cover(work.store, work.now)
    if not all_well(results, span):
        raise Failure(" ; ".join(_wrong(one) for one in results if not one.complete or one.unread))
    new = count(sum(result.stored for result in results), "nouveau relevé", "nouveaux relevés")
    return f"{new}, {judged} classés, {count(versions, 'nouveauté')}"


def immediate(work: Work) -> str:
    """Tell what staff tagged, or a crawl changed, to those who asked to know at once.

    After staff changed a domain table everything is judged by it first, and drafts are made anew.
    """
    from veille.app.steps.editions import refresh_drafts

    model, tables = model_that_serves(work.store, work.settings), tables_of(work.store)
    with work.store.read() as session:
        anew = waits_for_judging(session, tables)
    judged = _judge(work, model, tables) if anew else 0
    said = count(_tell_at_once(work, model, tables), "nouveauté")
    if not anew:
        return said
    renewed = refresh_drafts(work.store, work.settings, work.now, model=model, tables=tables)
    return f"{judged} classés, {said}, {count(renewed, 'brouillon refait', 'brouillons refaits')}"


def nothing_new(work: Work) -> bool:
    """Whether ``immediate`` has nothing to look at."""
    with work.store.read() as session:
        return not pending.has_unread_changes(session) and not waits_for_judging(
            session, tables_in(session)
        )


def compose(kind: EditionKind) -> Callable[[Work], str]:
    """The job that composes the editions of a kind which are missing, and renews the drafts."""

    def do(work: Work) -> str:
        from veille.app.steps.deliver import deliver
        from veille.app.steps.editions import compose_missed, refresh_drafts

        model, tables = model_that_serves(work.store, work.settings), tables_of(work.store)
        _judge(work, model, tables)
        _note_versions(work, model, tables)
        made = compose_missed(work.store, work.settings, kind, work.now, model=model, tables=tables)
        renewed = refresh_drafts(work.store, work.settings, work.now, model=model, tables=tables)
        deliver(work.store, work.settings)
        if kind == "daily":
            _prepare_review(work)
        said = count(len(made), "édition composée", "éditions composées")
        return f"{said}, {count(renewed, 'brouillon refait', 'brouillons refaits')}"

    return do


def deliver(work: Work) -> str:
    """Address the editions that are due, and hand over what waits in the outbox.

    Raises:
        Failure: the relay cannot be used; what waits stays in the outbox.
    """
    from veille.app.mail.mail_runs import told
    from veille.app.steps.address import address
    from veille.app.steps.deliver import deliver_outbox

    address(work.store, work.settings, work.now)
    tally = deliver_outbox(work.store, work.settings, clock_from(work.now))
    if tally.stopped:
        raise Failure(tally.stopped)
    return told(tally, work.settings)


def nothing_to_send(work: Work) -> bool:
    """Whether ``deliver`` has nothing to do."""
    with work.store.read() as session:
        return not pending.has_mail(session, work.now, hold=work.settings.hold)


def no_box_to_read(work: Work) -> bool:
    """Whether nothing comes back here, or to a listener, which is a process of its own."""
    address = work.settings.returns_url
    return address is None or address.startswith("lmtp:")


def returns(work: Work) -> str:
    """Read what came back: failures, complaints, requests to leave."""
    from veille.app.mail.mail_runs import counted
    from veille.app.steps.returns import read_returns
    from veille.mailbox.errors import MailboxError

    try:
        return counted(read_returns(work.store, work.settings, clock_from(work.now)))
    except MailboxError as error:
        raise Failure(f"VEILLE_RETURNS_URL : {error}") from None


def cannot_learn(_: Work) -> bool:
    """Whether what learning needs (the extra ``train``) is not installed."""
    return find_spec("sklearn") is None


def warn(work: Work) -> str:
    """Tell the admins what needs a person, if something new does."""
    from veille.app.sources.warning import warn as tell_admins

    return tell_admins(work.store, work.settings, work.now)


def train(work: Work) -> str:
    """Learn from this install; the better model serves.

    Raises:
        Failure: there is too little to learn from.
    """
    from veille.app.learn.cycle import BY_THE_GATE, learn
    from veille.app.learn.serving import models_dir
    from veille.app.learn.training import needs_training
    from veille.app.learn.wording import told

    with needs_training():
        turn = learn(work.store, models_dir(work.settings), work.now)
    with work.store.transaction() as session:
        model_reports.ask(session, turn.challenger, BY_THE_GATE, work.now)
    return next(told(turn))


def dump(work: Work) -> str:
    """Write the open data anew.

    Raises:
        Failure: a file cannot be written.
    """
    from veille.app.open_data.dump import write

    written = write(work.store, work.settings, work.now)
    return count(written, "consultation écrite", "consultations écrites")


def nothing_to_compare(work: Work) -> bool:
    """Whether no comparison of models is asked for."""
    with work.store.read() as session:
        return not model_reports.is_waiting(session)


def compare_models(work: Work) -> str:
    """Make the comparisons of models that staff, or training, asked for."""
    from veille.app.learn.comparing import compare_all

    made = compare_all(work.store, work.settings, work.now)
    return count(made, "comparaison faite", "comparaisons faites")


def _judge(work: Work, model: "LearnedModel", tables: Tables) -> int:
    from veille.app.steps.judge import judge_missing

    return judge_missing(work.store, work.now, model=model, tables=tables)


def _prepare_review(work: Work) -> None:
    """The queue of review, as of this morning; on the first one of a week, its samples."""
    from veille.app.review.reviewing import judges
    from veille.app.review.week import prepare

    prepare(work.store, work.settings, judges(work.store, work.settings), work.now)


def _tell_at_once(work: Work, model: "LearnedModel", tables: Tables) -> int:
    from veille.app.steps.editions import compose_immediate

    versions = _note_versions(work, model, tables)
    compose_immediate(work.store, work.settings, work.now, model=model, tables=tables)
    return versions


def _note_versions(work: Work, model: "LearnedModel", tables: Tables) -> int:
    from veille.app.steps.observe import observe
    from veille.app.steps.version import version

    noted = version(work.store, work.now, model=model, tables=tables)
    observe(work.store, work.now, model=model, tables=tables)
    return noted


def _wrong(result: CrawlResult) -> str:
    label = LABELS[result.source]
    if not result.complete:
        return f"{label} : collecte incomplète, {result.causes[0]}"
    return (
        f"{label} : {count(result.unread, 'relevé illisible gardé', 'relevés illisibles gardés')}"
    )
