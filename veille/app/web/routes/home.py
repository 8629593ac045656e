"""The front page, and whether the site is well."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veille.app.web.archive import listed
from veille.app.web.pages import page
from veille.app.web.site import site_of

router = APIRouter(include_in_schema=False)

_LATEST = 3


@router.get("/")
def home(request: Request) -> Response:
    """What the watch is, and its last editions where the archive is public."""
    return page(request, "home.html.j2", editions=listed(site_of(request))[:_LATEST])


@router.get("/sante")
def health(request: Request) -> Response:
    """Whether the store answers: 200, else the error page of a store that does not (503)."""
    site_of(request).store.ping()
    return JSONResponse({"status": "ok"})


@router.get("/robots.txt")
def robots() -> Response:
    """Pages that hold the text of notices say ``noindex``; signed addresses are not for robots."""
    closed = (
        "/api/",
        "/confirmer/",
        "/mon-abonnement/",
        "/desabonnement/",
        "/mon-edition/",
        "/signaler/",
        "/flux/",
        "/equipe/",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return Response("\n".join(lines) + "\n", media_type="text/plain")
