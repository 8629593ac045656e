"""What people proposed by the link of a mail, as staff read it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.review import wording
from veille.app.web.procedure_page import named
from veille.core.asking import KIND_NAMES
from veille.store import proposals
from veille.store.proposals import Proposed


@dataclass(frozen=True, slots=True)
class ProposedView:
    """A proposal in words: of which card, by whom, what."""

    one: Proposed
    title: str
    who: str
    said: str


def proposed_views(session: Session, now: datetime, *, most: int) -> list[ProposedView]:
    """The proposals that wait, the first first."""
    return [
        ProposedView(
            one=one,
            title=named(session, one.procedure_id, now) or f"Consultation n° {one.procedure_id}",
            who=_who(one),
            said=wording.said(one.tag),
        )
        for one in proposals.waiting(session, most=most)
    ]


def _who(one: Proposed) -> str:
    if one.who is None:
        return one.tag.author
    kind = KIND_NAMES.get(one.kind) if one.kind else None
    return f"{one.who} ({kind[0].lower()}{kind[1:]})" if kind else one.who
