"""The observatory: the figures of a year, its drawings and its files, for anybody."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.observatory.drawing import drawing
from veille.app.observatory.files import as_csv, as_xlsx
from veille.app.sheets import CSV, XLSX
from veille.app.web.observatory_pages import (
    PREFIX,
    default_territory,
    lead,
    named_drawing,
    overview,
    shown,
    year_page,
)
from veille.app.web.pages import page, seen

router = APIRouter(prefix=PREFIX, include_in_schema=False)

YearNumber = Annotated[int, Path(ge=2000, le=2100)]
_KEPT = "public, max-age=31536000, immutable"
_CHOSEN = ("annee", "territoire")


@router.get("")
def latest(request: Request) -> Response:
    """The last whole year and the running one; choices made in the form lead to their page."""
    chosen = [request.query_params.get(name, "") for name in _CHOSEN]
    if all(chosen):
        return seen(request, _chosen_page(*chosen))
    return page(request, "observatory/latest.html.j2", **overview(request))


@router.get("/methode")
def method(request: Request) -> Response:
    """What is counted, how, and what is not."""
    return page(request, "observatory/method.html.j2")


@router.get("/{year}")
def default_year(request: Request, year: YearNumber) -> Response:
    """A year of the territory of the install."""
    return _year(request, year, default_territory(request))


@router.get("/{year}/imprimer")
def print_default(request: Request, year: YearNumber) -> Response:
    """The same on paper."""
    return _year(request, year, default_territory(request), "observatory/print.html.j2")


@router.get("/{year}/{territory}")
def one_year(request: Request, year: YearNumber, territory: str) -> Response:
    """A year of a territory."""
    return _year(request, year, territory)


@router.get("/{year}/{territory}/imprimer")
def print_year(request: Request, year: YearNumber, territory: str) -> Response:
    """The same on paper."""
    return _year(request, year, territory, "observatory/print.html.j2")


@router.get("/{year}/{territory}/observatoire.xlsx")
def workbook(request: Request, year: YearNumber, territory: str) -> Response:
    """Every table of the year, a sheet each."""
    found = year_page(request, year, territory)
    content = as_xlsx(lead(request, found), found.sections)
    return _file(content, XLSX, f"observatoire-{year}-{found.where.code}.xlsx")


@router.get("/{year}/{territory}/{section}.csv")
def table(request: Request, year: YearNumber, territory: str, section: str) -> Response:
    """One table for a spreadsheet."""
    found = year_page(request, year, territory)
    one = found.section(section)
    if one is None:
        raise HTTPException(404)
    return _file(as_csv(one.table), CSV, f"observatoire-{year}-{found.where.code}-{one.code}.csv")


@router.get("/{year}/{territory}/dessins/{name}")
def image(request: Request, year: YearNumber, territory: str, name: str) -> Response:
    """The drawing of a section; kept by browsers while its address says what is drawn."""
    asked = named_drawing(name)
    if asked is None:
        raise HTTPException(404)
    code, fingerprint, form = asked
    one = year_page(request, year, territory).section(code)
    if one is None or one.chart is None:
        raise HTTPException(404)
    kind = "image/png" if form == "png" else "image/svg+xml"
    headers = {"Cache-Control": _KEPT} if fingerprint == one.fingerprint else {}
    return Response(drawing(one, form), media_type=kind, headers=headers)


def _year(
    request: Request, year: int, territory: str, template: str = "observatory/year.html.j2"
) -> Response:
    found = year_page(request, year, territory)
    return page(request, template, HTTPStatus.OK, **shown(request, found))


def _chosen_page(year: str, territory: str) -> str:
    """The page of what was chosen; anything else leads back to the first page."""
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    is_code = territory.isascii() and territory.isalnum()
    return f"{PREFIX}/{year}/{territory}" if is_year and is_code else PREFIX


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(content, media_type=kind, headers=headers)
