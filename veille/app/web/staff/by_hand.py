"""A tender typed in or found by staff: its verdict is shown before it is kept."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, BackgroundTasks
from starlette.requests import Request
from starlette.responses import Response

from veille.app.by_hand import attaching, finishing
from veille.app.by_hand.finding import fields_of, held, hold_address, hold_files, let_go
from veille.app.by_hand.looking import Looked, look
from veille.app.by_hand.saving import Saved, save
from veille.app.by_hand.typed import LONGEST_TEXT, LONGEST_TITLE, TypedError, record_of
from veille.app.domain_tables import tables_of
from veille.app.finds import limits
from veille.app.finds.found import Find
from veille.app.review.reviewing import judges
from veille.app.web.handed import Handed
from veille.app.web.listing import listed_page
from veille.app.web.offers import offer
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.procedure_page import page_of
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.pages import staff_page
from veille.core.refusals import Refusal
from veille.store.staff import Member

HERE = "/equipe/ajouter"
router = APIRouter(prefix=HERE, include_in_schema=False)

_NO_TITLE = "Objet à préciser"
"""Stands in for an object until staff write one: what was found is looked at before."""


@router.get("")
def ask(request: Request, member: Facilitator) -> Response:
    """The form; with what was found, filled in as the documents say."""
    asked = request.query_params
    secret = asked.get("trouvaille", "")
    filled = {"rattacher": asked.get("rattacher", ""), "trouvaille": secret}
    try:
        find = held(site_of(request).store, member, secret, site_of(request).clock())
    except Refusal as refusal:
        return _page(request, member, {}, fault=refusal)
    if find is None:
        return _page(request, member, filled)
    return _look(request, member, {**filled, **fields_of(find)}, find)


@router.post("/documents")
def hand_over(request: Request, member: Facilitator, given: Handed) -> Response:
    """Read the documents, and hold what they say until it is kept."""
    site = site_of(request)
    try:
        secret = hold_files(site.store, member, given, site.clock())
    except Refusal as refusal:
        return _page(request, member, {}, fault=refusal, wrong="documents")
    return _held(request, secret)


@router.post("/adresse")
def paste(request: Request, member: Facilitator, posted: Posted) -> Response:
    """Fetch what is at the address, and hold what it says until it is kept."""
    site = site_of(request)
    address = posted.get("page", "")
    try:
        agent = site.settings.user_agent
        secret = hold_address(site.store, member, address, site.clock(), user_agent=agent)
    except Refusal as refusal:
        return _page(request, member, posted, fault=refusal, wrong="page")
    return _held(request, secret)


@router.post("/apercu")
def try_out(request: Request, member: Facilitator, posted: Posted) -> Response:
    """What the rules say of it, and what it looks like. Changes nothing."""
    site, find = site_of(request), None
    try:
        find = held(site.store, member, posted.get("trouvaille", ""), site.clock())
        if find is None and not posted.get("rattacher"):
            record_of(posted)
    except Refusal as refusal:
        return _page(request, member, posted, find, fault=refusal)
    return _look(request, member, posted, find)


@router.post("")
def add(request: Request, member: Facilitator, posted: Posted, tasks: BackgroundTasks) -> Response:
    """Keep it, or attach it to what is known; the model judges it after the answer."""
    site, now, find = site_of(request), site_of(request).clock(), None
    secret = posted.get("trouvaille", "")
    try:
        find = held(site.store, member, secret, now)
        saved, said = _kept(request, member, posted, find)
    except Refusal as refusal:
        return _page(request, member, posted, find, fault=refusal)
    if find is not None:
        let_go(site.store, member, secret)
    if saved.is_new:
        tasks.add_task(finishing.finish, site.settings, now)
    else:
        said = "connue"
    return seen(request, f"/consultations/{saved.procedure_id}?fait={said}#suivi")


def _kept(
    request: Request, member: Member, posted: Mapping[str, str], find: Find | None
) -> tuple[Saved, str]:
    """Where it is now, and what was done."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.read() as session:
        target = attaching.target_of(session, posted.get("rattacher", ""), now)
    if target is None:
        return save(site.store, member, record_of(posted, find), now), "saisie"
    titled = {**posted, "objet": target.title[:LONGEST_TITLE]}
    by = judges(site.store, site.settings)
    record = record_of(titled, find)
    return attaching.attach(site.store, by, member, record, target, now), "rattachee"


def _held(request: Request, secret: str) -> Response:
    """To the look at what was found, for the procedure that was asked from."""
    wanted = request.query_params.get("rattacher", "")
    attach = f"&rattacher={wanted}" if wanted.isascii() and wanted.isdigit() else ""
    return seen(request, f"{HERE}?trouvaille={secret}{attach}#apercu-titre")


def _look(
    request: Request, member: Member, filled: Mapping[str, str], find: Find | None
) -> Response:
    site, now = site_of(request), site_of(request).clock()
    titled = {**filled, "objet": filled.get("objet", "").strip() or _NO_TITLE}
    try:
        with site.store.read() as session:
            target = attaching.target_of(session, filled.get("rattacher", ""), now)
            chosen = target.id if target else None
            record = record_of(titled, find)
            looked = look(session, record, now, filled.get("chercher", ""), chosen)
    except Refusal as refusal:
        return _page(request, member, filled, find, fault=refusal)
    return _page(request, member, filled, find, looked=looked)


def _page(
    request: Request,
    member: Member,
    filled: Mapping[str, str],
    find: Find | None = None,
    *,
    looked: Looked | None = None,
    fault: Refusal | None = None,
    wrong: str | None = None,
) -> Response:
    site, now = site_of(request), site_of(request).clock()
    return staff_page(
        request,
        member,
        "staff/by_hand/add.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        filled=filled,
        find=find,
        said=looked.said if looked else (),
        sectors=offer(site.settings.territories).sectors,
        preview=page_of(looked.procedure, now, None, tables_of(site.store)) if looked else None,
        alike=listed_page(looked.alike, now) if looked else (),
        is_known=looked.is_known if looked else False,
        fault=str(fault) if fault else None,
        wrong=fault.field if isinstance(fault, TypedError) else wrong,
        longest_title=LONGEST_TITLE,
        longest_text=LONGEST_TEXT,
        limits=limits,
    )
