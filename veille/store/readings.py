"""How each procedure was last read: what its next version is compared with."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from veille.core.versions import Reading, reading_from_json, reading_to_json
from veille.store import sql
from veille.store.models import ReadingRow


def load(session: Session, procedure_ids: Iterable[int]) -> dict[int, Reading]:
    """The readings of these procedures; one never read is left out."""
    return {
        row.procedure_id: reading_from_json(row.reading)
        for chunk in sql.chunks(procedure_ids)
        for row in session.execute(
            select(ReadingRow.procedure_id, ReadingRow.reading).where(
                ReadingRow.procedure_id.in_(chunk)
            )
        )
    }


def save(session: Session, readings: Mapping[int, Reading], now: datetime) -> None:
    """Keep the newest reading of each procedure."""
    statement = sql.insert(session, ReadingRow)
    statement = statement.on_conflict_do_update(
        index_elements=["procedure_id"],
        set_={
            "reading": statement.excluded.reading,
            "noted_at": statement.excluded.noted_at,
            "to_observe": True,
        },
    )
    rows = [
        {"procedure_id": key, "reading": reading_to_json(reading), "noted_at": now}
        for key, reading in readings.items()
    ]
    sql.execute_many(session, statement, rows)


def forget(session: Session, procedure_id: int) -> None:
    """Drop the reading of a procedure that was merged into another."""
    session.execute(delete(ReadingRow).where(ReadingRow.procedure_id == procedure_id))
