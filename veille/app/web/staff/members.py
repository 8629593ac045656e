"""Members of staff: who may come in, with which role."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import staffing
from veille.app.people.staffing import ROLE_NAMES
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin
from veille.app.web.staff.pages import staff_page
from veille.core.asking import named
from veille.core.refusals import Refusal
from veille.store import staff
from veille.store.staff import Member

router = APIRouter(prefix=f"{staffing.PAGE}/membres", include_in_schema=False)

_SAID = {
    "ajout": "C’est enregistré : cette personne peut entrer avec son adresse.",
    "role": "Le rôle est changé.",
    "fin": "Cette personne ne peut plus entrer.",
}
_EMPTY = {"adresse": "", "nom": "", "role": "facilitator"}


@router.get("")
def show(request: Request, member: Admin) -> Response:
    """Everybody, those who left last."""
    return _page(request, member)


@router.post("")
def add(request: Request, member: Admin, posted: Posted) -> Response:
    """Let somebody in from now on."""
    site = site_of(request)
    form = {name: posted.get(name, "") for name in _EMPTY}
    try:
        with site.store.transaction() as session:
            staffing.add(
                session,
                site.settings.organisation,
                form["adresse"],
                role=named(ROLE_NAMES, form["role"]),
                name=form["nom"] or None,
                now=site.clock(),
                by=member,
            )
    except Refusal as refusal:
        return _page(request, member, form=form, fault=str(refusal), status=400)
    return seen(request, f"{router.prefix}?fait=ajout")


@router.post("/{staff_id}/role")
def change_role(request: Request, member: Admin, staff_id: RowId, posted: Posted) -> Response:
    """Another role, from the next page on."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            role = named(ROLE_NAMES, posted.get("role", ""))
            staffing.change_role(session, staff_id, role, site.clock(), by=member)
    except Refusal as refusal:
        return _page(request, member, fault=str(refusal), status=400)
    return seen(request, f"{router.prefix}?fait=role")


@router.post("/{staff_id}/fin")
def end(request: Request, member: Admin, staff_id: RowId) -> Response:
    """Somebody leaves: they are out at once."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            staffing.end(session, staff_id, site.clock(), by=member)
    except Refusal as refusal:
        return _page(request, member, fault=str(refusal), status=400)
    return seen(request, f"{router.prefix}?fait=fin")


def _page(
    request: Request,
    member: Member,
    *,
    form: Mapping[str, str] | None = None,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        known = staff.every(session, site.settings.organisation)
    return staff_page(
        request,
        member,
        "staff/members.html.j2",
        status,
        members=sorted(known, key=lambda one: one.ended_at is not None),
        roles=ROLE_NAMES,
        form=form or _EMPTY,
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
    )
