"""A clock, or one run of its only job, as a process of its own, for the tests of the clock.

The job writes a line when it begins and one when it ends, so that nothing it does is missed.
"""

import os
import signal
import sys
import time as machine
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

from veille.app.clock.job_work import Work
from veille.app.clock.jobs import Job
from veille.app.clock.running import due, perform
from veille.app.clock.scheduler import Scheduler, heed_signals
from veille.app.moments import clock_from
from veille.core.schedule import Daily, Slot
from veille.settings import Settings
from veille.store import Store


def job_of(journal: Path, seconds: float) -> Job:
    """A job due at 06:00 that takes ``seconds``."""

    def do(work: Work) -> str:
        write(journal, f"begun {work.slot.period}")
        machine.sleep(seconds)
        write(journal, f"ended {work.slot.period}")
        return "fait"

    return Job("test", "essai", Daily((time(6),)), do)


def write(journal: Path, line: str) -> None:
    """One line, whole, whoever else writes."""
    descriptor = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, f"{line}\n".encode())
    os.close(descriptor)


def passes(journal: Path) -> Path:
    """Where a clock writes down that it looked for missing runs."""
    return journal.with_suffix(".passes")


def main(what: str, url: str, journal: str, seconds: str, now: str) -> int:
    job = job_of(Path(journal), float(seconds))
    clock = clock_from(datetime.fromisoformat(now))
    store = Store(url)
    if what == "run":
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        slot = due(job, clock())
        assert slot is not None
        perform(store, Settings(), job, slot, clock)
        return 0

    def child(_job: Job, _slot: Slot, moment: datetime) -> Sequence[str]:
        return [sys.executable, "-m", __spec__.name, "run", url, journal, seconds, str(moment)]

    class Watched(Scheduler):
        """Writes down that it looked for missing runs."""

        def recover(self) -> None:
            super().recover()
            write(passes(Path(journal)), "passed")

    scheduler = Watched(store, Settings(), [job], clock, child)
    heed_signals(scheduler)
    scheduler.run()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
