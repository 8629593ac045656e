"""Joins and splits by hand, from a card."""

from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.review import linking_desk
from veille.app.review.linking_desk import LinkingRefusal
from veille.app.review.reviewing import Judges, judges
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.review.card import card_page
from veille.app.web.staff.review.queue import HOME
from veille.store.staff import Member

router = APIRouter(prefix=HOME, include_in_schema=False)

_LONGEST_NUMBER = 18


@router.post("/{procedure_id}/reunir")
def join(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """Make one of this procedure and another."""
    site = site_of(request)

    def do(by: Judges) -> str:
        other = _number(posted.get("autre", ""))
        home = linking_desk.join(site.store, by, member, procedure_id, other, site.clock())
        return f"{home}?fait=reunies"

    return _do(request, member, procedure_id, do)


@router.post("/{procedure_id}/separer")
def split(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """Take the chosen notices out of it."""
    site = site_of(request)

    def do(by: Judges) -> str:
        chosen = posted.getlist("avis")
        linking_desk.split(site.store, by, member, procedure_id, chosen, site.clock())
        return f"{procedure_id}?fait=separee"

    return _do(request, member, procedure_id, do)


@router.post("/{procedure_id}/distinctes")
def keep_apart(
    request: Request, member: Facilitator, procedure_id: RowId, posted: Posted
) -> Response:
    """It is not the same purchase as the other one."""
    site = site_of(request)

    def do(_: Judges) -> str:
        other = _number(posted.get("autre", ""))
        linking_desk.keep_apart(site.store, member, procedure_id, other, site.clock())
        return f"{procedure_id}?fait=distinctes"

    return _do(request, member, procedure_id, do)


@router.post("/{procedure_id}/reunions/{join_id}/defaire")
def undo_join(
    request: Request, member: Facilitator, procedure_id: RowId, join_id: RowId
) -> Response:
    """Split what was joined back."""
    site = site_of(request)

    def do(by: Judges) -> str:
        linking_desk.undo_join(site.store, by, member, join_id, site.clock())
        return f"{procedure_id}?fait=defaite"

    return _do(request, member, procedure_id, do)


def _do(
    request: Request, member: Member, procedure_id: int, action: Callable[[Judges], str]
) -> Response:
    site = site_of(request)
    try:
        led = action(judges(site.store, site.settings))
    except LinkingRefusal as refusal:
        status = HTTPStatus.BAD_REQUEST
        return card_page(request, member, procedure_id, fault=str(refusal), status=status)
    return seen(request, f"{HOME}/{led}")


def _number(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < _LONGEST_NUMBER):
        raise LinkingRefusal("le numéro d’une consultation est celui de l’adresse de sa page")
    return int(text)
