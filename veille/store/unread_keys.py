"""The keys that no parser reads: counted from the payloads, and which of them staff know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from veille.store import payload_reports, sql
from veille.store.models import UnreadKeyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """A key, in how many payloads it stands, and who said when that it is not needed."""

    source: str
    dialect: str
    key: str
    payloads: int
    first_seen: datetime
    known_at: datetime | None = None
    known_by: str | None = None


def recount(session: Session) -> None:
    """Make the list what the payloads say; what staff know, and when a key came first, stays."""
    found = payload_reports.unread_keys(session)
    session.execute(
        update(UnreadKeyRow).values(payloads=0).execution_options(synchronize_session=False)
    )
    statement = sql.insert(session, UnreadKeyRow)
    statement = statement.on_conflict_do_update(
        index_elements=["source", "dialect", "key"],
        set_={"payloads": statement.excluded.payloads},
    )
    rows = [
        {
            "source": one.source,
            "dialect": one.dialect,
            "key": one.key,
            "payloads": one.payloads,
            "first_seen": one.first_seen,
        }
        for one in found
    ]
    sql.execute_many(session, statement, rows)
    session.execute(
        delete(UnreadKeyRow)
        .where(UnreadKeyRow.payloads == 0, UnreadKeyRow.known_at.is_(None))
        .execution_options(synchronize_session=False)
    )


def of_source(session: Session, source: str) -> list[ListedKey]:
    """The keys of a source: those nobody knows first, then the newest."""
    rows = session.execute(
        select(UnreadKeyRow.__table__)
        .where(UnreadKeyRow.source == source, UnreadKeyRow.payloads > 0)
        .order_by(
            UnreadKeyRow.known_at.is_not(None),
            UnreadKeyRow.first_seen.desc(),
            UnreadKeyRow.dialect,
            UnreadKeyRow.key,
        )
    )
    return [ListedKey(**row._mapping) for row in rows]


def new_by_source(session: Session) -> dict[str, int]:
    """How many keys that nobody knows each source has."""
    rows = session.execute(
        select(UnreadKeyRow.source, func.count().label("keys"))
        .where(UnreadKeyRow.known_at.is_(None))
        .group_by(UnreadKeyRow.source)
    )
    return {row.source: row.keys for row in rows}


def mark(
    session: Session, source: str, dialect: str, key: str, *, by: str | None, now: datetime
) -> bool:
    """Staff know a key, or with a null ``by`` no longer do; false where there is none."""
    changed = session.execute(
        update(UnreadKeyRow)
        .where(UnreadKeyRow.source == source)
        .where(UnreadKeyRow.dialect == dialect, UnreadKeyRow.key == key)
        .values(known_at=now if by else None, known_by=by)
        .returning(UnreadKeyRow.key)
        .execution_options(synchronize_session=False)
    )
    return changed.first() is not None


def mark_all(session: Session, source: str, *, by: str, now: datetime) -> int:
    """Staff know every key of a source; gives how many they did not know."""
    changed = session.execute(
        update(UnreadKeyRow)
        .where(UnreadKeyRow.source == source, UnreadKeyRow.known_at.is_(None))
        .values(known_at=now, known_by=by)
        .returning(UnreadKeyRow.key)
        .execution_options(synchronize_session=False)
    )
    return len(changed.all())
