"""Who is signed in: a cookie holds a key, the store says whose it is and whether it still is."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import staffing
from veille.app.web.site import Site, site_of
from veille.store.staff import Member


def cookie_name(site: Site) -> str:
    """A name that browsers keep for this very host, where the site allows it."""
    return "__Host-veille" if _is_https(site) and not site.root else "veille"


def member_of(request: Request) -> Member | None:
    """Who is signed in; null for a visitor. Changes nothing."""
    site = site_of(request)
    key = request.cookies.get(cookie_name(site), "")
    if not key:
        return None
    with site.store.read() as session:
        return staffing.signed_in(session, key, site.clock())


def remember(request: Request, response: Response, key: str) -> None:
    """Give the browser the key; scripts and other sites' requests never have it."""
    _give(site_of(request), response, "", key, staffing.SESSION_LASTS)


def forget(request: Request, response: Response) -> None:
    """Take the key back."""
    _give(site_of(request), response, "", "", timedelta(0))


def tab_of(request: Request) -> str:
    """The secret of the tab that asked for a code; empty when none did."""
    return request.cookies.get(f"{cookie_name(site_of(request))}-code", "")


def remember_tab(request: Request, response: Response, tab: str) -> None:
    """Give the browser the secret that a code goes with; an empty one takes it back."""
    _give(site_of(request), response, "-code", tab, staffing.LINK_LASTS if tab else timedelta(0))


def _give(site: Site, response: Response, suffix: str, value: str, lasts: timedelta) -> None:
    response.set_cookie(
        cookie_name(site) + suffix,
        value,
        max_age=int(lasts.total_seconds()),
        path=site.root or "/",
        secure=_is_https(site),
        httponly=True,
        samesite="lax",
    )


def _is_https(site: Site) -> bool:
    return (site.base or "").startswith("https://")
