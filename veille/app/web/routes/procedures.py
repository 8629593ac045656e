"""The page of a procedure, for anyone who has its address."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.web.pages import moved, page
from veille.app.web.posted import RowId
from veille.app.web.procedure_page import procedure_page
from veille.app.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get("/consultations/{procedure_id}")
def procedure(request: Request, procedure_id: RowId) -> Response:
    """What is known of it and its publications; a merged one leads to what it became."""
    found = procedure_page(site_of(request), procedure_id)
    if found is None:
        raise HTTPException(404)
    if found.id != procedure_id:
        return moved(request, f"/consultations/{found.id}")
    return page(request, "procedure.html.j2", shown=found)
