"""The areas that a member covers: what their lists are about."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.datastructures import ImmutableMultiDict
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.previewing import check_scope
from veille.app.web.offers import offer
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.pages import staff_page
from veille.app.web.subscription_form import Form
from veille.core.areas import area
from veille.core.french import join
from veille.core.refusals import Refusal
from veille.store import audit, staff_territories
from veille.store.staff import Member

router = APIRouter(prefix="/equipe/mon-territoire", include_in_schema=False)


@router.get("")
def show(request: Request, member: Facilitator) -> Response:
    """The areas chosen so far; none to begin with."""
    with site_of(request).store.read() as session:
        codes = staff_territories.of(session, member.id)
    return _page(request, member, _form_of(codes))


@router.post("")
def choose(request: Request, member: Facilitator, posted: Posted) -> Response:
    """Cover these and no other; without any, the whole of the watch."""
    site, form = site_of(request), Form(posted)
    try:
        asked = form.filter()
        check_scope(asked, site.settings.territories)
    except Refusal as refusal:
        return _page(request, member, form, str(refusal))
    words = join([area(code).label for code in asked.territories]) or "toute la veille"
    with site.store.transaction() as session:
        staff_territories.replace(session, member.id, asked.territories)
        audit.note(session, member, "staff.territory", words, site.clock())
    return seen(request, "/equipe/suivi?liste=a-prendre&fait=territoire")


def _form_of(codes: tuple[str, ...]) -> Form:
    small = [code for code in codes if area(code).level == "commune"]
    pairs = [("territoire", code) for code in codes if code not in small]
    pairs.append(("commune", ", ".join(area(code).label for code in small)))
    return Form(ImmutableMultiDict(pairs))


def _page(request: Request, member: Member, form: Form, fault: str | None = None) -> Response:
    return staff_page(
        request,
        member,
        "staff/handover/territory.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        form=form,
        offer=offer(site_of(request).settings.territories),
        fault=fault,
    )
