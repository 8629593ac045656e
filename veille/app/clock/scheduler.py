"""``veille scheduler``: the clock. It wakes, sees what is due, and has a child process do each run.

What is due and who does it is in the database, so any number of clocks may run; what a child does
never harms the clock. SIGTERM ends it: children are told to stop, and their runs are begun again
at the next start.
"""

import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event, Lock

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from veille.app.clock.jobs import Job
from veille.app.clock.running import waiting, worker_name
from veille.app.moments import Clock
from veille.core.clock import PARIS
from veille.core.schedule import Calendar, Slot, is_quiet
from veille.settings import Settings
from veille.store import runs
from veille.store.database import Store
from veille.store.errors import StoreError

RECOVERY_SECONDS = 60
"""How often missing runs are looked for."""

PATIENCE_SECONDS = 20
"""How long a child that was told to stop may take, before it is killed."""

_NEXT_SLOT_WITHIN = timedelta(days=40)

log = structlog.get_logger(__name__)

Child = Callable[[Job, Slot, datetime], Sequence[str]]


class SlotTrigger(BaseTrigger):  # type: ignore[misc]
    """Fires at the slots of a calendar, by the given clock."""

    def __init__(self, calendar: Calendar, clock: Clock) -> None:
        self._calendar = calendar
        # Once: read anew, it would differ by a few microseconds and a slot could come twice.
        self._ahead = clock() - datetime.now(PARIS)

    def get_next_fire_time(
        self, previous_fire_time: datetime | None, now: datetime
    ) -> datetime | None:
        """The machine's time of the next slot after ``previous_fire_time``, else after ``now``."""
        after = (previous_fire_time or now) + self._ahead
        slot = next(self._calendar.slots(after, after + _NEXT_SLOT_WITHIN), None)
        return slot.due - self._ahead if slot else None


def command_of(job: Job, slot: Slot, now: datetime) -> Sequence[str]:
    """The child process that does one run."""
    moment = now.isoformat()
    return [sys.executable, "-m", "veille", "job", "run", job.name, "--due", "--now", moment]


class Scheduler:
    """The clock of an install, over ``jobs``."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        jobs: Sequence[Job],
        clock: Clock,
        child: Child = command_of,
    ) -> None:
        self._store = store
        self._settings = settings
        self._jobs = jobs
        self._clock = clock
        self._child = child
        self._stopping = Event()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._guard = Lock()
        self._since = clock()
        self._scheduler = BackgroundScheduler(
            timezone=PARIS,
            executors={"default": ThreadPoolExecutor(len(jobs) + 1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def run(self) -> None:
        """Until ``stop``, or SIGTERM or SIGINT where this is the main thread's to hear."""
        with self._store.transaction() as session:
            self._since = runs.first_start(session, worker_name(), self._clock())
        for job in self._jobs:
            trigger = SlotTrigger(job.calendar, self._clock)
            self._scheduler.add_job(self.wake, trigger, args=[job], id=job.name)
        recovery = IntervalTrigger(seconds=RECOVERY_SECONDS, timezone=PARIS)
        first = datetime.now(PARIS)
        self._scheduler.add_job(self.recover, recovery, id="recover", next_run_time=first)
        self._scheduler.start()
        log.info("clock started", jobs=[job.name for job in self._jobs], worker=worker_name())
        self._stopping.wait()
        self._stop_children()
        self._scheduler.shutdown(wait=True)
        log.info("clock stopped")

    def stop(self) -> None:
        """Have ``run`` end soon."""
        self._stopping.set()

    def recover(self) -> None:
        """Begin every run that is missing: the machine was off, or who did it is gone."""
        for job in self._jobs:
            if not self._is_busy(job):
                self._scheduler.add_job(
                    self.wake, args=[job], id=f"recover {job.name}", replace_existing=True
                )
        try:
            with self._store.transaction() as session:
                runs.clock_passed(session, worker_name(), self._clock())
        except StoreError as error:
            log.error("database out of reach", cause=str(error))

    def wake(self, job: Job) -> None:
        """Have the run of the job that is due now done, if one is, and wait for its end."""
        now = self._clock()
        if is_quiet(now.time()):
            return
        try:
            slot = waiting(self._store, self._settings, job, now, self._since)
        except StoreError as error:
            log.error("database out of reach", job=job.name, cause=str(error))
            return
        if slot is None:
            return
        child = self._begin(job, slot, now)
        if child is None:
            return
        status = child.wait()
        with self._guard:
            self._children.pop(job.name, None)
        log.info("run ended", job=job.name, period=slot.period, status=status)

    def _is_busy(self, job: Job) -> bool:
        with self._guard:
            return job.name in self._children

    def _begin(self, job: Job, slot: Slot, now: datetime) -> "subprocess.Popen[bytes] | None":
        with self._guard:
            if self._stopping.is_set() or job.name in self._children:
                return None
            child = subprocess.Popen(self._child(job, slot, now))  # noqa: S603 - our own program
            self._children[job.name] = child
            return child

    def _stop_children(self) -> None:
        with self._guard:
            children = list(self._children.values())
        for child in children:
            child.terminate()
        for child in children:
            try:
                child.wait(PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()


def heed_signals(scheduler: Scheduler) -> None:
    """Have SIGTERM and SIGINT stop the clock."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: scheduler.stop())
