"""Whether there is anything to do, asked often and cheaply."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from veille.store import claims, edition_life
from veille.store.models import ProcedureRow


def has_unread_changes(session: Session) -> bool:
    """Whether the version of some procedure is to be worked out again."""
    return bool(session.scalar(select(exists().where(ProcedureRow.to_version.is_not(None)))))


def has_mail(session: Session, now: datetime, *, hold: bool) -> bool:
    """Whether an edition is due, or a message waits to be handed over."""
    following = claims.next_due(session)
    if following is not None and following <= now:
        return True
    return bool(edition_life.due(session, now, hold=hold))
