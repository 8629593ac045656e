"""The texts of a card's notices, their sentences marked; of long ones, what is around those."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from markupsafe import Markup

from newsletters import wording as told
from newsletters.plain import safe_url
from veille.app.review import wording
from veille.app.web.history import kind_of_notice
from veille.app.web.staff.review.marked import marked
from veille.app.web.staff.review.sentences import Numbered, spans
from veille.core import french
from veille.core.linking import Rule
from veille.core.notices import Notice, passages
from veille.core.procedures import Procedure
from veille.core.review import ReviewCard

MOST_PASSAGES = 30
"""Texts of a notice without a quotation that are in view."""
MOST_CHARACTERS = 50_000
"""Of all texts of a card, above which they are shown whole only to whoever asks for it."""


@dataclass(frozen=True, slots=True)
class PassageView:
    """A text of a notice; ``at`` is its JSON Pointer."""

    at: str
    label: str
    html: Markup
    marked: bool


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice of the card: what it is, why it is here, its texts; ``rest`` are out of view."""

    id: str
    title: str
    url: str | None
    rule: str
    by_staff: bool
    passages: tuple[PassageView, ...]
    rest: tuple[PassageView, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The notices of a card, the last first, and how many characters their texts have.

    ``cut``: only what is around the sentences is here.
    """

    notices: tuple[NoticeView, ...]
    length: int
    cut: bool

    @property
    def long(self) -> bool:
        """Whether they are shown whole only to whoever asks for it."""
        return self.length > MOST_CHARACTERS


def texts_of(procedure: Procedure, card: ReviewCard, numbered: Numbered, *, whole: bool) -> Texts:
    """The texts of a procedure's notices; all of them where they are short, or asked for whole."""
    notices = tuple(reversed(procedure.notices))
    length = sum(len(passage.text) for one in notices for passage in passages(one))
    cut = length > MOST_CHARACTERS and not whole
    return Texts(
        tuple(_notice(one, procedure, card, numbered, cut=cut) for one in notices), length, cut
    )


def _notice(
    notice: Notice, procedure: Procedure, card: ReviewCard, numbered: Numbered, *, cut: bool
) -> NoticeView:
    marks = spans(notice, procedure, card, numbered.numbers)
    every = [
        PassageView(
            passage.at,
            passage.document or wording.field_label(passage.field, passage.lot),
            marked(passage.text, marks.get(passage.at, ()), cut=cut),
            passage.at in marks,
        )
        for passage in passages(notice)
    ]
    unmarked = [one for one in every if not one.marked]
    rest = {one.at for one in unmarked[MOST_PASSAGES:]}
    rule = procedure.linked_by.get(notice.id, "")
    return NoticeView(
        id=notice.id,
        title=_title(notice),
        url=safe_url(notice.links.notice if notice.links else None),
        rule=_LINKED.get(rule, rule),
        by_staff=rule == "staff",
        passages=tuple(one for one in every if one.at not in rest),
        rest=() if cut else tuple(one for one in every if one.at in rest),
    )


_RULES: tuple[Rule, ...] = get_args(Rule)
_LINKED: Mapping[str, str] = {str(rule): wording.LINKED[rule] for rule in _RULES}


def _title(notice: Notice) -> str:
    day = notice.published_on or notice.dispatched_on
    source = told.source_names((notice.source,))
    kind = kind_of_notice(notice)
    return f"{kind}, {source}, {french.long_date(day)}" if day else f"{kind}, {source}"
