"""Signing in and out: by mail with a link, or with a code typed in the tab that asked for it."""

from datetime import datetime

import structlog
from fastapi import APIRouter, BackgroundTasks
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from newsletters.mails import letters
from veille.app.console import Failure
from veille.app.mail.direct import hand_over
from veille.app.people import staffing
from veille.app.people.personal_links import greeting
from veille.app.people.request_limits import Limits, TooManyRequestsError, count_request
from veille.app.people.staffing import PAGE
from veille.app.web import demonstration
from veille.app.web.pages import page, seen
from veille.app.web.posted import Posted
from veille.app.web.signed_in import (
    cookie_name,
    forget,
    member_of,
    remember,
    remember_tab,
    tab_of,
)
from veille.app.web.site import Site, site_of
from veille.app.web.staff.access import next_page
from veille.app.web.staff.pages import staff_page
from veille.core.addresses import AddressError, checked_address
from veille.store import staff
from veille.store.staff import ROLES

router = APIRouter(prefix=PAGE, include_in_schema=False)

LIMITS = Limits(by_address=10, by_network=30, purpose="sign-in ")
_CODE_LIMITS = Limits(by_address=60, by_network=60, purpose="code ")
_WRONG = "ce code n’est pas le bon, ou ne sert plus : vérifier, ou en demander un nouveau"

log = structlog.get_logger(__name__)


@router.get("")
def show(request: Request) -> Response:
    """Who is signed in and their pages, else who comes."""
    member = member_of(request)
    if member is None:
        return _ask(request)
    return staff_page(request, member, "staff/home.html.j2")


@router.post("/demander")
def send(request: Request, posted: Posted, tasks: BackgroundTasks) -> Response:
    """Send a code and a link to a member; the answer is the same whoever asks."""
    site, now = site_of(request), site_of(request).clock()
    try:
        checked = checked_address(posted.get("adresse", ""))
        host = request.client.host if request.client else None
        secret = site.settings.secret_keys[-1]
        count_request(site.store, checked.key, host, secret, now, LIMITS)
    except (AddressError, TooManyRequestsError) as refusal:
        limited = isinstance(refusal, TooManyRequestsError)
        return _ask(request, fault=str(refusal), status=429 if limited else 400)
    tab = staffing.new_secret()
    # After the answer: how long it takes would say who is a member.
    tasks.add_task(_invite, site, checked.key, tab, now)
    response = _code(request, next_page(posted.get("suite", "")))
    remember_tab(request, response, tab)
    return response


@router.post("/code")
def enter_by_code(request: Request, posted: Posted) -> Response:
    """Sign in with the code of this tab."""
    site, now = site_of(request), site_of(request).clock()
    tab, after = tab_of(request), next_page(posted.get("suite", ""))
    host = request.client.host if request.client else None
    try:
        count_request(site.store, tab, host, site.settings.secret_keys[-1], now, _CODE_LIMITS)
    except TooManyRequestsError as refusal:
        return _code(request, after, fault=str(refusal), status=429)
    with site.store.transaction() as session:
        key = staffing.enter_by_code(session, tab, posted.get("code", ""), now)
    if key is None:
        return _code(request, after, fault=_WRONG, status=400)
    response = _signed_in(request, key, after)
    remember_tab(request, response, "")
    return response


@router.get("/entrer/{secret}")
def ask_to_enter(request: Request, secret: str) -> Response:
    """The button that uses the link: whatever fetches the address does not use it up."""
    return page(request, "staff/enter.html.j2")


@router.post("/entrer/{secret}")
def enter(request: Request, secret: str) -> Response:
    """Sign in with a link."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.transaction() as session:
        key = staffing.enter(session, secret, now)
    return _signed_in(request, key, PAGE)


@router.post("/demonstration/{role}")
def demonstrate(request: Request, role: str, posted: Posted) -> Response:
    """Sign in as somebody invented: on this machine, on the sample, nowhere else."""
    site, now = site_of(request), site_of(request).clock()
    known = next((one for one in ROLES if one == role), None)
    if known is None or not demonstration.is_open(request):
        raise HTTPException(404)
    with site.store.transaction() as session:
        key = demonstration.enter(session, site.settings.organisation, known, now)
    return _signed_in(request, key, next_page(posted.get("suite", "")))


@router.post("/sortir")
def leave(request: Request) -> Response:
    """Sign out, here and in the store."""
    site = site_of(request)
    with site.store.transaction() as session:
        staffing.sign_out(session, request.cookies.get(cookie_name(site), ""), site.clock())
    response = seen(request, PAGE)
    forget(request, response)
    return response


def _signed_in(request: Request, key: str, after: str) -> Response:
    """With a key that nobody had before; a session that was open is ended."""
    site = site_of(request)
    with site.store.transaction() as session:
        staffing.sign_out(session, request.cookies.get(cookie_name(site), ""), site.clock())
    response = seen(request, after)
    remember(request, response, key)
    return response


def _ask(request: Request, *, fault: str | None = None, status: int = 200) -> Response:
    after = next_page(request.query_params.get("suite", ""))
    roles = staffing.ROLE_NAMES if demonstration.is_open(request) else {}
    shown = {"fault": fault, "after": after, "demonstrated": roles}
    return page(request, "staff/ask.html.j2", status, **shown)


def _code(request: Request, after: str, *, fault: str | None = None, status: int = 200) -> Response:
    return page(request, "staff/code.html.j2", status, fault=fault, after=after)


def _invite(site: Site, address_key: str, tab: str, now: datetime) -> None:
    """Hand the letter over to the member with this address, if there is one."""
    settings = site.settings
    with site.store.transaction() as session:
        member = staff.find(session, settings.organisation, address_key)
        if member is None:
            return
        invitation = staffing.invite(session, member, tab, now)
    # Without a public address there is no link: that of the request is whatever a client says.
    content = letters.sign_in(settings.publisher, invitation.code, linked=site.base is not None)
    fields = {
        "greeting": greeting(member.name),
        "address": member.address,
        "view_url": f"{site.base}{invitation.path}",
    }
    try:
        hand_over(settings, content, member.address, member.name, fields, now)
    except Failure as failure:
        log.error("sign-in letter not handed over", cause=str(failure))
