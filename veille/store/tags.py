"""Tags of staff: added, accepted, undone, and handed to learning.

Nothing is removed. Whatever changes what counts marks the procedures, so that their next version
is worked out.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnExpressionArgument, insert, select, update
from sqlalchemy.orm import Session

from veille.core.interchange import notice_from_json
from veille.core.notices import Notice
from veille.core.tagging import concerning
from veille.core.tags import (
    ChangedCardError,
    NewTag,
    Tag,
    TagRefusal,
    checked,
    find,
    latest,
    quote_hash,
)
from veille.core.verdicts import Verdict
from veille.store import procedures, sql, tag_reading, verdicts
from veille.store.models import NoticeRow, ProcedureRow, TagRow

_PAGE = 500
_VERSION_LENGTH = 16


def versions(session: Session, procedure_ids: Iterable[int]) -> dict[int, str]:
    """The version of each card: it changes with its notices and with what is said of it."""
    ids = list(procedure_ids)
    parts: defaultdict[int, list[str]] = defaultdict(list)
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(NoticeRow.procedure_id, NoticeRow.id, NoticeRow.content_hash).where(
                NoticeRow.procedure_id.in_(chunk)
            )
        )
        for procedure_id, notice_id, digest in rows:
            if procedure_id is not None:
                parts[procedure_id].append(f"{notice_id} {digest}")
    for procedure_id, tags in tag_reading.of_procedures(session, ids).items():
        parts[procedure_id] += [f"{tag.id} {tag.is_live} {tag.undone_at}" for tag in tags]
    return {procedure_id: _digest(own) for procedure_id, own in parts.items()}


def add(
    session: Session,
    new: Sequence[NewTag],
    *,
    author: str,
    now: datetime,
    version: str | None = None,
    proposed: bool = False,
) -> list[int]:
    """Store what ``author`` says of one card; gives the ids of the tags that were new.

    ``version`` is that of the card it was said on; without one nothing is compared. What a tag
    that counts says already is not said again. A ``proposed`` tag waits until it is accepted.

    Raises:
        TagRefusal: a tag is not whole, is about a sentence that is not there, or the card changed.
    """
    procedure_id, contents = _card(session, [checked(tag).notice_id for tag in new])
    _compare(session, procedure_id, version)
    known = latest(tag_reading.of_procedures(session, [procedure_id]).get(procedure_id, ()))
    rows = [
        _placed(tag, contents[tag.notice_id]) | {"card_version": version}
        for tag in new
        if proposed or not _says_the_same(known.get(tag.key), tag)
    ]
    common = {"author": author, "created_at": now, "proposed": proposed}
    return store(session, [row | common for row in rows], [] if proposed else [procedure_id])


def accept(session: Session, ids: Iterable[int], *, by: str, now: datetime) -> int:
    """Let proposals count from now on; how many were waiting."""
    waiting = (TagRow.proposed, TagRow.accepted_at.is_(None), TagRow.undone_at.is_(None))
    return _change(session, ids, waiting, {"accepted_at": now, "accepted_by": by})


def undo(
    session: Session, ids: Iterable[int], *, by: str, now: datetime, copies: bool = False
) -> int:
    """Take away the effect of tags, or decline proposals; how many had not been.

    With ``copies``, those that were applied to all from them too.
    """
    given = list(ids)
    if copies:
        given += session.scalars(select(TagRow.id).where(TagRow.copied_from.in_(given)))
    return _change(
        session, given, (TagRow.undone_at.is_(None),), {"undone_at": now, "undone_by": by}
    )


def proposals(session: Session, limit: int) -> list[Tag]:
    """The tags that wait for staff, oldest first."""
    query = (
        select(TagRow.__table__)
        .where(TagRow.proposed, TagRow.accepted_at.is_(None), TagRow.undone_at.is_(None))
        .order_by(TagRow.id)
        .limit(limit)
    )
    return [tag_reading.tag_of(row) for row in session.execute(query)]


def judged_with_tags(
    session: Session, rules: str, model: str | None
) -> Iterator[tuple[Notice, Verdict, tuple[Tag, ...]]]:
    """Every judged notice with its raw verdict and the tags that speak of it, by notice id.

    A page at a time. ``apply_tags`` of the verdict and these tags is what staff hold to be true;
    without tags, nobody said anything.
    """
    after = ""
    while True:
        page = session.execute(
            select(NoticeRow.id, NoticeRow.content_hash, NoticeRow.content)
            .where(NoticeRow.id > after)
            .order_by(NoticeRow.id)
            .limit(_PAGE)
        ).all()
        if not page:
            return
        raw = verdicts.raw_by_hashes(session, [row.content_hash for row in page], rules, model)
        tags = tag_reading.in_force(session, {row.id: row.content_hash for row in page})
        for row in page:
            verdict = raw.get(row.content_hash)
            if verdict is not None:
                own = concerning(verdict, tags.get(row.id, ()))
                yield notice_from_json(row.content), verdict, own
        after = page[-1].id


def columns(tag: NewTag) -> dict[str, Any]:
    """What the table holds of a tag, but who said it and when."""
    return {
        "notice_id": tag.notice_id,
        "lot": tag.lot,
        "question": tag.question,
        "answer": tag.answer,
        "quote": tag.quote,
        "quote_hash": quote_hash(tag.quote),
        "at": tag.at,
        "start": tag.start,
        "end": tag.end,
        "kinds": ",".join(tag.kinds),
        "reason": tag.reason,
        "comment": tag.comment,
    }


def store(
    session: Session, rows: Sequence[dict[str, Any]], procedure_ids: Iterable[int]
) -> list[int]:
    """Insert tags and mark the procedures in which they count; the ids, rising."""
    if not rows:
        return []
    ids = session.scalars(insert(TagRow).returning(TagRow.id), rows)
    made = sorted(ids)
    procedures.mark_tagged(session, procedure_ids)
    return made


def _card(session: Session, notice_ids: Iterable[str]) -> tuple[int, dict[str, Notice]]:
    """The one procedure of these notices, and the notices; it is locked until the end."""
    wanted = set(notice_ids)
    rows = session.execute(
        select(NoticeRow.id, NoticeRow.procedure_id, NoticeRow.content).where(
            NoticeRow.id.in_(wanted)
        )
    ).all()
    missing = wanted - {row.id for row in rows}
    if missing or not rows:
        raise TagRefusal(f"avis introuvable : {min(missing, default='aucun')}")
    homes = {row.procedure_id for row in rows}
    home = homes.pop()
    if homes or home is None:
        raise TagRefusal("ces avis ne sont pas d’une même consultation")
    session.execute(select(ProcedureRow.id).where(ProcedureRow.id == home).with_for_update())
    return home, {row.id: notice_from_json(row.content) for row in rows}


def _compare(session: Session, procedure_id: int, version: str | None) -> None:
    if version is not None and versions(session, [procedure_id]).get(procedure_id) != version:
        raise ChangedCardError


def _placed(tag: NewTag, notice: Notice) -> dict[str, Any]:
    """The tag's columns; a missed passage gets its place and the notice's own words."""
    row = columns(tag)
    if tag.answer != "missed" or tag.quote is None:
        return row
    spot = find(tag.quote, notice, at=tag.at, start=tag.start)
    if spot is None:
        raise TagRefusal(f"ce passage n’est pas dans l’avis {notice.id}")
    at, start, end, quote = spot
    return row | {"at": at, "start": start, "end": end, "quote": quote}


def _says_the_same(known: Tag | None, tag: NewTag) -> bool:
    return known is not None and (known.answer, known.reason, known.kinds) == (
        tag.answer,
        tag.reason,
        tag.kinds,
    )


def _change(
    session: Session,
    ids: Iterable[int],
    condition: Sequence[ColumnExpressionArgument[bool]],
    values: dict[str, Any],
) -> int:
    """Change the tags that are as ``condition`` says, once, whoever else tries."""
    changed: list[int] = []
    for chunk in sql.chunks(ids):
        statement = update(TagRow).where(TagRow.id.in_(chunk), *condition).values(values)
        changed += session.scalars(statement.returning(TagRow.id))
    homes: set[int | None] = set()
    for chunk in sql.chunks(changed):
        homes.update(
            session.scalars(
                select(NoticeRow.procedure_id)
                .join(TagRow, TagRow.notice_id == NoticeRow.id)
                .where(TagRow.id.in_(chunk))
            )
        )
    procedures.mark_tagged(session, (home for home in homes if home is not None))
    return len(changed)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:_VERSION_LENGTH]
