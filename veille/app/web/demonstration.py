"""The demonstration: members of staff who are invented, for a look at the sample on one's machine.

It is there only for a browser on this very machine, on a store in which everything is invented.
"""

from datetime import datetime
from ipaddress import ip_address

from sqlalchemy.orm import Session
from starlette.requests import Request

from veille.app.people import staffing
from veille.app.web.site import site_of
from veille.store import notices
from veille.store.staff import Role

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_open(request: Request) -> bool:
    """Whether this request may sign in without proof.

    The site was opened as a demonstration, the browser is here and not behind a proxy, it calls
    the site by a name of this machine (not by one that was made to lead here), and the store
    holds nothing but the sample.
    """
    site = site_of(request)
    if not site.demonstration or any(name in request.headers for name in _FORWARDED):
        return False
    host = request.client.host if request.client else ""
    if not (is_loopback(host) and is_loopback(request.url.hostname or "")):
        return False
    with site.store.read() as session:
        return notices.all_invented(session)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine, by number or by its usual name."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def enter(session: Session, organisation: str, role: Role, now: datetime) -> str:
    """Begin a session of the invented member with this role; gives its key."""
    address = f"{role}@demonstration.example"
    staffing.add(session, organisation, address, role=role, name="Démonstration", now=now)
    member = staffing.known(session, organisation, address)
    return staffing.begin(session, member.id, now)
