"""The figures that staff add: kept as entered, the newest that was not undone holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from veille.core.observatory.realised import Figure
from veille.core.observatory.reported import Reported
from veille.core.refusals import Refusal
from veille.store import sql
from veille.store.models import FigureEntryRow, FigureRow
from veille.store.staff import Member

How = Literal["form", "import"]


class UnknownEntry(Refusal):
    """An entry that is not there, or is undone already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What somebody entered at once; ``figures`` counts them, ``managers`` and ``years`` are what

    they are of. ``holds`` says how many were not replaced by a newer entry.
    """

    id: int
    at: datetime
    who: str
    how: How
    undone_at: datetime | None
    undone_by: str | None
    managers: tuple[str, ...]
    years: tuple[int, ...]
    figures: int
    holds: int


def add(
    session: Session, member: Member, how: How, lines: Sequence[Reported], now: datetime
) -> int:
    """Keep what was entered; gives the number of the entry."""
    values = {
        "organisation": member.organisation,
        "at": now,
        "staff_id": member.id,
        "who": member.name or member.address,
        "how": how,
    }
    entry: int = session.execute(
        insert(FigureEntryRow).values(**values).returning(FigureEntryRow.id)
    ).scalar_one()
    rows = [
        {
            "entry_id": entry,
            "manager": line.manager,
            "year": line.year,
            "sector": line.sector,
            "measure": measure,
            "value": value,
            "source": line.source,
        }
        for line in lines
        for measure, value in line.values.items()
    ]
    sql.execute_many(session, insert(FigureRow), rows)
    return entry


def undo(session: Session, organisation: str, entry_id: int, by: str, now: datetime) -> None:
    """Take the effect of an entry away: what it replaced holds again.

    Raises:
        UnknownEntry: it is not there, or was undone before.
    """
    done = session.execute(
        update(FigureEntryRow)
        .where(
            FigureEntryRow.id == entry_id,
            FigureEntryRow.organisation == organisation,
            FigureEntryRow.undone_at.is_(None),
        )
        .values(undone_at=now, undone_by=by)
        .returning(FigureEntryRow.id)
    )
    if done.one_or_none() is None:
        raise UnknownEntry("cette saisie n’existe pas, ou est déjà annulée")


def in_force(session: Session, organisation: str) -> list[Figure]:
    """The figures that hold, by year, managing body, sector and measure."""
    return [figure for _, figure in sorted(_newest(session, organisation).values(), key=_order)]


def _order(held: tuple[int, Figure]) -> tuple[int, str, str, str]:
    one = held[1]
    return one.year, one.manager, one.sector, one.measure


def entries(session: Session, organisation: str, most: int = 200) -> list[Entry]:
    """What was entered, the newest first, undone ones too."""
    rows = session.execute(
        select(FigureEntryRow.__table__)
        .where(FigureEntryRow.organisation == organisation)
        .order_by(FigureEntryRow.id.desc())
        .limit(most)
    ).all()
    holding = [entry for entry, _ in _newest(session, organisation).values()]
    found = []
    for row in rows:
        held = row._mapping
        managers, years, figures = _contents(session, held["id"])
        found.append(
            Entry(
                id=held["id"],
                at=held["at"],
                who=held["who"],
                how=held["how"],
                undone_at=held["undone_at"],
                undone_by=held["undone_by"],
                managers=managers,
                years=years,
                figures=figures,
                holds=holding.count(held["id"]),
            )
        )
    return found


def _contents(session: Session, entry_id: int) -> tuple[tuple[str, ...], tuple[int, ...], int]:
    rows = session.execute(
        select(FigureRow.manager, FigureRow.year, func.count())
        .where(FigureRow.entry_id == entry_id)
        .group_by(FigureRow.manager, FigureRow.year)
    ).all()
    return (
        tuple(sorted({row[0] for row in rows})),
        tuple(sorted({row[1] for row in rows})),
        sum(row[2] for row in rows),
    )


def _newest(
    session: Session, organisation: str
) -> dict[tuple[str, int, str, str], tuple[int, Figure]]:
    """Of each key the newest entry and its figure."""
    rows = session.execute(
        select(
            FigureRow.entry_id,
            FigureRow.manager,
            FigureRow.year,
            FigureRow.sector,
            FigureRow.measure,
            FigureRow.value,
            FigureRow.source,
        )
        .join(FigureEntryRow, FigureEntryRow.id == FigureRow.entry_id)
        .where(FigureEntryRow.organisation == organisation, FigureEntryRow.undone_at.is_(None))
        .order_by(FigureRow.entry_id)
    )
    return {
        (row.manager, row.year, row.sector, row.measure): (
            row.entry_id,
            Figure(row.manager, row.year, row.sector, row.measure, row.value, row.source),
        )
        for row in rows
    }
