"""A subscriber: what is known of them, and what admins do at their request."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import by_staff
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin, Facilitator
from veille.app.web.staff.subscribers import PREFIX
from veille.app.web.staff.subscribers.person_page import known_person, person_page
from veille.core.asking import KIND_NAMES, named
from veille.core.clock import start_of_day
from veille.core.refusals import Refusal
from veille.store.staff import Member
from veille.store.subscribers import Subscriber

router = APIRouter(prefix=PREFIX, include_in_schema=False)

Action = Callable[[Session, Subscriber], object]


class DateError(Refusal):
    """A day that is none."""


@router.get("/{subscriber_id}")
def show(request: Request, member: Facilitator, subscriber_id: RowId) -> Response:
    """What is kept of the person, in words."""
    return person_page(request, member, subscriber_id)


@router.post("/{subscriber_id}/nom")
def rename(request: Request, member: Admin, subscriber_id: RowId, posted: Posted) -> Response:
    """Correct the name or the kind."""
    now = site_of(request).clock()

    def action(session: Session, person: Subscriber) -> None:
        kind = named(KIND_NAMES, posted.get("qualite", ""))
        by_staff.rename(session, member, person, name=posted.get("nom", ""), kind=kind, now=now)

    return _do(request, member, subscriber_id, "nom", action)


@router.post("/{subscriber_id}/pause")
def pause(request: Request, member: Admin, subscriber_id: RowId, posted: Posted) -> Response:
    """Nothing until a day."""
    now = site_of(request).clock()

    def action(session: Session, person: Subscriber) -> None:
        until = start_of_day(_day(posted.get("jusqu_au", "")))
        by_staff.pause(session, member, person, until, now)

    return _do(request, member, subscriber_id, "pause", action)


@router.post("/{subscriber_id}/reprendre")
def resume(request: Request, member: Admin, subscriber_id: RowId) -> Response:
    """End the pause."""
    now = site_of(request).clock()
    return _do(
        request,
        member,
        subscriber_id,
        "reprise",
        lambda session, person: by_staff.resume(session, member, person, now),
    )


@router.post("/{subscriber_id}/lever")
def lift(request: Request, member: Admin, subscriber_id: RowId, posted: Posted) -> Response:
    """Write again to a mailbox that is in order."""
    now = site_of(request).clock()
    return _do(
        request,
        member,
        subscriber_id,
        "levee",
        lambda session, person: by_staff.lift(
            session, member, person, posted.get("adresse", ""), now
        ),
    )


@router.post("/{subscriber_id}/abonnements/{subscription_id}/fin")
def end(request: Request, member: Admin, subscriber_id: RowId, subscription_id: RowId) -> Response:
    """End one subscription."""
    site = site_of(request)

    def action(session: Session, person: Subscriber) -> None:
        ids = {subscription_id}
        by_staff.end(session, member, site.settings, person, ids, site.clock())

    return _do(request, member, subscriber_id, "fin", action)


@router.post("/{subscriber_id}/exporter")
def export(request: Request, member: Admin, subscriber_id: RowId) -> Response:
    """All that is kept of the person, as a file."""
    site = site_of(request)
    with site.store.transaction() as session:
        person = known_person(session, member, subscriber_id)
        copy = by_staff.export(session, member, person, site.clock())
    headers = {"Content-Disposition": f'attachment; filename="abonne-{subscriber_id}.json"'}
    return Response(copy, media_type="application/json", headers=headers)


@router.post("/{subscriber_id}/effacer")
def erase(request: Request, member: Admin, subscriber_id: RowId, posted: Posted) -> Response:
    """Forget the person, whose address was typed."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            person = known_person(session, member, subscriber_id)
            by_staff.erase(session, member, person, posted.get("adresse", ""), site.clock())
    except Refusal as refusal:
        return person_page(request, member, subscriber_id, fault=str(refusal))
    return seen(request, f"{PREFIX}?fait=efface")


def _do(
    request: Request, member: Member, subscriber_id: int, done: str, action: Action
) -> Response:
    """Act, then show the person again; a refusal is said there."""
    try:
        with site_of(request).store.transaction() as session:
            action(session, known_person(session, member, subscriber_id))
    except Refusal as refusal:
        return person_page(request, member, subscriber_id, fault=str(refusal))
    return seen(request, f"{PREFIX}/{subscriber_id}?fait={done}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateError("date attendue, comme 2026-08-31") from None
