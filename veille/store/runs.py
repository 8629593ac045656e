"""Runs of jobs: claimed by one process, alive while it says so, each period once.

A process that dies stops renewing its lease; what it held is then another's to do.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Row, and_, case, delete, exists, func, literal, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from veille.store import sql
from veille.store.models import RunRow

RunState = Literal["running", "done", "failed", "skipped"]

MOST_ATTEMPTS = 6
"""After so many a failed run waits for a person."""

CUT_SHORT = "interrompu : le programme s’est arrêté avant la fin"

_CLOCK = "horloge"
_FIRST = "premier démarrage"
_PASSED = "dernier passage"
_Other = aliased(RunRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: of ``job``, about ``period``; ``said`` is its last line, or why it failed."""

    id: int
    job: str
    period: str
    due_at: datetime
    state: RunState
    attempts: int
    worker: str
    started_at: datetime
    lease_until: datetime
    finished_at: datetime | None
    retry_at: datetime | None
    said: str | None

    @property
    def given_up(self) -> bool:
        """Whether it failed and is not tried again by itself."""
        return self.state == "failed" and self.retry_at is None


def first_start(session: Session, worker: str, now: datetime) -> datetime:
    """When a clock first started on this database: nothing was due before."""
    row = _row(_CLOCK, _FIRST, now, worker, now) | {"state": "done", "finished_at": now}
    sql.insert_new(session, RunRow, [row])
    return session.execute(
        select(RunRow.started_at).where(RunRow.job == _CLOCK, RunRow.period == _FIRST)
    ).scalar_one()


def clock_passed(session: Session, worker: str, now: datetime) -> None:
    """A clock looked at what is due."""
    row = _row(_CLOCK, _PASSED, now, worker, now) | {"state": "done", "finished_at": now}
    statement = sql.insert(session, RunRow).values(row)
    seen = {"worker": worker, "finished_at": now}
    session.execute(statement.on_conflict_do_update(index_elements=["job", "period"], set_=seen))


def clock_seen(session: Session) -> datetime | None:
    """When a clock last looked at what is due; null when none ever did."""
    return session.execute(
        select(RunRow.finished_at).where(RunRow.job == _CLOCK, RunRow.period == _PASSED)
    ).scalar_one_or_none()


def latest_moment(session: Session) -> datetime | None:
    """The latest moment that any run bears; a machine's clock cannot be before it."""
    return session.scalar(select(func.max(RunRow.started_at)))


def claim(
    session: Session,
    job: str,
    period: str,
    *,
    due_at: datetime,
    worker: str,
    now: datetime,
    lease: timedelta,
    by_hand: bool = False,
) -> Run | None:
    """The run, if it is this worker's to do now; null when it is done, or another's, or too early.

    One run of a job at a time, whatever its period. ``by_hand`` a failed one is never too early.
    """
    _release_expired(session, job, now)
    row = _row(job, period, due_at, worker, now) | {"lease_until": now + lease}
    table = RunRow.__table__
    fresh = sql.insert(session, RunRow).values(row).on_conflict_do_nothing()
    made = session.execute(fresh.returning(*table.c)).one_or_none()
    if made is not None:
        return _run(made)
    again = (
        update(RunRow)
        .where(
            RunRow.job == job,
            RunRow.period == period,
            RunRow.state == "failed",
            true() if by_hand else RunRow.retry_at <= now,
            ~exists().where(_Other.job == job, _Other.state == "running"),
        )
        .values(
            state="running",
            attempts=RunRow.attempts + 1,
            worker=worker,
            started_at=now,
            lease_until=now + lease,
            finished_at=None,
            retry_at=None,
        )
    )
    try:
        with session.begin_nested():
            taken = session.execute(again.returning(*table.c)).one_or_none()
    except IntegrityError:  # another period of the job was claimed meanwhile (PostgreSQL)
        return None
    return None if taken is None else _run(taken)


def beat(session: Session, run: Run, now: datetime, lease: timedelta) -> bool:
    """Say that the run is alive; false when it is no longer this worker's."""
    statement = update(RunRow).where(_held(run)).values(lease_until=now + lease)
    return session.execute(statement.returning(RunRow.id)).scalar_one_or_none() is not None


def done(session: Session, run: Run, now: datetime, said: str | None = None) -> bool:
    """The run ended well; false when it was no longer this worker's."""
    return _finish(session, run, "done", now, said, None)


def failed(
    session: Session, run: Run, now: datetime, cause: str, retry_at: datetime | None
) -> bool:
    """The run failed, and may be tried again at ``retry_at``; a null one waits for a person."""
    return _finish(session, run, "failed", now, cause, retry_at)


def make_up(session: Session, run: Run) -> None:
    """The earlier failed runs of the job are made up for by ``run``."""
    session.execute(
        update(RunRow)
        .where(RunRow.job == run.job, RunRow.state == "failed", RunRow.due_at < run.due_at)
        .values(state="skipped", retry_at=None)
    )


def waits(session: Session, job: str, period: str, now: datetime) -> bool:
    """Whether somebody is to begin this run now: nobody did, or who did failed or is gone."""
    known = session.execute(
        select(RunRow.state, RunRow.retry_at, RunRow.lease_until).where(
            RunRow.job == job, RunRow.period == period
        )
    ).one_or_none()
    if known is None:
        return True
    if known.state == "running":
        return bool(known.lease_until < now)
    return known.state == "failed" and known.retry_at is not None and known.retry_at <= now


def last_done(session: Session, job: str) -> Run | None:
    """The last run of the job that ended well."""
    row = session.execute(
        select(RunRow.__table__)
        .where(RunRow.job == job, RunRow.state == "done")
        .order_by(RunRow.finished_at.desc(), RunRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _run(row)


def unsettled(session: Session) -> list[Run]:
    """The runs that are running or failed, oldest first."""
    rows = session.execute(
        select(RunRow.__table__)
        .where(RunRow.state.in_(("running", "failed")))
        .order_by(RunRow.started_at, RunRow.id)
    )
    return [_run(row) for row in rows]


def alive(session: Session, now: datetime) -> list[Run]:
    """The runs that a process is doing now."""
    return [run for run in unsettled(session) if run.state == "running" and run.lease_until >= now]


def forget_others(session: Session, run: Run) -> None:
    """Forget the other runs of the job that are over, for a job that runs every few minutes."""
    session.execute(
        delete(RunRow).where(
            RunRow.job == run.job, RunRow.state.in_(("done", "skipped")), RunRow.id != run.id
        )
    )


def forget_before(session: Session, moment: datetime) -> int:
    """Forget what ended before ``moment``, but the first start; how many runs were."""
    statement = delete(RunRow).where(RunRow.finished_at < moment, RunRow.job != _CLOCK)
    return len(session.scalars(statement.returning(RunRow.id)).all())


def _release_expired(session: Session, job: str, now: datetime) -> None:
    session.execute(
        update(RunRow)
        .where(RunRow.job == job, RunRow.state == "running", RunRow.lease_until < now)
        .values(
            state="failed",
            finished_at=now,
            retry_at=case((RunRow.attempts < MOST_ATTEMPTS, literal(now, RunRow.retry_at.type))),
            said=CUT_SHORT,
        )
    )


def _finish(
    session: Session,
    run: Run,
    state: RunState,
    now: datetime,
    said: str | None,
    retry_at: datetime | None,
) -> bool:
    statement = (
        update(RunRow)
        .where(_held(run))
        .values(state=state, finished_at=now, said=said, retry_at=retry_at)
    )
    return session.execute(statement.returning(RunRow.id)).scalar_one_or_none() is not None


def _held(run: Run) -> Any:
    """It is still the same attempt, which nobody took over."""
    return and_(RunRow.id == run.id, RunRow.state == "running", RunRow.attempts == run.attempts)


def _row(job: str, period: str, due_at: datetime, worker: str, now: datetime) -> dict[str, Any]:
    return {
        "job": job,
        "period": period,
        "due_at": due_at,
        "state": "running",
        "attempts": 1,
        "worker": worker,
        "started_at": now,
        "lease_until": now,
        "finished_at": None,
        "retry_at": None,
        "said": None,
    }


def _run(row: Row[Any]) -> Run:
    return Run(**row._mapping)
