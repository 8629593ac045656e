"""The week's queue: what to tag first, how far it is, and what mails brought."""

from collections.abc import Callable
from datetime import datetime
from typing import get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import staffing
from veille.app.review import desk, wording
from veille.app.review.reviewing import WEEKS, Judges, judges, last_week
from veille.app.review.week import prepare
from veille.app.web.pages import seen
from veille.app.web.posted import RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.review.proposed import proposed_views
from veille.core.estimates import sentence
from veille.core.review import Why
from veille.core.tags import TagRefusal
from veille.store import Store, audit, proposals, review_queue
from veille.store.staff import Member

HOME = f"{staffing.PAGE}/relecture"
PROPOSALS = f"{HOME}/propositions"

router = APIRouter(prefix=HOME, include_in_schema=False)

Answer = Callable[[Store, Judges, Member, int, datetime], int]

_SHOWN = 100
_SAID = {
    "semaine": "La semaine est prête.",
    "finie": "C’était la dernière fiche : la file est vide.",
    "accepter": "Proposition acceptée : elle compte à partir de maintenant.",
    "ecarter": "Proposition écartée.",
}
_WHYS: tuple[Why, ...] = get_args(Why)


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """The cards that wait, in order."""
    site = site_of(request)
    asked = request.query_params.get("pourquoi", "")
    why = next((one for one in _WHYS if one == asked), None)
    with site.store.read() as session:
        begun = review_queue.last_week(session)
        progress = review_queue.progress(session)
        waiting = review_queue.waiting(session, why=why, most=_SHOWN)
        proposed = proposals.count(session)
    week = last_week(site.clock())
    total = progress.waiting.get(why, 0) if why else progress.left
    return staff_page(
        request,
        member,
        "staff/review/queue.html.j2",
        begun=begun,
        week=week,
        is_new=begun is None or begun.week < week.monday,
        progress=progress,
        whys=[(one, wording.WHYS[one], progress.waiting.get(one, 0)) for one in _WHYS],
        why=why,
        waiting=[(one, wording.why(one), wording.why_sentence(one)) for one in waiting],
        more=total - len(waiting),
        proposed=proposed,
        recall=sentence(begun.recall, WEEKS) if begun else None,
        said=_SAID.get(request.query_params.get("fait", "")),
        may_tag=member.role != "reader",
    )


@router.post("/semaine")
def begin(request: Request, member: Facilitator) -> Response:
    """Begin the week, or renew its queue: its samples are drawn the first time."""
    site = site_of(request)
    now, by = site.clock(), judges(site.store, site.settings)
    week = last_week(now)
    prepare(
        site.store,
        site.settings,
        by,
        now,
        member=member,
        noted=lambda session: audit.note(session, member, "review.sample", f"semaine {week}", now),
    )
    return seen(request, f"{HOME}?fait=semaine")


@router.get("/propositions")
def show_proposals(request: Request, member: Reader) -> Response:
    """What people said by the link of a mail, the first first."""
    return _proposals(request, member)


@router.post("/propositions/{tag_id}/accepter")
def accept(request: Request, member: Facilitator, tag_id: RowId) -> Response:
    """Let a proposal count."""
    return _answer(request, member, tag_id, desk.accept, "accepter")


@router.post("/propositions/{tag_id}/ecarter")
def decline(request: Request, member: Facilitator, tag_id: RowId) -> Response:
    """Say no to a proposal."""
    return _answer(request, member, tag_id, desk.decline, "ecarter")


def _answer(request: Request, member: Member, tag_id: int, answer: Answer, done: str) -> Response:
    site = site_of(request)
    try:
        answer(site.store, judges(site.store, site.settings), member, tag_id, site.clock())
    except TagRefusal as refusal:
        return _proposals(request, member, fault=str(refusal), status=409)
    return seen(request, f"{PROPOSALS}?fait={done}")


def _proposals(
    request: Request, member: Member, *, fault: str | None = None, status: int = 200
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        waiting = proposed_views(session, site.clock(), most=_SHOWN)
        total = proposals.count(session)
    return staff_page(
        request,
        member,
        "staff/review/proposals.html.j2",
        status,
        waiting=waiting,
        total=total,
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
        may_tag=member.role != "reader",
    )
