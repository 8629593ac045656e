"""Hand-over: the lists of procedures that facilitators follow, and what they do about them."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.handover import desk, letter
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.procedure_page import named
from veille.app.web.routes import procedures
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.followed import (
    MOST_OFFERED,
    TABS,
    ListName,
    list_of,
    territory_of,
    time_of,
)
from veille.app.web.staff.pages import staff_page
from veille.core.areas import area
from veille.core.handover import OUTCOME_NAMES
from veille.core.refusals import Refusal
from veille.store import handovers
from veille.store.staff import Member

router = APIRouter(prefix="/equipe/suivi", include_in_schema=False)

_SAID = {
    "prise": "C’est noté : vous vous en occupez.",
    "territoire": "Votre territoire est enregistré.",
}

Action = Callable[[Session], int]


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """A list: one's own to begin with, what could be taken up where one has none."""
    return _lists(request, member)


@router.post("/{procedure_id}/prendre")
def claim(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """« Je m’en occupe », from the page of the procedure or from the list."""
    now, listed = site_of(request).clock(), posted.get("depuis") == "liste"

    def action(session: Session) -> int:
        return desk.claim(session, member, procedure_id, now)

    if not listed:
        return _do(request, procedure_id, posted, "prise", action)
    try:
        with site_of(request).store.transaction() as session:
            action(session)
    except Refusal as refusal:
        return _lists(request, member, fault=str(refusal), chosen="a-prendre")
    return seen(request, f"{router.prefix}?liste=a-prendre&fait=prise")


@router.post("/{procedure_id}/noter")
def note(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """What was done."""

    def action(session: Session) -> int:
        return desk.note(
            session,
            member,
            procedure_id,
            outcome=posted.get("fait", ""),
            done_on=posted.get("jour", ""),
            comment=posted.get("commentaire", ""),
            now=site_of(request).clock(),
        )

    return _do(request, procedure_id, posted, "note", action)


@router.post("/{procedure_id}/passer")
def pass_on(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """To a colleague, who is told by mail in the same transaction."""
    site, now = site_of(request), site_of(request).clock()
    to, word = posted.get("a", ""), posted.get("mot", "")

    def action(session: Session) -> int:
        number = int(to) if to.isascii() and to.isdigit() and len(to) < 19 else 0
        own, other = desk.pass_on(session, member, procedure_id, number, word, now)
        letter.tell(
            session,
            site.settings,
            member,
            other,
            own,
            title=named(session, own, now) or f"Consultation n° {own}",
            when=time_of(session, own, now),
            word=word.strip() or None,
            now=now,
        )
        return own

    return _do(request, procedure_id, posted, "passee", action)


@router.post("/{procedure_id}/rendre")
def release(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """Let it go."""
    now = site_of(request).clock()
    return _do(
        request,
        procedure_id,
        posted,
        "rendue",
        lambda session: desk.release(session, member, procedure_id, now),
    )


def _do(request: Request, procedure_id: int, posted: Posted, done: str, action: Action) -> Response:
    """Act, then show the procedure again; a refusal is said there, and nothing typed is lost."""
    try:
        with site_of(request).store.transaction() as session:
            own = action(session)
    except desk.UnknownProcedureError:
        return procedures.show(request, procedure_id)
    except Refusal as refusal:
        return procedures.show(
            request,
            procedure_id,
            fault=str(refusal),
            status=HTTPStatus.BAD_REQUEST,
            filled=posted,
        )
    return seen(request, f"/consultations/{own}?fait={done}#suivi")


def _lists(
    request: Request, member: Member, *, fault: str | None = None, chosen: ListName | None = None
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        has_some = member.id in handovers.holders(session, member.organisation).values()
        asked = chosen or _asked(request, has_some=has_some)
        found = list_of(session, site, member, asked)
        where, is_chosen = territory_of(session, site, member)
    return staff_page(
        request,
        member,
        "staff/handover/lists.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        tabs=TABS,
        outcomes=OUTCOME_NAMES,
        chosen=asked,
        found=found,
        most=MOST_OFFERED,
        where=[area(code).label for code in where],
        is_chosen=is_chosen,
        may_act=member.role != "reader",
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
    )


def _asked(request: Request, *, has_some: bool) -> ListName:
    text = request.query_params.get("liste", "")
    found: ListName | None = next((name for name in TABS if name == text), None)
    return found or ("miennes" if has_some else "a-prendre")
