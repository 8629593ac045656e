"""The warnings that staff were sent: each numbered, so that of two who send one, one does."""

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from veille.core.attention import Warned, WarningKind
from veille.store import sql
from veille.store.models import StaffWarningRow


def last(session: Session, organisation: str) -> Warned | None:
    """The last warning; null where there was none."""
    row = session.execute(
        select(StaffWarningRow.__table__)
        .where(StaffWarningRow.organisation == organisation)
        .order_by(StaffWarningRow.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    keys = frozenset(json.loads(row.problems))
    return Warned(number=row.number, at=row.at, kind=row.kind, keys=keys)


def add(
    session: Session,
    organisation: str,
    number: int,
    kind: WarningKind,
    keys: Collection[str],
    now: datetime,
) -> bool:
    """Note a warning; false where somebody else sent the one of that number."""
    row = {
        "organisation": organisation,
        "number": number,
        "at": now,
        "kind": kind,
        "problems": json.dumps(sorted(keys)),
    }
    statement = sql.insert(session, StaffWarningRow).values(row).on_conflict_do_nothing()
    added = session.execute(statement.returning(StaffWarningRow.id)).scalar_one_or_none()
    return added is not None


def forget(session: Session, organisation: str, before: datetime) -> int:
    """Drop the warnings before a moment but the last one, which says what was told."""
    newest = last(session, organisation)
    if newest is None:
        return 0
    gone = session.execute(
        delete(StaffWarningRow)
        .where(StaffWarningRow.organisation == organisation)
        .where(StaffWarningRow.at < before, StaffWarningRow.number < newest.number)
        .returning(StaffWarningRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
