"""Two ways to the same notices, compared day by day: what one lists, what the other gave.

``owner`` is the source that the notices are of (``boamp``); ``source`` lists them again (``dila``).
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import ListingRow, NoticeRow, PayloadRow

MOST_NAMED = 50
"""How many numbers of each side are kept by name; their count is whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One day compared; ``known`` were in the store before anything was fetched.

    ``missed`` are listed and were not given by the owner, ``unlisted`` the contrary: numbers
    without prefix, at most 50 of each, whose whole counts stand beside them.
    """

    day: date
    listed: int
    known: int
    missed: tuple[str, ...]
    missed_count: int
    unlisted: tuple[str, ...]
    unlisted_count: int
    compared_at: datetime


def compare(
    session: Session, owner: str, source: str, day: date, keys: Sequence[str], now: datetime
) -> tuple[frozenset[str], Listing]:
    """Which of the keys listed for a day need not be fetched, and the comparison, which is kept.

    Known is a key whose notice is stored, or that ``source`` sent already and that could be read.
    """
    given = told_by(session, owner, keys)
    known = frozenset(given) | _sent(session, source, keys)
    missed = [key for key in keys if given.get(key) != owner]
    listed = set(keys)
    unlisted = [key for key in _published(session, owner, day) if key not in listed]
    found = Listing(
        day=day,
        listed=len(listed),
        known=len(known),
        missed=tuple(missed[:MOST_NAMED]),
        missed_count=len(missed),
        unlisted=tuple(unlisted[:MOST_NAMED]),
        unlisted_count=len(unlisted),
        compared_at=now,
    )
    _keep(session, source, found)
    return known, found


def newest(session: Session, source: str, since: date) -> list[Listing]:
    """The last comparison of each day from ``since`` on, newest day first."""
    rows = session.scalars(
        select(ListingRow)
        .where(ListingRow.source == source, ListingRow.day >= since)
        .order_by(ListingRow.day.desc())
    )
    return [
        Listing(
            day=row.day,
            listed=row.listed,
            known=row.known,
            missed=tuple(json.loads(row.missed)),
            missed_count=row.missed_count,
            unlisted=tuple(json.loads(row.unlisted)),
            unlisted_count=row.unlisted_count,
            compared_at=row.compared_at,
        )
        for row in rows
    ]


def forget(session: Session, before: date) -> None:
    """Drop the comparisons of the days before one."""
    session.execute(delete(ListingRow).where(ListingRow.day < before))


def told_by(session: Session, owner: str, keys: Iterable[str]) -> dict[str, str]:
    """The source of the payload that each stored notice was read from, by its key."""
    found: dict[str, str] = {}
    for chunk in sql.chunks(f"{owner}:{key}" for key in keys):
        rows = session.execute(
            select(NoticeRow.id, PayloadRow.source)
            .join(PayloadRow, PayloadRow.id == NoticeRow.payload_id)
            .where(NoticeRow.id.in_(chunk))
        )
        found.update((row.id.partition(":")[2], row.source) for row in rows)
    return found


def _sent(session: Session, source: str, keys: Iterable[str]) -> set[str]:
    """Those that ``source`` sent and that were read, under whatever number."""
    found: set[str] = set()
    for chunk in sql.chunks(keys):
        query = select(PayloadRow.key).where(
            PayloadRow.source == source, PayloadRow.key.in_(chunk), PayloadRow.state == "parsed"
        )
        found.update(session.scalars(query))
    return found


def _published(session: Session, owner: str, day: date) -> list[str]:
    """The numbers that the owner itself gave of a day."""
    query = (
        select(NoticeRow.id)
        .join(PayloadRow, PayloadRow.id == NoticeRow.payload_id)
        .where(NoticeRow.published_on == day, NoticeRow.source == owner, PayloadRow.source == owner)
        .order_by(NoticeRow.id)
    )
    return [notice_id.partition(":")[2] for notice_id in session.scalars(query)]


def _keep(session: Session, source: str, found: Listing) -> None:
    values = {
        "listed": found.listed,
        "known": found.known,
        "missed": json.dumps(found.missed),
        "missed_count": found.missed_count,
        "unlisted": json.dumps(found.unlisted),
        "unlisted_count": found.unlisted_count,
        "compared_at": found.compared_at,
    }
    statement = sql.insert(session, ListingRow).values(source=source, day=found.day, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["source", "day"], set_=values))
