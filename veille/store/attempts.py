"""Requests counted by address and by network, so that nobody is flooded with confirmations.

A bucket is a hash: neither the address nor the network can be read from it.
"""

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from veille.store.models import AttemptRow


def bucket(kind: str, value: str, secret: str) -> str:
    """Where requests of one address, or one network, are counted; ``secret`` makes it ours."""
    return hashlib.sha256(f"{kind}\n{secret}\n{value}".encode()).hexdigest()


def add(session: Session, buckets: list[str], now: datetime) -> None:
    """Count one request in each of the buckets."""
    session.execute(insert(AttemptRow), [{"bucket": one, "at": now} for one in buckets])


def count(session: Session, bucket: str, since: datetime) -> int:
    """How many requests were counted there since."""
    query = select(func.count()).where(AttemptRow.bucket == bucket, AttemptRow.at >= since)
    return session.execute(query).scalar_one()


def forget(session: Session, before: datetime) -> int:
    """Drop what was counted before; gives how many."""
    gone = session.execute(
        delete(AttemptRow)
        .where(AttemptRow.at < before)
        .returning(AttemptRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
