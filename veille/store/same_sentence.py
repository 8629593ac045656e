"""One sentence on many cards: what staff say of it once is said of all, in a few statements."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from veille.core.tags import Asked, Tag, TagRefusal, quote_hash
from veille.store import tag_reading, tags
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
    digest = quote_hash(tag.quote)
    homes = _cards_with(session, tag.question, digest, rules, model)
    spoken = _spoken_of(session, tag.question, digest)
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


def others(
    session: Session,
    said: tuple[Asked, str],
    home: int,
    rules: str,
    model: str | None,
    *,
    most: int,
) -> list[int]:
    """The other cards that « apply to all » would tag, ``most`` at most.

    ``said`` is a question and the hash of a sentence that was found in the card of ``home``.
    """
    question, digest = said
    spoken = {one for one in _spoken_of(session, question, digest) if one is not None}
    query = (
        _found(question, digest, rules, model)
        .with_only_columns(NoticeRow.procedure_id)
        .distinct()
        .order_by(NoticeRow.procedure_id)
        .limit(most + len(spoken) + 1)
    )
    found = {one for one in session.scalars(query) if one is not None}
    return sorted(found - spoken - {home})[:most]


def _cards_with(
    session: Session, question: Asked, digest: str, rules: str, model: str | None
) -> dict[int, str]:
    """The procedures whose verdicts show the sentence, each with the newest notice that has it."""
    rows = session.execute(
        _found(question, digest, rules, model).order_by(NoticeRow.published_on, NoticeRow.id)
    )
    return {row.procedure_id: row.id for row in rows}


def _found(question: Asked, digest: str, rules: str, model: str | None) -> Select[int | None, str]:
    """The notices, as they are now, in which these rules and this model found the sentence."""
    return (
        select(NoticeRow.procedure_id, NoticeRow.id)
        .join(VerdictRow, VerdictRow.notice_hash == NoticeRow.content_hash)
        .join(SignalRow, SignalRow.verdict_id == VerdictRow.id)
        .where(
            SignalRow.quote_hash == digest,
            SignalRow.question == question,
            VerdictRow.rules == rules,
            VerdictRow.model == (model or ""),
            NoticeRow.procedure_id.is_not(None),
        )
    )


def _spoken_of(session: Session, question: Asked, digest: str) -> set[int | None]:
    """The procedures where a tag that counts speaks of the sentence."""
    rows = session.execute(
        select(NoticeRow.procedure_id, TagRow.__table__)
        .join(TagRow, TagRow.notice_id == NoticeRow.id)
        .where(TagRow.quote_hash == digest, TagRow.question == question)
    )
    return {row.procedure_id for row in rows if tag_reading.tag_of(row).is_live}
