"""The page of a procedure, for anyone who has its address; staff see who follows it too."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.web.pages import moved, page
from veille.app.web.posted import RowId
from veille.app.web.procedure_page import procedure_page
from veille.app.web.signed_in import member_of
from veille.app.web.site import site_of
from veille.app.web.staff.handover_panel import handover_of
from veille.app.web.staff.pages import staff_page

router = APIRouter(include_in_schema=False)

_SAID = {
    "prise": "C’est noté : vous vous en occupez.",
    "note": "C’est noté.",
    "passee": "C’est fait : un message l’annonce à la personne choisie.",
    "rendue": "C’est noté : d’autres peuvent s’en occuper.",
    "saisie": "La consultation est enregistrée.",
    "rattachee": "Les documents sont rattachés à cette consultation.",
    "connue": "Cette consultation était déjà saisie, à l’identique : rien n’a changé.",
}


@router.get("/consultations/{procedure_id}")
def procedure(request: Request, procedure_id: RowId) -> Response:
    """What is known of it and its publications; a merged one leads to what it became."""
    return show(request, procedure_id)


def show(
    request: Request,
    procedure_id: int,
    *,
    fault: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    filled: Mapping[str, str] | None = None,
) -> Response:
    """The page; ``fault`` says what was refused of what staff ``filled`` in."""
    site, member = site_of(request), member_of(request)
    found = procedure_page(site, procedure_id)
    if found is None:
        raise HTTPException(404)
    if found.id != procedure_id:
        return moved(request, f"/consultations/{found.id}")
    if member is None:
        return page(request, "procedure.html.j2", status, shown=found, panel=None, member=None)
    with site.store.read() as session:
        panel = handover_of(session, member, found.id)
    said = _SAID.get(request.query_params.get("fait", ""))
    return staff_page(
        request,
        member,
        "procedure.html.j2",
        status,
        shown=found,
        panel=panel,
        said=said,
        fault=fault,
        filled=filled or {},
    )
