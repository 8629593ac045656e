"""The mail of a person in a browser, with every entry."""

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.signed_pages import VIEW, viewing
from veille.app.web.own_edition import own_edition
from veille.app.web.pages import page
from veille.app.web.site import site_of

router = APIRouter(include_in_schema=False)


@router.get(VIEW + "/{token}")
def show(request: Request, token: str) -> Response:
    """What the mail told, by the link that it carries; it names nobody and changes nothing."""
    site = site_of(request)
    who = viewing(site.settings.secret_keys, token, site.clock())
    with site.store.read() as session:
        view = own_edition(session, who)
    if view is None:
        raise HTTPException(404)
    return page(request, "edition.html.j2", view=view, files=None)
