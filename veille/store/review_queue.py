"""The week's queue of review as pages show it: what waits, in which order, what was done.

It is worked out ahead (``veille.app.review.week``), since reading a week of procedures with their
verdicts takes longer than a page may.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.orm import Session

from veille.core.estimates import Interval
from veille.core.review import Why
from veille.store import sql
from veille.store.models import QueueRow, ReviewWeekRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A procedure to look at and why (as in ``Queued``), with what one reads of it in the list.

    ``quote`` is the first sentence that waits, as people may read it.
    """

    procedure_id: int
    why: Why
    detail: str | None = None
    title: str | None = None
    buyer: str | None = None
    quote: str | None = None
    deadline: datetime | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWeek:
    """A week that is reviewed (its Monday); ``started_by`` is null where the clock began it."""

    week: date
    started_at: datetime
    started_by: str | None
    refreshed_at: datetime
    recall: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many cards of the week's queue left it, and how many wait, by why."""

    done: int
    waiting: Mapping[Why, int]

    @property
    def left(self) -> int:
        """How many wait."""
        return sum(self.waiting.values())


def fill(session: Session, week: date, found: Sequence[Waiting], now: datetime) -> None:
    """Make ``found``, in its order, the queue of ``week``; what left it that week still counts."""
    session.execute(delete(QueueRow).where(QueueRow.week != week))
    for chunk in sql.chunks(one.procedure_id for one in found):
        session.execute(delete(QueueRow).where(QueueRow.procedure_id.in_(chunk)))
    session.execute(update(QueueRow).where(QueueRow.done_at.is_(None)).values(done_at=now))
    rows = [
        {"week": week, "rank": rank, "done_at": None, **_values(one)}
        for rank, one in enumerate(found)
    ]
    sql.insert_new(session, QueueRow, rows)


def settle(session: Session, procedure_id: int, found: Waiting | None, now: datetime) -> None:
    """After something was said of a card: it left the queue (null), or waits for this.

    One that was never in the queue does not come into it.
    """
    leaves = update(QueueRow).where(QueueRow.procedure_id == procedure_id)
    if found is None:
        session.execute(leaves.where(QueueRow.done_at.is_(None)).values(done_at=now))
        return
    session.execute(leaves.values(**_values(found), done_at=None))


def forget(session: Session, procedure_id: int) -> None:
    """Take a procedure out of the queue: it is another one now."""
    session.execute(delete(QueueRow).where(QueueRow.procedure_id == procedure_id))


def move(session: Session, newer: int, older: int) -> None:
    """``older``, into which ``newer`` is merged, takes its place in the queue unless it has one."""
    if session.get(QueueRow, older) is not None:
        forget(session, newer)
        return
    session.execute(
        update(QueueRow).where(QueueRow.procedure_id == newer).values(procedure_id=older)
    )


def listed(session: Session) -> set[int]:
    """The procedures of the week's queue, those that left it too."""
    return set(session.scalars(select(QueueRow.procedure_id)))


def waiting(session: Session, *, why: Why | None = None, most: int) -> list[Waiting]:
    """The first cards that wait, in order."""
    query = select(QueueRow.__table__).where(QueueRow.done_at.is_(None))
    if why is not None:
        query = query.where(QueueRow.why == why)
    rows = session.execute(query.order_by(QueueRow.rank, QueueRow.procedure_id).limit(most))
    return [_waiting(row) for row in rows]


def progress(session: Session) -> Progress:
    """How far the queue is."""
    done = session.scalar(
        select(func.count()).select_from(QueueRow).where(QueueRow.done_at.is_not(None))
    )
    counts = session.execute(
        select(QueueRow.why, func.count()).where(QueueRow.done_at.is_(None)).group_by(QueueRow.why)
    )
    return Progress(done=done or 0, waiting={cast("Why", why): count for why, count in counts})


def place_of(session: Session, procedure_id: int) -> tuple[Waiting, int] | None:
    """Why a card waits and how many wait before it; null where it does not."""
    row = session.execute(
        select(QueueRow.__table__).where(
            QueueRow.procedure_id == procedure_id, QueueRow.done_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        return None
    before = session.scalar(
        select(func.count())
        .select_from(QueueRow)
        .where(QueueRow.done_at.is_(None), QueueRow.rank < row.rank)
    )
    return _waiting(row), before or 0


def next_after(session: Session, procedure_id: int) -> int | None:
    """The card that waits after this one, the first one after the last; null where none waits."""
    rank = session.scalar(select(QueueRow.rank).where(QueueRow.procedure_id == procedure_id))
    query = (
        select(QueueRow.procedure_id)
        .where(QueueRow.done_at.is_(None), QueueRow.procedure_id != procedure_id)
        .order_by(QueueRow.rank, QueueRow.procedure_id)
        .limit(1)
    )
    later = None if rank is None else session.scalar(query.where(QueueRow.rank > rank))
    return later if later is not None else session.scalar(query)


def begin(
    session: Session, week: date, by: str | None, found: Interval | None, now: datetime
) -> None:
    """Note that a week is reviewed, and the recall found; who began it stays."""
    values = {
        "refreshed_at": now,
        "recall": found.value if found else None,
        "recall_low": found.low if found else None,
        "recall_high": found.high if found else None,
    }
    statement = sql.insert(session, ReviewWeekRow).values(
        week=week, started_at=now, started_by=by, **values
    )
    session.execute(statement.on_conflict_do_update(index_elements=["week"], set_=values))


def last_week(session: Session) -> ReviewWeek | None:
    """The last week that was begun."""
    query = select(ReviewWeekRow.__table__).order_by(ReviewWeekRow.week.desc()).limit(1)
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    return ReviewWeek(
        week=row.week,
        started_at=row.started_at,
        started_by=row.started_by,
        refreshed_at=row.refreshed_at,
        recall=None
        if row.recall is None
        else Interval(row.recall, row.recall_low, row.recall_high),
    )


def _values(one: Waiting) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Waiting.__dataclass_fields__}


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(**{name: row._mapping[name] for name in Waiting.__dataclass_fields__})
