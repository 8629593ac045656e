"""Domain tables as staff changed them, for tests."""

from collections.abc import Mapping
from datetime import datetime

from veille.app.domain_tables import tables_in
from veille.app.tables.changing import Change, change_of, keep, rows_of
from veille.core.table_list import table_info
from veille.store import Store, tables
from veille.store.staff import Member

SHARES = "parts-de-main-d-oeuvre"


def change_row(
    store: Store,
    member: Member,
    now: datetime,
    slug: str,
    key: str | None,
    typed: Mapping[str, str],
) -> Change:
    """Change some cells of a row, or add one, as its form does."""
    info = table_info(slug)
    with store.transaction() as session:
        known = tables_in(session)
        cells = rows_of(known, info).get(key or "", {})
        before = {field.column: field.written(cells.get(field.column, "")) for field in info.fields}
        change = change_of(known, info, before | typed, key)
        keep(session, change, tables.last_id(session, info.name, change.edit.key), member, now)
    return change


def change_share(
    store: Store, member: Member, now: datetime, key: str = "peinture", low: str = "35 %"
) -> Change:
    """Change the part of labour of a trade."""
    typed = {"low": low, "high": low, "source": "enquête inventée de 2026", "status": "seen"}
    return change_row(store, member, now, SHARES, key, typed)
