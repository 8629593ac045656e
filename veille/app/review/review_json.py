"""Cards and tags as JSON, one a line, for whoever reviews with other tools."""

import json
from typing import Any

from veille.core.review import Line, Queued, ReviewCard
from veille.core.tags import Tag
from veille.core.verdicts import Clause, Reserved


def queued_json(one: Queued) -> str:
    """A card of the queue, and why it is there."""
    return _dump({"why": one.why, "detail": one.detail, **_card(one.card)})


def tag_json(tag: Tag) -> str:
    """A tag."""
    return _dump(_tag(tag))


def _card(card: ReviewCard) -> dict[str, Any]:
    known = card.facts
    return {
        "procedure": card.procedure_id,
        "version": card.version,
        "notices": card.notices,
        "title": known.title,
        "buyer": known.buyer.name if known.buyer else None,
        "published_on": known.published_on.isoformat() if known.published_on else None,
        "deadline": known.deadline.isoformat() if known.deadline else None,
        "reserved": _told(known.reserved),
        "clause": _told(known.clause),
        "potential": known.potential,
        "lines": [_line(line) for line in card.lines],
        "tags": [_tag(tag) for tag in card.tags],
        "lost": [tag.id for tag in card.lost],
    }


def _told(told: Reserved | Clause) -> dict[str, Any]:
    return {"answer": told.answer, "kinds": told.kinds, "lots": told.lots}


def _line(line: Line) -> dict[str, Any]:
    said = line.evidence
    return {
        "notice": line.notice_id,
        "question": said.for_,
        "lot": said.lot,
        "signal": said.signal,
        "rule": said.rule,
        "at": said.at,
        "start": said.start,
        "end": said.end,
        "quote": said.quote,
        "tag": line.tag.id if line.tag else None,
    }


def _tag(tag: Tag) -> dict[str, Any]:
    return {
        "id": tag.id,
        "notice": tag.notice_id,
        "lot": tag.lot,
        "quote": tag.quote,
        "question": tag.question,
        "answer": tag.answer,
        "reason": tag.reason,
        "kinds": tag.kinds,
        "comment": tag.comment,
        "author": tag.author,
        "created_at": tag.created_at.isoformat(),
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
