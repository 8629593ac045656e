"""One run of a job: claimed, kept alive while it lasts, recorded however it ends."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Literal

import structlog

from veille.app.clock.job_work import Work
from veille.app.clock.jobs import Job
from veille.app.console import Failure
from veille.app.moments import Clock
from veille.core.refusals import Refusal, one_line
from veille.core.schedule import Slot, latest
from veille.settings import Settings
from veille.store import runs
from veille.store.database import Store
from veille.store.errors import StoreError
from veille.store.runs import Run

LEASE = timedelta(minutes=5)
BEAT = timedelta(minutes=1)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_ABSENCE = timedelta(days=40)
"""How far back a missing run is looked for: every calendar has a slot in that time."""

STOPPED = "arrêté avant la fin, reprendra au prochain démarrage"
_EXPECTED = (Failure, StoreError, Refusal)

log = structlog.get_logger(__name__)

Outcome = Literal["done", "failed", "not ours"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended, with its last line or the cause; of a run not ours, no line."""

    outcome: Outcome
    said: str | None = None


def worker_name() -> str:
    """This process among those that share the database."""
    return f"{socket.gethostname()}/{os.getpid()}"


def due(job: Job, now: datetime, *, since: datetime | None = None) -> Slot | None:
    """The last slot of the job that is due, of those after ``since``: a run makes up for earlier

    ones, because each step finds what is missing.
    """
    oldest = now - (timedelta(days=1) if job.frequent else LONGEST_ABSENCE)
    return latest(job.calendar, max(oldest, since) if since else oldest, now)


def waiting(
    store: Store, settings: Settings, job: Job, now: datetime, since: datetime
) -> Slot | None:
    """The slot of the job that somebody is to begin now; null when the job has nothing to do."""
    slot = due(job, now, since=since)
    if slot is None:
        return None
    with store.read() as session:
        waits = runs.waits(session, job.name, slot.period, now)
    return slot if waits and not job.idle(Work(store, settings, now, slot)) else None


def perform(
    store: Store, settings: Settings, job: Job, slot: Slot, clock: Clock, *, by_hand: bool = False
) -> Ending:
    """Do the run, if it is ours to do.

    Raises:
        KeyboardInterrupt: the process was told to stop; the run is recorded as to be begun again.
    """
    with store.transaction() as session:
        run = runs.claim(
            session,
            job.name,
            slot.period,
            due_at=slot.due,
            worker=worker_name(),
            now=clock(),
            lease=LEASE,
            by_hand=by_hand,
        )
    if run is None:
        return Ending("not ours")
    try:
        with _heart(store, run, clock):
            said = job.do(Work(store, settings, clock(), slot))
    except _EXPECTED as error:
        return _failed(store, job, run, clock, one_line(str(error)))
    except KeyboardInterrupt:
        with store.transaction() as session:
            runs.failed(session, run, clock(), STOPPED, clock())
        raise
    except Exception as error:
        log.exception("job failed", job=job.name, period=slot.period)
        cause = f"erreur du programme ({type(error).__name__}), voir le journal"
        return _failed(store, job, run, clock, cause)
    return _done(store, job, run, clock, said)


def retry_after(attempts: int) -> timedelta | None:
    """How long a run that failed for the ``attempts``-th time waits: 5 min, 15 min, 45 min…

    None: it waits for a person.
    """
    if attempts >= runs.MOST_ATTEMPTS:
        return None
    return FIRST_RETRY * int(3 ** (attempts - 1))


def _done(store: Store, job: Job, run: Run, clock: Clock, said: str) -> Ending:
    with store.transaction() as session:
        if runs.done(session, run, clock(), said):
            runs.make_up(session, run)
            if job.frequent:
                runs.forget_others(session, run)
    return Ending("done", said)


def _failed(store: Store, job: Job, run: Run, clock: Clock, cause: str) -> Ending:
    now = clock()
    # A job that runs every few minutes is tried again by its next slot.
    wait = None if job.frequent else retry_after(run.attempts)
    with store.transaction() as session:
        runs.failed(session, run, now, cause, now + wait if wait else None)
    return Ending("failed", cause)


@contextmanager
def _heart(store: Store, run: Run, clock: Clock) -> Iterator[None]:
    """Renew the lease while the body lasts, in a thread of its own."""
    over = Event()

    def beat() -> None:
        while not over.wait(BEAT.total_seconds()):
            try:
                with store.transaction() as session:
                    ours = runs.beat(session, run, clock(), LEASE)
            except StoreError as error:  # the next beat may pass: the lease holds several
                log.warning("heartbeat missed", job=run.job, cause=str(error))
                continue
            if not ours:
                log.warning("run taken over", job=run.job, period=run.period)
                return

    thread = Thread(target=beat, name=f"heart of {run.job}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
