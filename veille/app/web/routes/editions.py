"""The archive of editions, as pages and as tables."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsletters.naming import edition_name
from newsletters.presentation import present
from veille.app.web import exports
from veille.app.web.archive import edition_at, listed
from veille.app.web.pages import page
from veille.app.web.posted import RowId
from veille.app.web.site import base_of, site_of
from veille.core.editions import Edition

router = APIRouter(prefix="/editions", include_in_schema=False)

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("")
def archive(request: Request) -> Response:
    """Every edition that was sent, newest first."""
    return page(request, "editions.html.j2", editions=listed(site_of(request)))


@router.get("/{edition_id}.csv")
def as_csv(request: Request, edition_id: RowId) -> Response:
    """An edition for a spreadsheet."""
    found = _found(request, edition_id)
    return _file(exports.as_csv(found, base_of(request)), "text/csv; charset=utf-8", found, "csv")


@router.get("/{edition_id}.xlsx")
def as_xlsx(request: Request, edition_id: RowId) -> Response:
    """The same as a workbook."""
    found = _found(request, edition_id)
    return _file(exports.as_xlsx(found, base_of(request)), _XLSX, found, "xlsx")


@router.get("/{edition_id}")
def edition(request: Request, edition_id: RowId) -> Response:
    """One edition, as it was frozen."""
    view = present(_found(request, edition_id))
    return page(request, "edition.html.j2", view=view, files=f"/editions/{edition_id}")


def _found(request: Request, edition_id: RowId) -> Edition:
    found = edition_at(site_of(request), edition_id)
    if found is None:
        raise HTTPException(404)
    return found


def _file(content: bytes, kind: str, found: Edition, suffix: str) -> Response:
    name = f"{edition_name(found)}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(content, media_type=kind, headers=headers)
