"""Who is signed in: a cookie holds a key, the store says whose it is and whether it still is."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import staffing
from veille.app.web.site import Site, site_of
from veille.store.staff import Member, Role


def cookie_name(site: Site) -> str:
    """A name that browsers keep for this very host, where the site allows it."""
    return "__Host-veille" if _is_https(site) and not site.root else "veille"


def member_of(request: Request) -> Member | None:
    """Who is signed in; null for a visitor. Changes nothing."""
    site = site_of(request)
    key = request.cookies.get(cookie_name(site), "")
    with site.store.read() as session:
        return staffing.signed_in(session, key, site.clock())


def require(request: Request, *roles: Role) -> Member:
    """Who is signed in with one of these roles.

    Raises:
        HTTPException: 403, nobody is, or with another role.
    """
    member = member_of(request)
    if member is None or member.role not in roles:
        raise HTTPException(403)
    return member


def remember(request: Request, response: Response, key: str) -> None:
    """Give the browser the key; scripts and other sites' requests never have it."""
    site = site_of(request)
    response.set_cookie(
        cookie_name(site),
        key,
        max_age=int(staffing.SESSION_LASTS.total_seconds()),
        path=site.root or "/",
        secure=_is_https(site),
        httponly=True,
        samesite="lax",
    )


def forget(request: Request, response: Response) -> None:
    """Take the key back."""
    site = site_of(request)
    response.delete_cookie(
        cookie_name(site),
        path=site.root or "/",
        secure=_is_https(site),
        httponly=True,
        samesite="lax",
    )


def _is_https(site: Site) -> bool:
    return (site.base or "").startswith("https://")
