"""The clock and its jobs, as commands run them."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from veille.app import logs
from veille.app.clock.jobs import Job, all_jobs, job_named
from veille.app.clock.running import Ending, due, perform
from veille.app.clock.scheduler import PATIENCE_SECONDS, Scheduler, heed_signals
from veille.app.console import complain, tell
from veille.app.moments import clock_from
from veille.app.opening import opened
from veille.core.french import date_and_time
from veille.settings import load
from veille.store import runs
from veille.store.database import Store

_LOOK_SECONDS = 0.2
_NEXT_WITHIN = timedelta(days=40)


def run_clock(now: datetime | None) -> None:
    """The clock, until it is told to stop."""
    settings = load()
    logs.configure(settings.log_format)
    with opened(settings) as store:
        clock = Scheduler(store, settings, all_jobs(settings), clock_from(now))
        heed_signals(clock)
        clock.run()


def run_job(name: str, now: datetime | None, *, by_hand: bool) -> bool:
    """Do the run of a job that is due; false when it failed (its line is on standard error).

    ``by_hand``, a run that failed is begun again whatever the time, and what is not done is said.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    settings = load()
    logs.configure(settings.log_format)
    clock = clock_from(now)
    with opened(settings) as store:
        job = job_named(name, settings)
        slot = due(job, clock())
        if slot is None:
            return True
        try:
            ending = perform(store, settings, job, slot, clock, by_hand=by_hand)
        except KeyboardInterrupt:
            complain(f"{job.label} : arrêté avant la fin")
            return False
    return _tell(job, ending, by_hand=by_hand)


def list_jobs(now: datetime | None) -> Iterator[str]:
    """A line a job: when it ended well last, when it is due next, why it failed since."""
    settings = load()
    moment = clock_from(now)()
    with opened(settings) as store:
        for job in all_jobs(settings):
            yield from _described(store, job, moment)


def run_both(now: datetime | None) -> bool:
    """Pages and clock, a process each, until told to stop; false when one ended by itself."""
    with opened(load()):  # an upgrade is made once, before either begins
        pass
    given = ["--now", now.isoformat()] if now else []
    program = [sys.executable, "-m", "veille"]
    children = [
        subprocess.Popen([*program, command, *given])  # noqa: S603 - our own program
        for command in ("serve", "scheduler")
    ]
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    while not told and all(child.poll() is None for child in children):
        time.sleep(_LOOK_SECONDS)
    _end(children)
    if not told:
        complain("les pages ou l’horloge se sont arrêtées : voir ci-dessus")
    return bool(told)


def _end(children: Sequence["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(PATIENCE_SECONDS + 5)
        except subprocess.TimeoutExpired:
            child.kill()


def _tell(job: Job, ending: Ending, *, by_hand: bool) -> bool:
    if ending.outcome == "failed":
        complain(f"{job.label} : {ending.said}")
        return False
    if ending.outcome == "done":
        tell(f"{job.label} : {ending.said}")
    elif by_hand:
        tell(f"{job.label} : rien à faire, déjà faite à son heure ou en cours")
    return True


def _described(store: Store, job: Job, now: datetime) -> Iterator[str]:
    with store.read() as session:
        last = runs.last_done(session, job.name)
        wrong = [run for run in runs.unsettled(session) if run.job == job.name]
    following = next(job.calendar.slots(now, now + _NEXT_WITHIN), None)
    done = (
        f"faite {date_and_time(last.finished_at)}" if last and last.finished_at else "jamais faite"
    )
    coming = f", prochaine {date_and_time(following.due)}" if following else ""
    yield f"{job.name:<12}{job.label} : {done}{coming}"
    for run in wrong:
        state = "en cours" if run.state == "running" else f"a échoué : {run.said}"
        yield f"{'':<12}{run.period} {state}"
