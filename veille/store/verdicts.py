"""Verdicts, keyed by what was judged and by what: notice hash, rules, model.

What is handed out is what staff's tags make of them; the raw ones are for learning and review.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from veille.core.interchange import notice_from_json, verdict_from_json, verdict_to_json
from veille.core.notices import Notice
from veille.core.tagging import apply_tags
from veille.core.tags import ASKED, quote_hash
from veille.core.verdicts import Evidence, Verdict
from veille.store import sql, tag_reading
from veille.store.models import NoticeRow, SignalRow, VerdictRow

_SELECT_HASHES = (
    select(NoticeRow.id, NoticeRow.content_hash)
    .where(NoticeRow.id > bindparam("after"))
    .order_by(NoticeRow.id)
    .limit(2 * sql.CHUNK)
)
_SELECT_NOTICES = (
    select(NoticeRow.content_hash, NoticeRow.content)
    .where(NoticeRow.id.in_(sql.listed("ids")))
    .order_by(NoticeRow.id)
)

Subject = tuple[str, str, str]
"""Notice hash, rules, model (empty where none was used)."""


def missing(
    session: Session, rules: str, model: str | None, limit: int, after: str = ""
) -> list[tuple[str, Notice]]:
    """Notices without a verdict of these rules and this model, each with its hash, by notice id.

    ``after`` is the last notice id already handed out: a loop over batches then reads each notice
    once.
    """
    ids: list[str] = []
    while len(ids) < limit:
        page = session.execute(_SELECT_HASHES, {"after": after}).all()
        if not page:
            break
        judged = _judged(session, [row.content_hash for row in page], rules, model)
        ids.extend(row.id for row in page if row.content_hash not in judged)
        after = page[-1].id
    return [
        (row.content_hash, notice_from_json(row.content))
        for chunk in sql.chunks(ids[:limit])
        for row in session.execute(_SELECT_NOTICES, {"ids": chunk})
    ]


def _judged(session: Session, hashes: Iterable[str], rules: str, model: str | None) -> set[str]:
    """Looked up hash by hash, not joined: a join without statistics would compare all with all."""
    found: set[str] = set()
    for chunk in sql.chunks(hashes):
        found.update(
            session.scalars(
                select(VerdictRow.notice_hash).where(
                    VerdictRow.notice_hash.in_(chunk),
                    VerdictRow.rules == rules,
                    VerdictRow.model == (model or ""),
                )
            )
        )
    return found


def save(session: Session, verdicts: Mapping[str, Verdict], now: datetime) -> int:
    """Store verdicts by notice hash, with their evidence; gives how many were new.

    A verdict that is there already stays as it is: same notice, same rules and same model say
    the same.
    """
    subjects = {_subject(digest, verdict): verdict for digest, verdict in verdicts.items()}
    known = _ids(session, subjects)
    new = {subject: verdict for subject, verdict in subjects.items() if subject not in known}
    rows = [
        {
            "notice_hash": notice_hash,
            "rules": rules,
            "model": model,
            "judged_at": now,
            "content": verdict_to_json(verdict),
        }
        for (notice_hash, rules, model), verdict in new.items()
    ]
    sql.insert_new(session, VerdictRow, rows)
    ids = _ids(session, new)
    signals = [row for subject, verdict in new.items() for row in _signals(ids[subject], verdict)]
    sql.insert_new(session, SignalRow, signals)
    return len(new)


def _subject(notice_hash: str, verdict: Verdict) -> Subject:
    return notice_hash, verdict.rules, verdict.model or ""


def _ids(session: Session, subjects: Iterable[Subject]) -> dict[Subject, int]:
    found: dict[Subject, int] = {}
    for chunk in sql.chunks(subjects):
        rows = session.execute(
            select(VerdictRow.notice_hash, VerdictRow.rules, VerdictRow.model, VerdictRow.id).where(
                VerdictRow.notice_hash.in_({notice_hash for notice_hash, _, _ in chunk})
            )
        )
        found.update(
            ((notice_hash, rules, model), verdict_id)
            for notice_hash, rules, model, verdict_id in rows
        )
    return found


def _signals(verdict_id: int, verdict: Verdict) -> Iterable[dict[str, Any]]:
    for position, evidence in enumerate(verdict.evidence):
        yield {
            "verdict_id": verdict_id,
            "position": position,
            "signal": evidence.signal,
            "question": evidence.for_,
            "lot": evidence.lot,
            "rule": evidence.rule,
            "at": evidence.at,
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
            "quote_hash": quote_hash(evidence.quote) if _can_be_tagged(evidence) else None,
        }


def _can_be_tagged(evidence: Evidence) -> bool:
    return evidence.for_ in ASKED and evidence.quote is not None


def by_hashes(
    session: Session, hashes: Iterable[str], rules: str, model: str | None
) -> dict[str, Verdict]:
    """The verdicts of these rules and this model, by notice hash, as staff corrected them."""
    return effective(session, raw_by_hashes(session, hashes, rules, model))


def raw_by_hashes(
    session: Session, hashes: Iterable[str], rules: str, model: str | None
) -> dict[str, Verdict]:
    """The verdicts of these rules and this model, by notice hash, without what staff said."""
    found: dict[str, Verdict] = {}
    for chunk in sql.chunks(hashes):
        rows = session.execute(
            select(VerdictRow.notice_hash, VerdictRow.content).where(
                VerdictRow.notice_hash.in_(chunk),
                VerdictRow.rules == rules,
                VerdictRow.model == (model or ""),
            )
        )
        found.update((digest, verdict_from_json(content)) for digest, content in rows)
    return found


def for_notices(
    session: Session, ids: Iterable[str], rules: str, model: str | None
) -> dict[str, Verdict]:
    """The verdicts of these rules and this model on these notices as they are now, by notice id,

    as staff corrected them.
    """
    hashes: dict[str, str] = {}
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(NoticeRow.content_hash, NoticeRow.id).where(NoticeRow.id.in_(chunk))
        )
        hashes.update((digest, notice_id) for digest, notice_id in rows)
    found = by_hashes(session, hashes, rules, model)
    return {hashes[digest]: verdict for digest, verdict in found.items()}


def effective(session: Session, raw: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """These verdicts, by notice hash, with the tags that count for each."""
    tags = tag_reading.in_force(session, {verdict.id: digest for digest, verdict in raw.items()})
    return {
        digest: apply_tags(verdict, tags[verdict.id]) if verdict.id in tags else verdict
        for digest, verdict in raw.items()
    }
