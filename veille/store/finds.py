"""Finds of staff between the look at them and their keeping: one's own, for a day at most."""

from datetime import datetime, timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from veille.store.models import FindRow
from veille.store.staff import Member

KEPT = timedelta(days=1)
MOST_HELD = 5
"""Of one member, the newest."""


def add(session: Session, member: Member, content: str, now: datetime) -> str:
    """Hold a find for its member; the secret that it is asked for by.

    Those that are too old are forgotten, everybody's, and those of this member beyond a number.
    """
    forget(session, now - KEPT)
    secret = token_urlsafe(16)
    values = {"secret": secret, "staff_id": member.id, "made_at": now, "content": content}
    session.execute(insert(FindRow).values(**values))
    newest = select(FindRow.secret).where(FindRow.staff_id == member.id, FindRow.secret != secret)
    others = session.scalars(newest.order_by(FindRow.made_at.desc(), FindRow.secret)).all()
    session.execute(delete(FindRow).where(FindRow.secret.in_(others[MOST_HELD - 1 :])))
    return secret


def get(session: Session, member: Member, secret: str, now: datetime) -> str | None:
    """The content of a find of this member; null where there is none, or it is too old."""
    query = select(FindRow.content).where(
        FindRow.secret == secret, FindRow.staff_id == member.id, FindRow.made_at > now - KEPT
    )
    return session.scalar(query)


def remove(session: Session, member: Member, secret: str) -> None:
    """It was kept: it is with the payloads now."""
    session.execute(delete(FindRow).where(FindRow.secret == secret, FindRow.staff_id == member.id))


def forget(session: Session, before: datetime) -> None:
    """Drop what was held since before then."""
    session.execute(delete(FindRow).where(FindRow.made_at <= before))
