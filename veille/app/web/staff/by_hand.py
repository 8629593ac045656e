"""A tender typed in by staff: its verdict is shown before it is kept."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, BackgroundTasks
from starlette.requests import Request
from starlette.responses import Response

from veille.app.by_hand import finishing
from veille.app.by_hand.looking import Looked, look
from veille.app.by_hand.saving import save
from veille.app.by_hand.typed import LONGEST_TEXT, LONGEST_TITLE, TypedError, record_of
from veille.app.domain_tables import tables_of
from veille.app.web.listing import listed_page
from veille.app.web.offers import offer
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.procedure_page import page_of
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.pages import staff_page
from veille.core.refusals import Refusal
from veille.store.staff import Member

router = APIRouter(prefix="/equipe/ajouter", include_in_schema=False)


@router.get("")
def ask(request: Request, member: Facilitator) -> Response:
    """The form."""
    return _page(request, member, {})


@router.post("/apercu")
def try_out(request: Request, member: Facilitator, posted: Posted) -> Response:
    """What the rules say of it, and what it looks like. Changes nothing."""
    site = site_of(request)
    try:
        record = record_of(posted)
    except TypedError as refusal:
        return _page(request, member, posted, fault=refusal)
    with site.store.read() as session:
        looked = look(session, record, site.clock())
    return _page(request, member, posted, looked=looked)


@router.post("")
def add(request: Request, member: Facilitator, posted: Posted, tasks: BackgroundTasks) -> Response:
    """Keep it; the model judges it after the answer."""
    site, now = site_of(request), site_of(request).clock()
    try:
        saved = save(site.store, member, record_of(posted), now)
    except Refusal as refusal:
        return _page(request, member, posted, fault=refusal)
    if saved.is_new:
        tasks.add_task(finishing.finish, site.settings, now)
    said = "saisie" if saved.is_new else "connue"
    return seen(request, f"/consultations/{saved.procedure_id}?fait={said}#suivi")


def _page(
    request: Request,
    member: Member,
    filled: Mapping[str, str],
    *,
    looked: Looked | None = None,
    fault: Refusal | None = None,
) -> Response:
    site, now = site_of(request), site_of(request).clock()
    return staff_page(
        request,
        member,
        "staff/by_hand/add.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        filled=filled,
        sectors=offer(site.settings.territories).sectors,
        preview=page_of(looked.procedure, now, None, tables_of(site.store)) if looked else None,
        alike=listed_page(looked.alike, now) if looked else (),
        is_known=looked.is_known if looked else False,
        fault=str(fault) if fault else None,
        wrong=fault.field if isinstance(fault, TypedError) else None,
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
    )
