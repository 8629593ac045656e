"""Which model serves, since when, by whom and why, and what the gate said of each that tried.

Every change is kept; the newest one holds.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import ServingRow, TrialRow

Cause = Literal["gate", "hand", "rollback"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A model begins to serve: its name, null for the one that ships with the program.

    ``cause``: the gate let it, someone chose it by ``hand``, or the one above was rolled back.
    """

    model: str | None
    cause: Cause
    since: datetime
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving(Change):
    """A change as it is stored; ``below`` is the one that a rollback returns to."""

    id: int
    below: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the gate said of a ``challenger`` against the ``champion`` of that moment.

    ``answer`` is the gate's word, ``decision`` all it said, as JSON.
    """

    challenger: str
    champion: str
    tried_at: datetime
    answer: str
    decision: str


def current(session: Session) -> Serving | None:
    """What holds; null as long as nothing was ever changed: the shipped model serves."""
    query = select(ServingRow.__table__).order_by(ServingRow.id.desc()).limit(1)
    row = session.execute(query).one_or_none()
    return None if row is None else _serving(row)


def history(session: Session) -> list[Serving]:
    """Every change, newest first."""
    query = select(ServingRow.__table__).order_by(ServingRow.id.desc())
    return [_serving(row) for row in session.execute(query)]


def record(session: Session, change: Change, *, over: Serving | None) -> Serving | None:
    """Store a change; ``over`` is what held when it was decided.

    Null, and nothing stored, when something else holds by now.
    """
    return _insert(session, change, over, below=over.id if over else None)


def roll_back(session: Session, *, since: datetime, by: str, why: str) -> Serving | None:
    """Let the model that served before the present one serve again; rolling back again goes

    further back. Null, and nothing stored, when none served before, or at the same moment someone
    else changed what serves.
    """
    present = current(session)
    if present is None:
        return None
    before = None if present.below is None else session.get(ServingRow, present.below)
    if before is None and present.model is None:
        return None
    change = Change(
        model=before.model if before else None, cause="rollback", since=since, by=by, why=why
    )
    return _insert(session, change, present, below=before.below if before else None)


def keep_trial(session: Session, trial: Trial) -> None:
    """Store what the gate said."""
    values = {name: getattr(trial, name) for name in Trial.__dataclass_fields__}
    session.execute(insert(TrialRow).values(values))


def trials(session: Session, challenger: str) -> list[Trial]:
    """What the gate said of a model, newest first."""
    columns = [getattr(TrialRow, name) for name in Trial.__dataclass_fields__]
    query = select(*columns).where(TrialRow.challenger == challenger).order_by(TrialRow.id.desc())
    return [Trial(**row._mapping) for row in session.execute(query)]


def _insert(
    session: Session, change: Change, over: Serving | None, below: int | None
) -> Serving | None:
    values: dict[str, Any] = {name: getattr(change, name) for name in Change.__dataclass_fields__}
    values |= {"after": over.id if over else 0, "below": below}
    statement = sql.insert(session, ServingRow).values(values).on_conflict_do_nothing()
    row = session.execute(statement.returning(*ServingRow.__table__.columns)).one_or_none()
    return None if row is None else _serving(row)


def _serving(row: Row[Any]) -> Serving:
    values = dict(row._mapping)
    del values["after"]
    return Serving(**values)
