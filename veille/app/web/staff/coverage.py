"""Coverage: what share of consultations is seen, by source and by platform, and what to do."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.coverage.desk import Shown, shown
from veille.app.sheets import CSV, csv_of
from veille.app.sources.warning import PAGE as SOURCES
from veille.app.web.site import site_of
from veille.app.web.staff.access import Reader
from veille.app.web.staff.pages import staff_page

PAGE = f"{SOURCES}/couverture"

router = APIRouter(prefix=PAGE, include_in_schema=False)


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """The tables of the last twelve months, or of a quarter."""
    return staff_page(request, member, "staff/sources/coverage.html.j2", found=_shown(request))


@router.get("/{table}.csv")
def table_file(request: Request, member: Reader, table: str) -> Response:
    """One of the tables, for a spreadsheet."""
    found = _shown(request)
    held = found.table(table)
    if held is None:
        raise HTTPException(404)
    name = f"couverture-{held.code}-{found.span.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(csv_of(held.columns, held.safe_rows), media_type=CSV, headers=headers)


def _shown(request: Request) -> Shown:
    site = site_of(request)
    return shown(site.store, request.query_params.get("periode", ""), site.clock())
