"""Runs of jobs: each period once, one at a time, taken over only from the dead."""

import threading
from datetime import datetime, timedelta

from tests.store.invented import NOW
from veille.core.clock import PARIS
from veille.store import Store, runs
from veille.store.runs import CUT_SHORT, Run

LEASE = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)


def claim(
    store: Store, period: str = "2026-W47", *, job: str = "weekly", at: datetime = NOW
) -> Run | None:
    with store.transaction() as session:
        return runs.claim(session, job, period, due_at=NOW, worker="one", now=at, lease=LEASE)


def held(store: Store, period: str = "2026-W47", at: datetime = NOW) -> Run:
    run = claim(store, period, at=at)
    assert run is not None
    return run


def test_a_period_is_claimed_once_and_done_once(store: Store) -> None:
    run = held(store)
    assert (run.state, run.attempts, run.lease_until) == ("running", 1, NOW + LEASE)
    assert claim(store) is None
    with store.transaction() as session:
        assert runs.done(session, run, NOW + MINUTE, "3 éditions")
    assert claim(store, at=NOW + 10 * LEASE) is None
    with store.read() as session:
        last = runs.last_done(session, "weekly")
    assert last is not None
    assert (last.said, last.finished_at) == ("3 éditions", NOW + MINUTE)


def test_a_job_does_one_period_at_a_time_and_jobs_do_not_wait_for_each_other(store: Store) -> None:
    run = held(store)
    assert claim(store, "2026-W48") is None
    assert claim(store, "2026-11-16", job="daily") is not None
    with store.transaction() as session:
        runs.done(session, run, NOW)
    assert claim(store, "2026-W48") is not None


def test_of_many_that_claim_at_once_one_does(store: Store) -> None:
    together = threading.Barrier(6)
    won: list[Run] = []

    def try_it(number: int) -> None:
        together.wait()
        run = claim(store, f"2026-W{47 + number % 2}")
        if run is not None:
            won.append(run)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_of_many_that_take_a_failed_run_up_one_does(store: Store) -> None:
    for period in ("2026-W46", "2026-W47"):
        run = held(store, period)
        with store.transaction() as session:
            runs.failed(session, run, NOW, "relais muet", NOW)
    together = threading.Barrier(6)
    won: list[Run] = []

    def try_it(number: int) -> None:
        together.wait()
        run = claim(store, f"2026-W{46 + number % 2}")
        if run is not None:
            won.append(run)

    threads = [threading.Thread(target=try_it, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run.attempts for run in won] == [2]


def test_what_a_dead_process_held_is_taken_over_when_its_lease_is_over(store: Store) -> None:
    dead = held(store)
    assert claim(store, at=NOW + LEASE) is None
    after = held(store, at=NOW + LEASE + MINUTE)
    assert after.attempts == 2
    with store.transaction() as session:
        assert not runs.beat(session, dead, NOW + LEASE, LEASE)
        assert not runs.done(session, dead, NOW + LEASE)
        assert runs.beat(session, after, NOW + LEASE, LEASE)


def test_the_time_of_paris_is_as_good_as_utc(store: Store) -> None:
    held(store)
    later = (NOW + LEASE + MINUTE).astimezone(PARIS)
    assert held(store, at=later).attempts == 2


def test_a_heartbeat_keeps_the_run(store: Store) -> None:
    run = held(store)
    with store.transaction() as session:
        assert runs.beat(session, run, NOW + 4 * MINUTE, LEASE)
    assert claim(store, at=NOW + 8 * MINUTE) is None
    with store.read() as session:
        assert [one.id for one in runs.alive(session, NOW + 8 * MINUTE)] == [run.id]
        assert runs.alive(session, NOW + 10 * MINUTE) == []


def test_another_period_also_frees_what_a_dead_process_held(store: Store) -> None:
    held(store)
    assert claim(store, "2026-W48", at=NOW + 2 * LEASE) is not None
    with store.read() as session:
        [dead] = [run for run in runs.unsettled(session) if run.state == "failed"]
    assert (dead.period, dead.said) == ("2026-W47", CUT_SHORT)


def test_a_failed_run_is_tried_again_in_its_time_or_waits_for_a_person(store: Store) -> None:
    run = held(store)
    with store.transaction() as session:
        runs.failed(session, run, NOW, "relais muet", NOW + 5 * MINUTE)
    assert claim(store, at=NOW + 4 * MINUTE) is None
    again = held(store, at=NOW + 5 * MINUTE)
    with store.transaction() as session:
        runs.failed(session, again, NOW + 5 * MINUTE, "relais muet", None)
    assert claim(store, at=NOW + 500 * LEASE) is None
    with store.read() as session:
        [left] = runs.unsettled(session)
    assert left.given_up
    assert left.said == "relais muet"


def test_which_runs_wait_for_somebody(store: Store) -> None:
    done = held(store, "done")
    with store.transaction() as session:
        runs.done(session, done, NOW)
    for period, wait in (("failed", timedelta(0)), ("later", MINUTE), ("given up", None)):
        run = held(store, period)
        with store.transaction() as session:
            again = None if wait is None else NOW + wait
            runs.failed(session, run, NOW, "relais muet", again)
    held(store, "running")
    asked = ("done", "failed", "later", "given up", "running", "never begun")

    def waiting(at: datetime) -> set[str]:
        with store.read() as session:
            return {one for one in asked if runs.waits(session, "weekly", one, at)}

    assert waiting(NOW) == {"failed", "never begun"}
    assert waiting(NOW + 2 * LEASE) == {"failed", "later", "running", "never begun"}


def test_a_later_run_makes_up_for_those_that_failed_before(store: Store) -> None:
    done = held(store, "2026-W45")
    with store.transaction() as session:
        runs.done(session, done, NOW)
    failed = held(store, "2026-W46")
    with store.transaction() as session:
        runs.failed(session, failed, NOW, "relais muet", NOW)
    with store.transaction() as session:
        after = runs.claim(
            session,
            "weekly",
            "2026-W47",
            due_at=NOW + MINUTE,
            worker="two",
            now=NOW + MINUTE,
            lease=LEASE,
        )
        assert after is not None
        runs.make_up(session, after)
    with store.read() as session:
        assert [run.period for run in runs.unsettled(session)] == ["2026-W47"]
        assert not runs.waits(session, "weekly", "2026-W46", NOW + 2 * LEASE)


def test_by_hand_a_failed_run_is_begun_again_at_any_time(store: Store) -> None:
    run = held(store)
    with store.transaction() as session:
        runs.failed(session, run, NOW, "relais muet", None)
    with store.transaction() as session:
        again = runs.claim(
            session,
            "weekly",
            "2026-W47",
            due_at=NOW,
            worker="somebody",
            now=NOW,
            lease=LEASE,
            by_hand=True,
        )
    assert again is not None
    assert again.attempts == 2


def test_what_kills_its_process_each_time_is_not_tried_for_ever(store: Store) -> None:
    moment = NOW
    for _ in range(runs.MOST_ATTEMPTS):
        held(store, at=moment)
        moment += LEASE + MINUTE
    assert claim(store, at=moment) is None
    with store.read() as session:
        [dead] = runs.unsettled(session)
    assert dead.given_up


def test_the_first_start_is_remembered(store: Store) -> None:
    for later in (timedelta(0), MINUTE):
        with store.transaction() as session:
            assert runs.first_start(session, "one", NOW + later) == NOW
    with store.transaction() as session:
        assert runs.forget_before(session, NOW + MINUTE) == 0
        assert runs.first_start(session, "one", NOW + MINUTE) == NOW


def test_when_a_clock_last_passed_is_known(store: Store) -> None:
    with store.read() as session:
        assert runs.clock_seen(session) is None
    for moment in (NOW, NOW + MINUTE):
        with store.transaction() as session:
            runs.clock_passed(session, "one", moment)
    with store.transaction() as session:
        assert runs.clock_seen(session) == NOW + MINUTE
        assert runs.forget_before(session, NOW + LEASE) == 0


def test_old_runs_are_forgotten_running_ones_are_not(store: Store) -> None:
    old = held(store, "2025-W01")
    with store.transaction() as session:
        runs.done(session, old, NOW)
    held(store, "2025-W02")
    with store.transaction() as session:
        assert runs.forget_before(session, NOW + MINUTE) == 1
        assert runs.forget_before(session, NOW + MINUTE) == 0
    with store.read() as session:
        assert [run.period for run in runs.unsettled(session)] == ["2025-W02"]


def test_of_a_frequent_job_only_the_last_run_and_the_failures_are_kept(store: Store) -> None:
    first = held(store, "a")
    with store.transaction() as session:
        runs.done(session, first, NOW)
    bad = held(store, "b")
    with store.transaction() as session:
        runs.failed(session, bad, NOW, "relais muet", None)
    last = held(store, "c")
    with store.transaction() as session:
        runs.done(session, last, NOW)
        runs.forget_others(session, last)
    assert claim(store, "a") is not None
    assert claim(store, "b") is None
