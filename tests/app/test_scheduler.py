"""The clock: each run once whoever is there, what was missed made up, a clean stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.clock_process import job_of, passes
from tests.app.conftest import ROOT
from tests.store.conftest import Databases, databases
from tests.store.templates import store_at
from veille.app.clock.jobs import all_jobs
from veille.app.clock.running import STOPPED
from veille.app.clock.scheduler import SlotTrigger
from veille.app.moments import clock_from
from veille.core.clock import PARIS
from veille.core.schedule import is_quiet
from veille.settings import Settings
from veille.store import Store, runs

__all__ = ["databases"]

SIX = datetime(2026, 11, 16, 6, 0, tzinfo=PARIS)
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    path = tmp_path / "veille.db"
    store_at(path).dispose()
    return f"sqlite:///{path}"


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    return tmp_path / "journal"


class Clocks:
    """Clocks, each a process of its own, on the database at ``url``."""

    def __init__(self, url: str, journal: Path) -> None:
        self.url, self.journal = url, journal
        self.begun: list[subprocess.Popen[bytes]] = []

    def start(self, now: datetime, *, seconds: float = 0) -> "subprocess.Popen[bytes]":
        arguments = ["clock", self.url, str(self.journal), str(seconds), now.isoformat()]
        command = [sys.executable, "-m", "tests.app.clock_process", *arguments]
        self.begun.append(subprocess.Popen(command, cwd=ROOT))
        return self.begun[-1]

    def end(self) -> None:
        for process in self.begun:
            if process.poll() is None:
                process.kill()
                process.wait()


@pytest.fixture
def start(url: str, journal: Path) -> Iterator[Start]:
    """``start(now, seconds=0)``: a clock in a process of its own, at ``now``."""
    clocks = Clocks(url, journal)
    yield clocks.start
    clocks.end()


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


def lines(journal: Path) -> list[str]:
    return journal.read_text().splitlines() if journal.exists() else []


def stop(*processes: "subprocess.Popen[bytes]") -> None:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        assert process.wait(40) == 0


def remember_first_start(url: str, moment: datetime) -> None:
    store = Store(url)
    with store.transaction() as session:
        runs.first_start(session, "me", moment)
    store.dispose()


def test_of_two_clocks_one_does_the_run(databases: Databases, journal: Path) -> None:
    clocks = Clocks(databases.migrated(), journal)
    remember_first_start(clocks.url, SIX - timedelta(days=1))
    try:
        both = [clocks.start(SIX) for _ in range(2)]
        wait_for(lambda: "ended 2026-11-16" in lines(journal))
        wait_for(lambda: len(lines(passes(journal))) >= 2)
        stop(*both)
    finally:
        clocks.end()
    assert lines(journal) == ["begun 2026-11-16", "ended 2026-11-16"]


def test_a_run_is_done_at_its_time(url: str, journal: Path, start: Start) -> None:
    clock = start(SIX - timedelta(seconds=8))
    wait_for(lambda: "ended 2026-11-16" in lines(journal))
    stop(clock)
    assert lines(journal) == ["begun 2026-11-16", "ended 2026-11-16"]


def test_what_was_missed_is_done_at_the_start_and_only_once(
    url: str, journal: Path, start: Start
) -> None:
    remember_first_start(url, SIX - timedelta(days=30))
    three_weeks_later = SIX + timedelta(days=21, hours=5)
    first = start(three_weeks_later)
    wait_for(lambda: "ended 2026-12-07" in lines(journal))
    stop(first)
    second = start(three_weeks_later + timedelta(hours=1))
    wait_for(lambda: len(lines(passes(journal))) >= 2)
    stop(second)
    assert lines(journal) == ["begun 2026-12-07", "ended 2026-12-07"]


def test_a_stop_ends_the_run_which_is_begun_again(url: str, journal: Path, start: Start) -> None:
    remember_first_start(url, SIX - timedelta(days=1))
    clock = start(SIX + timedelta(minutes=1), seconds=60)
    wait_for(lambda: bool(lines(journal)))
    stop(clock)
    assert lines(journal) == ["begun 2026-11-16"]
    store = Store(url)
    [run] = unsettled(store)
    assert (run.state, run.said) == ("failed", STOPPED)
    again = start(SIX + timedelta(minutes=10))
    wait_for(lambda: not unsettled(store))  # the journal ends before the run is settled
    stop(again)
    assert lines(journal)[-1] == "ended 2026-11-16"
    store.dispose()


def unsettled(store: Store) -> list[runs.Run]:
    with store.read() as session:
        return list(runs.unsettled(session))


def test_a_run_whose_process_was_killed_is_begun_again_when_its_lease_is_over(
    url: str, journal: Path, start: Start
) -> None:
    store = Store(url)
    with store.transaction() as session:
        runs.first_start(session, "me", SIX - timedelta(days=1))
        runs.claim(
            session,
            "test",
            "2026-11-16",
            due_at=SIX,
            worker="killed",
            now=SIX,
            lease=timedelta(minutes=5),
        )
    store.dispose()
    later = start(SIX + timedelta(minutes=6))
    wait_for(lambda: "ended 2026-11-16" in lines(journal))
    stop(later)
    assert lines(journal) == ["begun 2026-11-16", "ended 2026-11-16"]


def test_pages_and_clock_run_and_stop_together(tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own |= {"VEILLE_VAR_DIR": str(tmp_path), "VEILLE_WEB_PORT": str(port)}
    both = subprocess.Popen([sys.executable, "-m", "veille", "up"], cwd=ROOT, env=own)
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")

    def both_are_up() -> bool:
        assert both.poll() is None
        if not answers(port) or store.revision() is None:
            return False
        with store.read() as session:
            return runs.clock_seen(session) is not None

    try:
        wait_for(both_are_up, 120)
        stop(both)
    finally:
        both.kill()
        both.wait()
        store.dispose()
    assert not answers(port)


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_the_trigger_fires_at_the_slots_of_a_clock_of_its_own(journal: Path) -> None:
    clock = clock_from(SIX - timedelta(hours=2))
    trigger = SlotTrigger(job_of(journal, 0).calendar, clock)
    now = datetime.now(PARIS)
    first = trigger.get_next_fire_time(None, now)
    assert first is not None
    assert abs(first - now - timedelta(hours=2)) < timedelta(seconds=5)
    second = trigger.get_next_fire_time(first, first)
    assert second is not None
    assert abs(second - first - timedelta(days=1)) < timedelta(seconds=5)


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24), date(2028, 2, 28)])
def test_no_job_of_an_install_is_due_while_clocks_change(day: date) -> None:
    start = datetime.combine(day, datetime.min.time(), tzinfo=PARIS)
    for job in all_jobs(Settings()):
        for slot in job.calendar.slots(start, start + timedelta(days=3)):
            assert not is_quiet(slot.due.time()), job.name
