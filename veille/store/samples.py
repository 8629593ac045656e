"""The weekly samples to review: drawn once, and kept with the sizes of what they stand for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.store import procedures, sql
from veille.store.models import SampleMemberRow, SampleRow

StratumName = Literal["flagged", "unflagged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What was drawn of one stratum of a week (its Monday): ``procedures``, in that order.

    ``size`` counts the procedures of the stratum, ``seed`` draws the same ones again.
    """

    week: date
    stratum: StratumName
    size: int
    seed: int
    procedures: tuple[int, ...]


def save(session: Session, samples: Sequence[Sample], now: datetime) -> bool:
    """Keep the samples of one week; false when that week has been drawn already."""
    claimed = [
        session.execute(
            sql.insert(session, SampleRow)
            .values(week=one.week, stratum=one.stratum, size=one.size, seed=one.seed, drawn_at=now)
            .on_conflict_do_nothing()
            .returning(SampleRow.week)
        ).first()
        for one in samples
    ]
    if None in claimed:
        return False
    rows = [
        {"week": one.week, "stratum": one.stratum, "position": place, "procedure_id": procedure_id}
        for one in samples
        for place, procedure_id in enumerate(one.procedures)
    ]
    sql.insert_new(session, SampleMemberRow, rows)
    return True


def between(session: Session, since: date, before: date) -> list[Sample]:
    """The samples of the weeks that begin from ``since`` to before ``before``, oldest first.

    A procedure that was merged since stands as what it became.
    """
    drawn = session.execute(
        select(SampleRow.__table__)
        .where(SampleRow.week >= since, SampleRow.week < before)
        .order_by(SampleRow.week, SampleRow.stratum)
    ).all()
    members = session.execute(
        select(SampleMemberRow.__table__)
        .where(SampleMemberRow.week >= since, SampleMemberRow.week < before)
        .order_by(SampleMemberRow.position)
    ).all()
    current = procedures.resolve(session, {row.procedure_id for row in members})
    of_stratum: defaultdict[tuple[date, str], list[int]] = defaultdict(list)
    for row in members:
        of_stratum[row.week, row.stratum].append(current[row.procedure_id])
    return [
        Sample(
            week=row.week,
            stratum=row.stratum,
            size=row.size,
            seed=row.seed,
            procedures=tuple(of_stratum[row.week, row.stratum]),
        )
        for row in drawn
    ]
