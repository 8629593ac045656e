"""One sentence on many cards: what staff say of it once is said of all, in a few statements."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.core.interchange import verdict_from_json
from veille.core.tags import Tag, TagRefusal, quote_hash
from veille.store import sql, tag_reading, tags
from veille.store.models import NoticeRow, SignalRow, TagRow, VerdictRow


def apply_to_all(
    session: Session, tag_id: int, rules: str, model: str | None, *, author: str, now: datetime
) -> int:
    """Say the same of every other card with the same sentence, whatever its lot; how many.

    Only where the verdicts of these rules and this model show the sentence, and where no tag that
    counts speaks of it yet.

    Raises:
        TagRefusal: there is no such tag that counts, or it is about a passage that was missed.
    """
    tag = _tag(session, tag_id)
    if tag is None or not tag.is_live:
        raise TagRefusal(f"étiquette {tag_id} introuvable, annulée ou en attente")
    if tag.answer == "missed" or tag.quote is None:
        raise TagRefusal("seule une phrase que la veille a relevée se retrouve sur d’autres fiches")
    homes = _cards_with(session, tag, rules, model)
    spoken = _spoken_of(session, tag)
    new = {home: notice_id for home, notice_id in homes.items() if home not in spoken}
    row = tags.columns(tag) | {
        "lot": None,
        "author": author,
        "created_at": now,
        "copied_from": tag.id,
    }
    tags.store(session, [row | {"notice_id": notice_id} for notice_id in new.values()], new)
    return len(new)


def _tag(session: Session, tag_id: int) -> Tag | None:
    row = session.execute(select(TagRow.__table__).where(TagRow.id == tag_id)).one_or_none()
    return None if row is None else tag_reading.tag_of(row)


def _cards_with(session: Session, tag: Tag, rules: str, model: str | None) -> dict[int, str]:
    """The procedures whose verdicts show the sentence, each with the newest notice that has it."""
    judged = session.execute(
        select(VerdictRow.notice_hash, VerdictRow.content)
        .join(SignalRow, SignalRow.verdict_id == VerdictRow.id)
        .where(
            SignalRow.quote_hash == quote_hash(tag.quote),
            SignalRow.question == tag.question,
            VerdictRow.rules == rules,
            VerdictRow.model == (model or ""),
        )
    )
    hashes = {verdict_from_json(row.content).id: row.notice_hash for row in judged}
    homes: dict[int, str] = {}
    for chunk in sql.chunks(hashes):
        rows = session.execute(
            select(NoticeRow.id, NoticeRow.content_hash, NoticeRow.procedure_id)
            .where(NoticeRow.id.in_(chunk), NoticeRow.procedure_id.is_not(None))
            .order_by(NoticeRow.published_on, NoticeRow.id)
        )
        homes.update(
            (row.procedure_id, row.id) for row in rows if row.content_hash == hashes[row.id]
        )
    return homes


def _spoken_of(session: Session, tag: Tag) -> set[int | None]:
    """The procedures where a tag that counts speaks of the sentence."""
    rows = session.execute(
        select(NoticeRow.procedure_id, TagRow.__table__)
        .join(TagRow, TagRow.notice_id == NoticeRow.id)
        .where(TagRow.quote_hash == quote_hash(tag.quote), TagRow.question == tag.question)
    )
    return {row.procedure_id for row in rows if tag_reading.tag_of(row).is_live}
