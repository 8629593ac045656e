"""Which areas each member of staff covers."""

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import StaffTerritoryRow


def of(session: Session, staff_id: int) -> tuple[str, ...]:
    """The codes of the areas that a member covers, sorted; none where nothing was chosen."""
    query = select(StaffTerritoryRow.code).where(StaffTerritoryRow.staff_id == staff_id)
    return tuple(session.scalars(query.order_by(StaffTerritoryRow.code)))


def of_many(session: Session, staff_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The same for several members; one who chose none is left out."""
    found: dict[int, tuple[str, ...]] = {}
    for chunk in sql.chunks(staff_ids):
        rows = session.execute(
            select(StaffTerritoryRow.staff_id, StaffTerritoryRow.code)
            .where(StaffTerritoryRow.staff_id.in_(chunk))
            .order_by(StaffTerritoryRow.staff_id, StaffTerritoryRow.code)
        )
        for staff_id, code in rows:
            found[staff_id] = (*found.get(staff_id, ()), code)
    return found


def replace(session: Session, staff_id: int, codes: Iterable[str]) -> None:
    """The member covers these areas from now on, and no other."""
    session.execute(delete(StaffTerritoryRow).where(StaffTerritoryRow.staff_id == staff_id))
    rows = [{"staff_id": staff_id, "code": code} for code in sorted(set(codes))]
    sql.insert_new(session, StaffTerritoryRow, rows)
