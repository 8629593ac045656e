"""Open data: what anyone may take away, and how."""

from datetime import date, timedelta

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from veille.app.open_data import dump
from veille.app.open_data.ocds import MOST_DAYS, PeriodError, Shape, checked_period, package
from veille.app.web.pages import page
from veille.app.web.site import base_of, site_of
from veille.core.clock import Week, paris

router = APIRouter(prefix="/donnees-ouvertes", include_in_schema=False)

_KINDS = {dump.CSV_FILE: "text/csv; charset=utf-8", dump.LINES_FILE: "application/x-ndjson"}


@router.get("")
def show(request: Request) -> Response:
    """What there is, and the form for a package of a period."""
    site = site_of(request)
    last = Week.of(paris(site.clock()).date() - timedelta(days=7))
    return page(
        request,
        "open_data.html.j2",
        dump=dump.last(site.settings),
        since=last.monday.isoformat(),
        until=last.sunday.isoformat(),
        most=MOST_DAYS,
    )


@router.get("/consultations.csv")
def as_csv(request: Request) -> Response:
    """The dump as a table."""
    return _file(request, dump.CSV_FILE)


@router.get("/consultations.jsonl")
def as_lines(request: Request) -> Response:
    """The dump, a procedure a line."""
    return _file(request, dump.LINES_FILE)


@router.get("/releases.json")
def releases(request: Request) -> Response:
    """The OCDS releases of a period (``du``, ``au``, both included)."""
    return _package(request, "releases")


@router.get("/records.json")
def records(request: Request) -> Response:
    """The OCDS records of what had a publication in a period."""
    return _package(request, "records")


def _file(request: Request, name: str) -> Response:
    settings = site_of(request).settings
    if dump.last(settings) is None:
        raise HTTPException(404, "Ce fichier n’a pas encore été fait : il l’est chaque jour.")
    return FileResponse(dump.folder_of(settings) / name, media_type=_KINDS[name], filename=name)


def _package(request: Request, shape: Shape) -> Response:
    site, base = site_of(request), base_of(request)
    since, until = _day(request, "du"), _day(request, "au")
    checked_period(since, until, most=MOST_DAYS)
    uri = f"{base}{router.prefix}/{shape}.json?du={since}&au={until}"
    with site.store.read() as session:
        made = package(session, site.settings, shape, since, until, uri=uri, now=site.clock())
    return JSONResponse(made)


def _day(request: Request, name: str) -> date:
    try:
        return date.fromisoformat(request.query_params.get(name, ""))
    except ValueError:
        raise PeriodError("une période s’écrit « du=2026-11-09&au=2026-11-15 »") from None
