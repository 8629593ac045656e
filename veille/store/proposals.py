"""What people proposed by the link of a mail: who, and what they wrote besides.

The tag itself is in ``tags``, without their name; what is here goes with the person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from veille.core.people import SubscriberKind
from veille.core.refusals import Refusal
from veille.core.tags import Tag
from veille.store import sql, tag_reading
from veille.store.models import NoticeRow, ProposalRow, SubscriberRow, TagRow

_WAITS = (TagRow.proposed, TagRow.accepted_at.is_(None), TagRow.undone_at.is_(None))


class AlreadyProposedError(Refusal):
    """The person spoke of this sentence before."""

    def __init__(self) -> None:
        super().__init__("cette phrase a déjà été signalée")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal that waits; ``who`` and ``kind`` are null once the person's data is erased, or

    where it was made by a command.
    """

    tag: Tag
    procedure_id: int
    who: str | None
    kind: SubscriberKind | None
    comment: str | None


def is_known(session: Session, subscriber_id: int, sentence: str) -> bool:
    """Whether the person proposed something of this sentence before, whatever became of it."""
    query = select(ProposalRow.tag_id).where(
        ProposalRow.subscriber_id == subscriber_id, ProposalRow.sentence == sentence
    )
    return session.scalar(query) is not None


def record(
    session: Session,
    tag_id: int,
    *,
    subscriber_id: int,
    sentence: str,
    comment: str | None,
    now: datetime,
) -> None:
    """Remember whose proposal a tag is.

    Raises:
        AlreadyProposedError: the person made one of this sentence before, be it just now.
    """
    statement = (
        sql.insert(session, ProposalRow)
        .values(
            tag_id=tag_id,
            subscriber_id=subscriber_id,
            sentence=sentence,
            comment=comment,
            made_at=now,
        )
        .on_conflict_do_nothing()
        .returning(ProposalRow.tag_id)
    )
    if session.execute(statement).first() is None:
        raise AlreadyProposedError


def waiting(session: Session, *, most: int) -> list[Proposed]:
    """The proposals that wait for staff, oldest first."""
    query = (
        select(
            NoticeRow.procedure_id,
            SubscriberRow.display_name,
            SubscriberRow.address.label("person"),
            SubscriberRow.kind,
            ProposalRow.comment.label("said"),
            TagRow.__table__,
        )
        .join(NoticeRow, NoticeRow.id == TagRow.notice_id)
        .outerjoin(ProposalRow, ProposalRow.tag_id == TagRow.id)
        .outerjoin(SubscriberRow, SubscriberRow.id == ProposalRow.subscriber_id)
        .where(*_WAITS, NoticeRow.procedure_id.is_not(None))
        .order_by(TagRow.id)
        .limit(most)
    )
    return [
        Proposed(
            tag=tag_reading.tag_of(row),
            procedure_id=row.procedure_id,
            who=row.display_name or row.person,
            kind=row.kind,
            comment=row.said or row.comment,
        )
        for row in session.execute(query)
    ]


def count(session: Session) -> int:
    """How many proposals wait."""
    return session.scalar(select(func.count()).select_from(TagRow).where(*_WAITS)) or 0


def comments(session: Session, tag_ids: Iterable[int]) -> dict[int, str]:
    """What people wrote beside these tags."""
    found: dict[int, str] = {}
    for chunk in sql.chunks(tag_ids):
        rows = session.execute(
            select(ProposalRow.tag_id, ProposalRow.comment).where(
                ProposalRow.tag_id.in_(chunk), ProposalRow.comment.is_not(None)
            )
        )
        found.update({tag_id: comment for tag_id, comment in rows if comment})
    return found
