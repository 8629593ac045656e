"""What staff do to an edition: each is a POST, and leads back to its page."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.editing import drafts, readers, releasing
from veille.app.editing.recipes import recipe_of
from veille.app.people.staffing import PAGE
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.editions.mails import asked_mail
from veille.app.web.staff.editions.pages import edition_of, edition_page
from veille.core.refusals import Refusal
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/editions", include_in_schema=False)

_MOST = 2**63 - 1


@router.post("/{edition_id}/introduction")
def introduce(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Write the word on top."""
    text, now = posted.get("texte", ""), site_of(request).clock()

    def action(session: Session) -> None:
        before = posted.get("avant", "")
        drafts.introduce(session, member, edition_id, text, now, before=before)

    typed = {"introduction": text}
    return _do(request, member, edition_id, "introduction", action, typed=typed)


@router.post("/{edition_id}/note")
def annotate(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Write under an entry."""
    text, number, now = posted.get("texte", ""), _procedure(posted), site_of(request).clock()

    def action(session: Session) -> None:
        before = posted.get("avant", "")
        drafts.annotate(session, member, edition_id, number, text, now, before=before)

    typed = {"note": (number, text)}
    return _do(request, member, edition_id, "note", action, at=number, typed=typed)


@router.post("/{edition_id}/retirer")
def remove(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Take an entry out."""
    why, number, now = posted.get("raison", ""), _procedure(posted), site_of(request).clock()

    def action(session: Session) -> None:
        drafts.remove(session, member, edition_id, number, why, now)

    typed = {"raison": (number, why)}
    return _do(request, member, edition_id, "retrait", action, at=number, typed=typed)


@router.post("/{edition_id}/remettre")
def put_back(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Tell it after all."""
    number, now = _procedure(posted), site_of(request).clock()

    def action(session: Session) -> None:
        drafts.put_back(session, member, edition_id, number, now)

    return _do(request, member, edition_id, "remise", action, at=number)


@router.post("/{edition_id}/ajouter")
def add(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Tell a procedure that it would not tell."""
    site, number, note = site_of(request), _procedure(posted), posted.get("note", "")

    def action(session: Session) -> None:
        recipe = recipe_of(session, site.settings, edition_of(session, edition_id).kind)
        drafts.add(session, member, edition_id, number, note, site.clock(), recipe)

    return _do(request, member, edition_id, "ajout", action, at=number)


@router.post("/{edition_id}/recomposer")
def renew(request: Request, member: Facilitator, edition_id: RowId) -> Response:
    """Compose it anew at once."""
    site = site_of(request)

    def action(session: Session) -> None:
        recipe = recipe_of(session, site.settings, edition_of(session, edition_id).kind)
        drafts.renew(session, member, edition_id, site.clock(), recipe)

    return _do(request, member, edition_id, "recomposee", action)


@router.post("/{edition_id}/approuver")
def approve(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Let it go out as it was shown."""
    # Without a revision nobody saw anything: no edition has this one.
    revision, now = _number(posted.get("revision", ""), otherwise=-1), site_of(request).clock()

    def action(session: Session) -> None:
        releasing.approve(session, member, edition_id, revision, now)

    return _do(request, member, edition_id, "approuvee", action)


@router.post("/{edition_id}/retenir")
def hold(request: Request, member: Facilitator, edition_id: RowId) -> Response:
    """Keep it back."""
    now = site_of(request).clock()

    def action(session: Session) -> None:
        releasing.hold(session, member, edition_id, now)

    return _do(request, member, edition_id, "retenue", action)


@router.post("/{edition_id}/essai")
def send_test(request: Request, member: Facilitator, edition_id: RowId, posted: Posted) -> Response:
    """Send it to oneself, as the reader that is asked for gets it."""
    site, now = site_of(request), site_of(request).clock()
    try:
        with site.store.read() as session:
            found = edition_of(session, edition_id)
            shown = asked_mail(session, site, found, posted).shown
        releasing.send_test(site.settings, member, found, shown, now)
        with site.store.transaction() as session:
            releasing.note_test(session, member, edition_id, now)
    except Refusal as refusal:
        return edition_page(request, member, edition_id, fault=str(refusal), status=400)
    return seen(request, f"{router.prefix}/{edition_id}?fait=essai")


@router.post("/{edition_id}/renvoyer")
def send_again(
    request: Request, member: Facilitator, edition_id: RowId, posted: Posted
) -> Response:
    """Send it once more to one person."""
    site, given = site_of(request), posted.get("adresse", "")

    def action(session: Session) -> None:
        person = readers.person_at(session, site.settings, given)
        now = site.clock()
        releasing.send_again(session, site.settings, member, edition_id, person, now)

    typed = {"adresse": given}
    return _do(request, member, edition_id, "renvoi", action, anchor="envoi", typed=typed)


@router.post("/{edition_id}/reessayer")
def retry(request: Request, member: Facilitator, edition_id: RowId) -> Response:
    """Try the passing failures again."""
    now = site_of(request).clock()

    def action(session: Session) -> None:
        releasing.retry(session, member, edition_id, now)

    return _do(request, member, edition_id, "reessai", action, anchor="envoi")


def _do(
    request: Request,
    member: Member,
    edition_id: int,
    done: str,
    action: Callable[[Session], None],
    *,
    at: int | None = None,
    anchor: str | None = None,
    typed: dict[str, Any] | None = None,
) -> Response:
    """Act, then show the page where it was left; a refusal is said on it, and nothing is lost."""
    try:
        with site_of(request).store.transaction() as session:
            edition_of(session, edition_id)
            action(session)
    except Refusal as refusal:
        return edition_page(
            request, member, edition_id, fault=str(refusal), typed=typed, status=400
        )
    place = anchor or (f"consultation-{at}" if at is not None else None)
    where = f"#{place}" if place else ""
    return seen(request, f"{router.prefix}/{edition_id}?fait={done}{where}")


def _procedure(posted: Posted) -> int:
    return _number(posted.get("consultation", ""))


def _number(text: str, *, otherwise: int = 0) -> int:
    """The number that a form holds; ``otherwise``, which no row has, where it is none."""
    is_one = text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _MOST
    return int(text) if is_one else otherwise
