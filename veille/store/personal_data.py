"""All that the store holds of one subscriber: to hand it over, or to erase it.

Tables are found by their columns, ``subscriber_id`` or ``outbox_id`` (what came of a message to the
subscriber), so that a new one is not forgotten.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select
from sqlalchemy.orm import Session

from veille.store.models import Base, OutboxRow, SubscriberRow


def tables() -> tuple[Table, ...]:
    """The tables that hold something of subscribers, those that others point to last."""
    return tuple(
        table for table in reversed(Base.metadata.sorted_tables) if _owned(table, 0) is not None
    )


def collect(session: Session, subscriber_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about a subscriber by table, as values that JSON holds; no empty table."""
    found = {table.name: list(_rows(session, table, subscriber_id)) for table in tables()}
    return {name: rows for name, rows in found.items() if rows}


def erase(session: Session, subscriber_id: int) -> int:
    """Delete every row about a subscriber; gives how many."""
    erased = 0
    for table in tables():
        gone = session.execute(
            delete(table)
            .where(_condition(table, subscriber_id))
            .returning(*table.primary_key.columns)
            .execution_options(synchronize_session=False)
        )
        erased += len(gone.all())
    return erased


def _rows(session: Session, table: Table, subscriber_id: int) -> Iterator[dict[str, Any]]:
    query = select(table).where(_condition(table, subscriber_id))
    for row in session.execute(query.order_by(*table.primary_key.columns)):
        yield {name: _plain(value) for name, value in row._mapping.items()}


def _condition(table: Table, subscriber_id: int) -> ColumnElement[bool]:
    condition = _owned(table, subscriber_id)
    if condition is None:
        raise ValueError(f"table {table.name} holds nothing of subscribers")
    return condition


def _owned(table: Table, subscriber_id: int) -> ColumnElement[bool] | None:
    """Which rows of a table are about the subscriber; null where none can be."""
    if table.name == SubscriberRow.__tablename__:
        return table.c.id == subscriber_id
    if "subscriber_id" in table.columns:
        return table.c.subscriber_id == subscriber_id
    if "outbox_id" in table.columns:
        messages = select(OutboxRow.id).where(OutboxRow.subscriber_id == subscriber_id)
        return table.c.outbox_id.in_(messages)
    return None


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
