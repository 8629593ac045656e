"""The domain tables of an install: those that ship, overlaid by what its staff changed.

The one place that builds them. A run builds them once and hands them down.
"""

from collections.abc import Iterable
from functools import lru_cache

import structlog
from sqlalchemy.orm import Session

from veille.core.tables import InvalidRow, TableRow, Tables, overlay, read_row, reference_tables
from veille.store import tables as edits
from veille.store.database import Store
from veille.store.tables import NewEdit

log = structlog.get_logger(__name__)

_Change = tuple[str, tuple[tuple[str, str], ...], bool]


def tables_of(store: Store) -> Tables:
    """The tables as they stand now."""
    with store.read() as session:
        return tables_in(session)


def tables_in(session: Session) -> Tables:
    """The same in a session that is open."""
    return tables_with(edits.standing(session))


def tables_with(changes: Iterable[NewEdit]) -> Tables:
    """The tables that ship with these changes over them, the later over the earlier.

    A change that this version of the program cannot read any more is left out, and said.
    """
    known = ((one.table, tuple(sorted(one.cells.items())), one.withdrawn) for one in changes)
    return _built(tuple(known))


@lru_cache(maxsize=8)
def _built(changes: tuple[_Change, ...]) -> Tables:
    """The same changes give the same object, with what it has worked out already."""
    if not changes:
        return reference_tables()
    rows = (TableRow(table, dict(cells), withdrawn) for table, cells, withdrawn in changes)  # type: ignore[arg-type]
    return overlay(reference_tables(), filter(_is_readable, rows))


def _is_readable(row: TableRow) -> bool:
    try:
        read_row(row.table, row.values)
    except InvalidRow as refusal:
        log.warning("table_edit_left_out", table=row.table, why=str(refusal))
        return False
    return True
