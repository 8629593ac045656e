"""Signing in and out, for staff."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import staffing
from veille.app.people.staffing import PAGE, ROLE_NAMES
from veille.app.web.pages import page, seen
from veille.app.web.signed_in import cookie_name, forget, member_of, remember
from veille.app.web.site import site_of

router = APIRouter(prefix=PAGE, include_in_schema=False)


@router.get("")
def show(request: Request) -> Response:
    """Who is signed in, or how to."""
    member = member_of(request)
    role = ROLE_NAMES[member.role] if member else None
    return page(request, "staff.html.j2", member=member, role=role)


@router.get("/entrer/{secret}")
def ask(request: Request, secret: str) -> Response:
    """The button that uses the link: whatever fetches the address does not use it up."""
    return page(request, "staff_enter.html.j2")


@router.post("/entrer/{secret}")
def enter(request: Request, secret: str) -> Response:
    """Sign in, with a key that nobody had before; a session that was open is ended."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.transaction() as session:
        key = staffing.enter(session, secret, now)
        staffing.sign_out(session, request.cookies.get(cookie_name(site), ""), now)
    response = seen(request, PAGE)
    remember(request, response, key)
    return response


@router.post("/sortir")
def leave(request: Request) -> Response:
    """Sign out, here and in the store."""
    site = site_of(request)
    with site.store.transaction() as session:
        staffing.sign_out(session, request.cookies.get(cookie_name(site), ""), site.clock())
    response = seen(request, PAGE)
    forget(request, response)
    return response
