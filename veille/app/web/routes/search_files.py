"""What a search finds as a file: CSV, XLSX, JSON; the same address as its page, ended otherwise."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from veille.app.web import search_exports
from veille.app.web.search_exports import Export
from veille.app.web.search_form import SearchForm
from veille.app.web.site import base_of, site_of

router = APIRouter(include_in_schema=False)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/recherche.csv")
def as_csv(request: Request) -> Response:
    """For French spreadsheets; read and sent a part at a time."""
    lines = search_exports.as_csv(_export(request))
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=_named("csv"))


@router.get("/recherche.xlsx")
def as_xlsx(request: Request) -> Response:
    """One sheet."""
    return Response(
        search_exports.as_xlsx(_export(request)), media_type=_XLSX, headers=_named("xlsx")
    )


@router.get("/recherche.json")
def as_json(request: Request) -> Response:
    """In the shapes of the API; read and sent a part at a time."""
    parts = search_exports.as_json(_export(request))
    return StreamingResponse(parts, media_type="application/json", headers=_named("json"))


def _export(request: Request) -> Export:
    site, form = site_of(request), SearchForm(request.query_params)
    return search_exports.prepared(site.store, form.search(), site.clock(), base_of(request))


def _named(kind: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="recherche.{kind}"',
        "X-Robots-Tag": "noindex",
    }
