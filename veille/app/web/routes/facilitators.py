"""The public directory: whom to turn to for social clauses, commune by commune."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsletters.lines import FACILITATORS
from veille.app.domain_tables import tables_in
from veille.app.web.facilitation import commune_lines, epci_lines
from veille.app.web.pages import page
from veille.app.web.site import site_of
from veille.core.commune_search import find_communes
from veille.core.reference import communes as register
from veille.core.reference.facilitators import COORDINATION

router = APIRouter(prefix=FACILITATORS, include_in_schema=False)

_LONGEST = 100


@router.get("")
def directory(request: Request) -> Response:
    """Every intercommunality; with a name or a postcode, the communes that are meant."""
    asked = request.query_params.get("commune", "").strip()[:_LONGEST]
    with site_of(request).store.read() as session:
        tables = tables_in(session)
    return page(
        request,
        "facilitators.html.j2",
        asked=asked,
        found=commune_lines(tables, find_communes(asked)) if asked else (),
        epcis=epci_lines(tables),
        coordination=COORDINATION,
    )


@router.get("/{insee}")
def commune(request: Request, insee: str) -> Response:
    """Whom to turn to for one commune of the Hérault."""
    known = register.commune(insee)
    if known is None:
        raise HTTPException(404)
    with site_of(request).store.read() as session:
        (line,) = commune_lines(tables_in(session), [known])
    return page(request, "facilitator.html.j2", line=line, coordination=COORDINATION)
