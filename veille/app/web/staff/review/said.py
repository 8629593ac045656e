"""What a form of a card says: a tag on a sentence, on a missed passage, on the whole card."""

from collections.abc import Mapping
from dataclasses import replace

from veille.app.review.tagging import tag_from
from veille.app.web.staff.review.sentences import Sentence
from veille.core.tags import NewTag, TagRefusal

Fields = Mapping[str, str]

_FALSE = "false_positive"
_LONGEST_OFFSET = 9  # digits


def of_sentence(sentence: Sentence, fields: Fields, kinds: list[str]) -> NewTag:
    """The tag that a form says of a sentence: ``dire`` is ``right``, ``kind`` or ``false_positive``

    with a reason after a full stop.

    Raises:
        TagRefusal: it says nothing that can be taken.
    """
    answer, _, reason = fields.get("dire", "").partition(".")
    return tag_from(
        {
            "notice": sentence.notice_id,
            "question": sentence.question,
            "answer": answer,
            "quote": sentence.quote,
            "lot": fields.get("lot", ""),
            "reason": reason if answer == _FALSE else "",
            "kinds": " ".join(kinds) if answer == "kind" else "",
            "comment": fields.get("commentaire", "").strip(),
        }
    )


def of_passage(notice_id: str, fields: Fields, kinds: list[str]) -> NewTag:
    """The tag of a passage that nobody saw, placed where the script says it was selected.

    ``types`` are those of the question that was chosen: the others are left out.

    Raises:
        TagRefusal: it says nothing that can be taken.
    """
    question = fields.get("question", "")
    tag = tag_from(
        {
            "notice": notice_id,
            "question": question,
            "answer": "missed",
            "quote": fields.get("passage", "").replace("\r\n", "\n").strip(),
            "lot": fields.get("lot", ""),
            "kinds": " ".join(
                kind
                for named, _, kind in (one.partition(".") for one in kinds)
                if named == question
            ),
            "comment": fields.get("commentaire", "").strip(),
        }
    )
    if not (tag.quote or "").strip():
        raise TagRefusal("sélectionner ou coller le passage")
    start = _offset(fields.get("debut", ""))
    at = fields.get("endroit", "")
    if start is None or not at:
        return tag
    return replace(tag, at=at, start=start, end=start + len(tag.quote or ""))


def of_card(notice_id: str, fields: Fields) -> NewTag:
    """That nothing was missed in the card.

    Raises:
        TagRefusal: the comment is too long.
    """
    comment = fields.get("commentaire", "").strip()
    return tag_from(
        {"notice": notice_id, "question": "clause", "answer": "right", "comment": comment}
    )


def _offset(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_OFFSET else None
