"""The sources that notices come from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import SourceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: its name in the data (``boamp``), its name for people, its address."""

    name: str
    label: str
    address: str | None = None


def register(session: Session, sources: Iterable[Source], now: datetime) -> None:
    """Add the sources that are not there, and correct label and address of the others."""
    statement = sql.insert(session, SourceRow)
    statement = statement.on_conflict_do_update(
        index_elements=["name"],
        set_={"label": statement.excluded.label, "address": statement.excluded.address},
    )
    rows = [
        {
            "name": source.name,
            "label": source.label,
            "address": source.address,
            "added_at": now,
        }
        for source in sources
    ]
    sql.execute_many(session, statement, rows)


def ensure(session: Session, names: Iterable[str], now: datetime) -> None:
    """Add the sources that are not there, labelled by their name until they are registered."""
    rows = [{"name": name, "label": name, "added_at": now} for name in sorted(set(names))]
    sql.insert_new(session, SourceRow, rows)


def every(session: Session) -> list[Source]:
    """Every source known, by name."""
    rows = session.execute(
        select(SourceRow.name, SourceRow.label, SourceRow.address).order_by(SourceRow.name)
    )
    return [Source(name=row.name, label=row.label, address=row.address) for row in rows]
