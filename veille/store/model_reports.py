"""Comparisons of models with the one that serves: asked for, then made by the clock, then kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, delete, exists, select, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import ReportRow

ReportState = Literal["waiting", "done", "failed"]

KEPT = 5
"""Comparisons of one model that are kept, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReport:
    """A comparison: of ``challenger`` with ``champion``, which served when it was made.

    ``found`` is JSON that its owner reads; ``reason`` says why it could not be made.
    """

    id: int
    challenger: str
    asked_at: datetime
    asked_by: str
    state: ReportState
    ended_at: datetime | None
    champion: str | None
    found: str | None
    reason: str | None


def ask(session: Session, challenger: str, by: str, now: datetime) -> bool:
    """Ask for the comparison of a model; false when it is asked for already."""
    values = {"challenger": challenger, "asked_by": by, "asked_at": now, "state": "waiting"}
    added = sql.insert(session, ReportRow).values(values).on_conflict_do_nothing()
    return session.execute(added.returning(ReportRow.id)).first() is not None


def is_waiting(session: Session) -> bool:
    """Whether a comparison is asked for."""
    return bool(session.scalar(select(exists().where(ReportRow.state == "waiting"))))


def waiting(session: Session) -> list[ModelReport]:
    """The comparisons that are asked for, the first asked first."""
    query = _SELECT.where(ReportRow.state == "waiting").order_by(ReportRow.id)
    return [_report(row) for row in session.execute(query)]


def done(session: Session, report_id: int, champion: str, found: str, now: datetime) -> None:
    """Keep what was found, and drop the oldest ones of the model."""
    ended = session.scalar(
        update(ReportRow)
        .where(ReportRow.id == report_id)
        .values(state="done", champion=champion, found=found, ended_at=now, reason=None)
        .returning(ReportRow.challenger)
        .execution_options(synchronize_session=False)
    )
    kept = (
        select(ReportRow.id)
        .where(ReportRow.challenger == ended)
        .order_by(ReportRow.id.desc())
        .limit(KEPT)
    )
    session.execute(
        delete(ReportRow)
        .where(ReportRow.challenger == ended, ReportRow.id.not_in(session.scalars(kept).all()))
        .execution_options(synchronize_session=False)
    )


def failed(session: Session, report_id: int, reason: str, now: datetime) -> None:
    """Say why a comparison could not be made."""
    session.execute(
        update(ReportRow)
        .where(ReportRow.id == report_id)
        .values(state="failed", reason=reason, ended_at=now)
        .execution_options(synchronize_session=False)
    )


def last(session: Session, challenger: str) -> ModelReport | None:
    """The newest comparison of a model, whatever its state; null without any."""
    return _first(session, challenger, ("waiting", "done", "failed"))


def last_done(session: Session, challenger: str) -> ModelReport | None:
    """The newest comparison of a model that was made; null without any."""
    return _first(session, challenger, ("done",))


def _first(
    session: Session, challenger: str, states: tuple[ReportState, ...]
) -> ModelReport | None:
    row = session.execute(
        _SELECT.where(ReportRow.challenger == challenger, ReportRow.state.in_(states))
        .order_by(ReportRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _report(row)


_SELECT = select(ReportRow.__table__)


def _report(row: Row[Any]) -> ModelReport:
    return ModelReport(**row._mapping)
