"""Tags as they are stored, found for notices and procedures: a few statements, never one a card."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from veille.core.interchange import notice_from_json
from veille.core.tags import Tag, latest, meant_for
from veille.store import sql
from veille.store.models import NoticeRow, TagRow


def of_procedures(session: Session, ids: Iterable[int]) -> dict[int, tuple[Tag, ...]]:
    """Every tag ever made on these procedures, by id, oldest first; those without are left out."""
    found: defaultdict[int, list[Tag]] = defaultdict(list)
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(NoticeRow.procedure_id, TagRow.__table__)
            .join(TagRow, TagRow.notice_id == NoticeRow.id)
            .where(NoticeRow.procedure_id.in_(chunk))
            .order_by(TagRow.id)
        )
        for row in rows:
            if row.procedure_id is not None:
                found[row.procedure_id].append(tag_of(row))
    return {procedure: tuple(tags) for procedure, tags in found.items()}


def of_id(session: Session, tag_id: int) -> tuple[int, Tag] | None:
    """The tag of this number and the procedure that it is in; null where there is none."""
    row = session.execute(
        select(NoticeRow.procedure_id, TagRow.__table__)
        .join(TagRow, TagRow.notice_id == NoticeRow.id)
        .where(TagRow.id == tag_id, NoticeRow.procedure_id.is_not(None))
    ).one_or_none()
    return None if row is None else (row.procedure_id, tag_of(row))


def homes(session: Session, tag_ids: Iterable[int]) -> set[int]:
    """The procedures that these tags, and those that were applied to all from them, are in."""
    found: set[int] = set()
    for chunk in sql.chunks(tag_ids):
        rows = session.scalars(
            select(NoticeRow.procedure_id)
            .join(TagRow, TagRow.notice_id == NoticeRow.id)
            .where(or_(TagRow.id.in_(chunk), TagRow.copied_from.in_(chunk)))
            .distinct()
        )
        found.update(home for home in rows if home is not None)
    return found


def copies(session: Session, tag_ids: Iterable[int]) -> dict[int, int]:
    """How many other cards each tag was applied to and still counts on; none is left out."""
    found: dict[int, int] = {}
    for chunk in sql.chunks(tag_ids):
        rows = session.execute(
            select(TagRow.copied_from, func.count())
            .where(TagRow.copied_from.in_(chunk), TagRow.undone_at.is_(None))
            .group_by(TagRow.copied_from)
        )
        found.update((origin, count) for origin, count in rows if origin is not None)
    return found


def in_force(session: Session, hashes: Mapping[str, str]) -> dict[str, tuple[Tag, ...]]:
    """The tags that count for notices, given by id with the hash that was judged.

    They are those of the whole procedure, the newest of each key. A missed passage is placed in
    the notice, where it is still in the words that were judged.
    """
    by_notice: defaultdict[str, list[Tag]] = defaultdict(list)
    for chunk in sql.chunks(hashes):
        for notice_id, tag in _of_notices(session, chunk):
            by_notice[notice_id].append(tag)
    live = {notice_id: tuple(latest(tags).values()) for notice_id, tags in by_notice.items()}
    contents = _contents(session, hashes, live)
    counted = {
        notice_id: meant_for(tags, notice_from_json(contents[notice_id]))
        if notice_id in contents
        else tuple(tag for tag in tags if tag.answer != "missed")
        for notice_id, tags in live.items()
    }
    return {notice_id: tags for notice_id, tags in counted.items() if tags}


def _of_notices(session: Session, ids: Sequence[str]) -> Iterable[tuple[str, Tag]]:
    """Each notice with every tag of its procedure."""
    judged = aliased(NoticeRow)
    rows = session.execute(
        select(judged.id.label("judged_id"), TagRow.__table__)
        .join(NoticeRow, NoticeRow.procedure_id == judged.procedure_id)
        .join(TagRow, TagRow.notice_id == NoticeRow.id)
        .where(judged.id.in_(ids))
    )
    for row in rows:
        yield row.judged_id, tag_of(row)


def _contents(
    session: Session, hashes: Mapping[str, str], live: Mapping[str, Sequence[Tag]]
) -> dict[str, str]:
    """The notices in which a missed passage is to be placed, if they are as they were judged."""
    wanted = [id_ for id_, tags in live.items() if any(tag.answer == "missed" for tag in tags)]
    return {
        row.id: row.content
        for chunk in sql.chunks(wanted)
        for row in session.execute(
            select(NoticeRow.id, NoticeRow.content_hash, NoticeRow.content).where(
                NoticeRow.id.in_(chunk)
            )
        )
        if row.content_hash == hashes[row.id]
    }


def tag_of(row: Any) -> Tag:
    """The tag in a row of the table."""
    return Tag(
        id=row.id,
        notice_id=row.notice_id,
        lot=row.lot,
        question=row.question,
        answer=row.answer,
        quote=row.quote,
        at=row.at,
        start=row.start,
        end=row.end,
        kinds=cast("Any", tuple(filter(None, row.kinds.split(",")))),
        reason=row.reason,
        comment=row.comment,
        author=row.author,
        created_at=row.created_at,
        proposed=row.proposed,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )
