"""What linking reads and writes: notices to link, the notices that share keys, attachments."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Text, bindparam, delete, func, or_, select, true, update
from sqlalchemy.orm import Session

from veille.core.interchange import notice_from_json
from veille.core.link_keys import Linkable, buyer_signature
from veille.core.notices import Buyer, Notice
from veille.core.procedures import Key
from veille.store import sql
from veille.store.models import BuyerRow, NoticeKeyRow, NoticeRow, ProcedureRow

LinkedBy = Literal["rule", "staff"]


@dataclass(frozen=True, slots=True)
class Unlinked:
    """A notice that is new or changed since it was linked; ``procedure_id`` is where it is."""

    notice: Notice
    procedure_id: int | None
    sample: bool
    first_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A notice goes to a procedure, by that rule or by staff."""

    notice_id: str
    procedure_id: int
    rule: str
    linked_by: LinkedBy = "rule"


def unlinked(session: Session, limit: int, *, sample: bool | None = None) -> list[Unlinked]:
    """The notices that linking has not looked at since they last changed, oldest first.

    ``sample`` takes only invented ones, or only real ones.
    """
    rows = session.execute(
        select(NoticeRow.content, NoticeRow.procedure_id, NoticeRow.sample, NoticeRow.first_seen_at)
        .where(NoticeRow.to_link, true() if sample is None else NoticeRow.sample.is_(sample))
        .order_by(NoticeRow.published_on, NoticeRow.id)
        .limit(limit)
    )
    return [
        Unlinked(notice_from_json(content), procedure_id, invented, first_seen_at)
        for content, procedure_id, invented, first_seen_at in rows
    ]


def save_keys(session: Session, keys: Mapping[str, Sequence[Key]]) -> None:
    """Replace the keys of the notices of these ids."""
    for chunk in sql.chunks(keys):
        session.execute(delete(NoticeKeyRow).where(NoticeKeyRow.notice_id.in_(chunk)))
    rows = [
        {
            "digest": digest(key),
            "notice_id": notice_id,
            "kind": key.kind,
            "value": key.value,
            "strong": key.strong,
        }
        for notice_id, own in keys.items()
        for key in own
    ]
    sql.insert_new(session, NoticeKeyRow, rows)


def sharing(session: Session, keys: Iterable[Key]) -> list[Linkable]:
    """The stored notices that have one of ``keys``, each with all of its own, by id."""
    ids: set[str] = set()
    for digests in sql.chunks(digest(key) for key in keys):
        query = select(NoticeKeyRow.notice_id).where(NoticeKeyRow.digest.in_(digests))
        ids.update(session.scalars(query.distinct()))
    found: list[Linkable] = []
    for chunk in sql.chunks(sorted(ids)):
        found.extend(_linkables(session, chunk))
    return found


def procedures_of(session: Session, notice_ids: Iterable[str]) -> dict[str, int]:
    """The procedure that each of these notices is in; one that is in none is left out."""
    return {
        row.id: row.procedure_id
        for chunk in sql.chunks(notice_ids)
        for row in session.execute(
            select(NoticeRow.id, NoticeRow.procedure_id).where(
                NoticeRow.id.in_(chunk), NoticeRow.procedure_id.is_not(None)
            )
        )
    }


def members(session: Session, procedure_ids: Iterable[int]) -> list[Linkable]:
    """The notices of these procedures, by id."""
    found: list[Linkable] = []
    for chunk in sql.chunks(sorted(procedure_ids)):
        ids = session.scalars(select(NoticeRow.id).where(NoticeRow.procedure_id.in_(chunk)))
        found.extend(_linkables(session, list(ids)))
    return found


def pinned(session: Session, ids: Iterable[str]) -> dict[str, int]:
    """Which of these notices staff put in a procedure, and in which."""
    pins: dict[str, int] = {}
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(NoticeRow.id, NoticeRow.procedure_id).where(
                NoticeRow.id.in_(chunk), NoticeRow.linked_by == "staff"
            )
        )
        pins.update((notice_id, procedure) for notice_id, procedure in rows if procedure)
    return pins


def attach_many(session: Session, attachments: Sequence[Attachment]) -> None:
    """Put notices in procedures and mark them as linked; what staff attached, rules leave there.

    The end of their contracts and their versions are then to be worked out again.
    """
    rows = [
        {
            "notice_id": attachment.notice_id,
            "procedure": attachment.procedure_id,
            "rule": attachment.rule,
            "by": attachment.linked_by,
        }
        for attachment in attachments
    ]
    by = bindparam("by", type_=Text())
    statement = (
        update(NoticeRow)
        .where(
            NoticeRow.id == bindparam("notice_id"),
            or_(NoticeRow.linked_by.is_(None), NoticeRow.linked_by != "staff", by == "staff"),
            or_(
                NoticeRow.to_link,
                NoticeRow.procedure_id.is_distinct_from(bindparam("procedure")),
                NoticeRow.link_rule.is_distinct_from(bindparam("rule")),
                NoticeRow.linked_by.is_distinct_from(by),
            ),
        )
        .values(
            procedure_id=bindparam("procedure"),
            link_rule=bindparam("rule"),
            linked_by=by,
            to_link=False,
        )
    )
    sql.execute_many(session, statement, rows)
    for notice_ids in sql.chunks(attachment.notice_id for attachment in attachments):
        session.execute(
            update(NoticeRow)
            .where(NoticeRow.id.in_(notice_ids), NoticeRow.to_link)
            .values(to_link=False)
        )
    for ids in sql.chunks({attachment.procedure_id for attachment in attachments}):
        session.execute(
            update(ProcedureRow)
            .where(ProcedureRow.id.in_(ids), ~ProcedureRow.to_date)
            .values(to_date=True)
        )
        session.execute(
            update(ProcedureRow)
            .where(ProcedureRow.id.in_(ids), ProcedureRow.to_version.is_(None))
            .values(to_version="publication")
        )


def digest(key: Key) -> str:
    """What a key is looked up by."""
    text = f"{key.kind}:{key.value}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _linkables(session: Session, ids: Sequence[str]) -> Iterator[Linkable]:
    keys: defaultdict[str, list[Key]] = defaultdict(list)
    for row in session.execute(
        select(NoticeKeyRow.__table__).where(NoticeKeyRow.notice_id.in_(ids))
    ):
        keys[row.notice_id].append(Key(row.kind, row.value, row.strong))
    rows = session.execute(
        select(
            NoticeRow.id,
            func.coalesce(NoticeRow.published_on, NoticeRow.dispatched_on).label("published_on"),
            NoticeRow.procedure_id,
            BuyerRow.name,
            BuyerRow.siret,
        )
        .outerjoin(BuyerRow, BuyerRow.id == NoticeRow.buyer_id)
        .where(NoticeRow.id.in_(ids))
        .order_by(NoticeRow.id)
    )
    for row in rows:
        yield Linkable(
            id=row.id,
            keys=tuple(sorted(keys[row.id])),
            buyer=buyer_signature(Buyer(name=row.name, siret=row.siret)),
            published_on=row.published_on,
            procedure=row.procedure_id,
        )
