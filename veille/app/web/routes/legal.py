"""Legal notice and personal data."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.legal import Legal, legal_details
from veille.app.web.pages import page

router = APIRouter(include_in_schema=False)


@router.get("/mentions-legales")
def legal_notice(request: Request) -> Response:
    """Who publishes the site."""
    return page(request, "legal/mentions.html.j2", legal=_details(request))


@router.get("/donnees-personnelles")
def personal_data(request: Request) -> Response:
    """What is kept of people, why, how long, and their rights."""
    return page(request, "legal/donnees.html.j2", legal=_details(request))


@router.get("/accessibilite")
def accessibility(request: Request) -> Response:
    """What was done for accessibility, and whom to tell."""
    return page(request, "accessibility.html.j2")


def _details(request: Request) -> Legal:
    return legal_details(request.app.state.site.settings)
