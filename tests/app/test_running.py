"""One run of a job: recorded however it ends, never twice, never the death of the clock."""

import time as machine
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from tests.store.conftest import Databases, databases, store
from veille.app.clock import running
from veille.app.clock.job_work import Work
from veille.app.clock.jobs import Job, UnknownJobError, job_named
from veille.app.clock.running import STOPPED, Ending, due, perform, retry_after, waiting
from veille.app.console import Failure
from veille.core.clock import PARIS
from veille.core.schedule import Daily, Every
from veille.settings import Settings
from veille.store import Store, StoreError, runs

__all__ = ["Databases", "databases", "store"]

SIX = datetime(2026, 11, 16, 6, 0, tzinfo=PARIS)
MINUTE = timedelta(minutes=1)


def job(do: Callable[[Work], str], *, every: int | None = None) -> Job:
    return Job("test", "essai", Every(every) if every else Daily((time(6),)), do)


def well(_: Work) -> str:
    return "3 éditions"


def run(store: Store, one: Job, now: datetime = SIX, *, by_hand: bool = False) -> Ending:
    slot = due(one, now)
    assert slot is not None
    return perform(store, Settings(), one, slot, lambda: now, by_hand=by_hand)


def failing(error: BaseException) -> Callable[[Work], str]:
    def do(_: Work) -> str:
        raise error

    return do


def test_a_run_ends_well_once(store: Store) -> None:
    given: list[Work] = []

    def do(work: Work) -> str:
        given.append(work)
        return "3 éditions"

    assert run(store, job(do)) == Ending("done", "3 éditions")
    assert run(store, job(do), SIX + MINUTE) == Ending("not ours")
    [work] = given
    assert (work.now, work.slot.period, work.slot.due) == (SIX, "2026-11-16", SIX)


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (Failure("BOAMP : collecte incomplète"), "BOAMP\u00a0: collecte incomplète"),
        (StoreError("base occupée"), "base occupée"),
        (RuntimeError("a mistake of ours\nwith more lines"), "RuntimeError"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_a_failure_is_recorded_with_its_cause_and_tried_again_later(
    store: Store, error: Exception, cause: str
) -> None:
    ending = run(store, job(failing(error)))
    assert ending.outcome == "failed"
    assert cause in str(ending.said)
    with store.read() as session:
        [left] = runs.unsettled(session)
    assert left.said == ending.said
    assert left.retry_at == SIX + 5 * MINUTE
    since = SIX - timedelta(days=1)
    assert waiting(store, Settings(), job(well), SIX + 4 * MINUTE, since) is None
    assert waiting(store, Settings(), job(well), SIX + 5 * MINUTE, since) is not None
    assert run(store, job(well), SIX + 5 * MINUTE).outcome == "done"
    with store.read() as session:
        assert runs.unsettled(session) == []


def test_by_hand_a_failed_run_does_not_wait(store: Store) -> None:
    run(store, job(failing(Failure("relais muet"))))
    assert run(store, job(well), SIX + MINUTE).outcome == "not ours"
    assert run(store, job(well), SIX + MINUTE, by_hand=True).outcome == "done"
    assert run(store, job(well), SIX + MINUTE, by_hand=True).outcome == "not ours"


def test_a_stop_is_recorded_and_the_run_waits_for_the_next_start(store: Store) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(store, job(failing(KeyboardInterrupt())))
    with store.read() as session:
        [left] = runs.unsettled(session)
    assert left.said == STOPPED
    assert waiting(store, Settings(), job(well), SIX, SIX - timedelta(days=1)) is not None


def test_waits_grow_then_a_person_is_waited_for() -> None:
    waits = [retry_after(attempts) for attempts in range(1, runs.MOST_ATTEMPTS + 1)]
    minutes = [wait and wait / MINUTE for wait in waits]
    assert minutes == [5, 15, 45, 135, 405, None]


def test_a_later_run_settles_those_that_failed_before(store: Store) -> None:
    run(store, job(failing(Failure("relais muet"))))
    assert run(store, job(well), SIX + timedelta(days=2)).outcome == "done"
    with store.read() as session:
        assert runs.unsettled(session) == []


def test_nothing_was_due_before_the_first_start(store: Store) -> None:
    assert waiting(store, Settings(), job(well), SIX + MINUTE, SIX + MINUTE / 2) is None
    assert waiting(store, Settings(), job(well), SIX + MINUTE, SIX - MINUTE) is not None


def test_a_job_with_nothing_to_do_waits_for_nobody(store: Store) -> None:
    idle = [True]
    asked: list[Work] = []

    def is_idle(work: Work) -> bool:
        asked.append(work)
        return idle[0]

    one = Job("test", "essai", Daily((time(6),)), well, is_idle)
    since = SIX - timedelta(days=1)
    assert waiting(store, Settings(), one, SIX, since) is None
    idle[0] = False
    assert waiting(store, Settings(), one, SIX, since) is not None
    assert [work.now for work in asked] == [SIX, SIX]
    run(store, one)
    assert waiting(store, Settings(), one, SIX, since) is None
    assert len(asked) == 2


def test_after_weeks_off_only_the_last_run_is_due(store: Store) -> None:
    back = SIX + timedelta(days=21, hours=3)
    slot = waiting(store, Settings(), job(well), back, SIX)
    assert slot is not None
    assert slot.period == "2026-12-07"
    assert run(store, job(well), back).outcome == "done"
    assert waiting(store, Settings(), job(well), back, SIX) is None


def test_a_frequent_job_leaves_one_row(store: Store) -> None:
    often = job(well, every=10)
    for number in range(5):
        assert run(store, often, SIX + 10 * number * MINUTE).outcome == "done"
    assert run(store, job(failing(Failure("relais muet")), every=10), SIX + 50 * MINUTE)
    with store.read() as session:
        [left] = runs.unsettled(session)
        assert left.given_up
    assert run(store, often, SIX + 60 * MINUTE).outcome == "done"
    with store.read() as session:
        assert runs.unsettled(session) == []
    with store.transaction() as session:
        assert runs.forget_before(session, SIX + timedelta(days=1)) <= 2


def test_the_lease_is_renewed_while_the_run_lasts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BEAT", timedelta(seconds=0.05))
    moment = [SIX]
    seen: list[datetime] = []

    def do(work: Work) -> str:
        moment[0] = SIX + 4 * MINUTE
        limit = machine.monotonic() + 10
        while machine.monotonic() < limit:
            with store.read() as session:
                [own] = runs.unsettled(session)
            if own.lease_until > SIX + running.LEASE:
                seen.append(own.lease_until)
                return "fait"
            machine.sleep(0.05)
        return "trop tard"

    one = job(do)
    slot = due(one, SIX)
    assert slot is not None
    assert perform(store, Settings(), one, slot, lambda: moment[0]).said == "fait"
    assert seen == [SIX + 4 * MINUTE + running.LEASE]


def test_an_unknown_job_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownJobError, match="jardinage"):
        job_named("jardinage", Settings(var_dir=tmp_path))
