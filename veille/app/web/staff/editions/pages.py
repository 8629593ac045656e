"""The pages of editions: the list, one edition, what can be added, how the sending goes."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.editing import readers
from veille.app.editing.naming import KINDS
from veille.app.people.staffing import PAGE
from veille.app.web.multiline import multiline
from veille.app.web.pages import page
from veille.app.web.posted import RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.editions.adding import found_for
from veille.app.web.staff.editions.desk import desk
from veille.app.web.staff.editions.following import sending
from veille.app.web.staff.editions.listing import parts
from veille.app.web.staff.pages import staff_page
from veille.core import staff_words
from veille.core.asking import KIND_NAMES
from veille.core.territory import territory
from veille.store import editions
from veille.store.editions import StoredEdition
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/editions", include_in_schema=False)

_SAID = {
    "introduction": "Le mot d’introduction est enregistré.",
    "note": "La note est enregistrée.",
    "retrait": "La ligne est retirée : elle ne sera pas envoyée.",
    "remise": "La ligne est remise.",
    "ajout": "La consultation est ajoutée.",
    "recomposee": "L’édition est recomposée avec ce qui est connu maintenant.",
    "essai": "L’essai vous est envoyé, à votre adresse seulement.",
    "approuvee": "L’édition est approuvée : elle partira à son heure, sans mention.",
    "retenue": "L’édition est retenue : elle ne partira qu’une fois approuvée.",
    "renvoi": "Le message sera renvoyé à cette personne, marqué comme un renvoi.",
    "reessai": "Les échecs passagers seront réessayés.",
}


@router.get("")
def show_list(request: Request, member: Reader) -> Response:
    """What is to go out, what is going out, what went out."""
    site, asked = site_of(request), request.query_params
    kind = next((one for one in KINDS if one == asked.get("rythme")), None)
    codes = {code: territory(code).label for code in site.settings.territories}
    where = next((one for one in codes if one == asked.get("territoire")), None)
    with site.store.read() as session:
        found = parts(session, site.settings, kind=kind, territory=where)
    return staff_page(
        request,
        member,
        "staff/editions/list.html.j2",
        parts=found,
        kinds=KINDS,
        kind=kind,
        territories=codes,
        territory=where,
        hold=site.settings.hold,
    )


@router.get("/{edition_id}")
def show(request: Request, member: Reader, edition_id: RowId) -> Response:
    """One edition."""
    return edition_page(request, member, edition_id)


@router.get("/{edition_id}/envoi")
def show_sending(request: Request, member: Reader, edition_id: RowId) -> Response:
    """How the sending goes: a part of the page, for the script."""
    site = site_of(request)
    with site.store.read() as session:
        found = edition_of(session, edition_id)
        shown = sending(session, found)
    return page(
        request, "staff/editions/sending.html.j2", edition=found, sending=shown, member=member
    )


@router.get("/{edition_id}/ajouter")
def show_to_add(request: Request, member: Facilitator, edition_id: RowId) -> Response:
    """What could be added: by a number, or by words."""
    site, words = site_of(request), request.query_params.get("mots", "").strip()
    with site.store.read() as session:
        shown = desk(session, site.settings, edition_of(session, edition_id))
        found = found_for(session, words, site.clock())
    return staff_page(
        request,
        member,
        "staff/editions/add.html.j2",
        desk=shown,
        words=words,
        found=found,
        longest=staff_words.LONGEST_NOTE,
    )


@router.get("/{edition_id}/destinataires")
def show_readers(request: Request, member: Reader, edition_id: RowId) -> Response:
    """Who gets it, by kind."""
    site = site_of(request)
    with site.store.read() as session:
        found = edition_of(session, edition_id)
        shown = desk(session, site.settings, found)
        counted = readers.readers(session, found, site.clock()) if not shown.is_gone else []
    return staff_page(
        request,
        member,
        "staff/editions/readers.html.j2",
        desk=shown,
        readers=counted,
        kinds=KIND_NAMES,
    )


def edition_of(session: Session, edition_id: int) -> StoredEdition:
    """The edition of this id.

    Raises:
        HTTPException: 404, there is none.
    """
    found = editions.get(session, edition_id)
    if found is None:
        raise HTTPException(404)
    return found


def edition_page(
    request: Request,
    member: Member,
    edition_id: int,
    *,
    fault: str | None = None,
    typed: dict[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """The page of an edition; ``typed`` is what somebody wrote that could not be taken."""
    site = site_of(request)
    with site.store.read() as session:
        found = edition_of(session, edition_id)
        shown = desk(session, site.settings, found)
        served = readers.served(session, site.settings, found, site.clock())
        going = sending(session, found) if shown.is_gone else None
    return staff_page(
        request,
        member,
        "staff/editions/edition.html.j2",
        status,
        desk=shown,
        edition=found,
        served=served,
        sending=going,
        may_edit=member.role != "reader",
        hold=site.settings.hold,
        limits=staff_words,
        lines=multiline,
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
        typed=typed or {},
    )
