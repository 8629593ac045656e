"""A card of review, and what staff say of it."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.review import desk, wording
from veille.app.review.desk import Spoken
from veille.app.review.reviewing import Judges, judges
from veille.app.web.pages import moved, seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.review import said
from veille.app.web.staff.review.card_view import MOST_OTHERS, CardView, card_view
from veille.app.web.staff.review.queue import HOME
from veille.core.evidence_kinds import CLAUSE_KINDS, RESERVED_KINDS
from veille.core.refusals import Refusal
from veille.core.tags import REASONS, ChangedCardError, NewTag
from veille.store import review_queue
from veille.store.staff import Member

router = APIRouter(prefix=HOME, include_in_schema=False)

Values = ImmutableMultiDict[str, str]
Says = Callable[[CardView], NewTag]

_SAID = {
    "etiquette": "Étiquette posée.",
    "deja": "C’était déjà dit : rien n’a changé.",
    "annulee": "Étiquette annulée : celle d’avant compte de nouveau.",
    "reunies": "Les deux consultations n’en font plus qu’une.",
    "separee": "Les avis choisis forment une consultation à part.",
    "defaite": "La réunion est défaite.",
    "distinctes": "C’est noté : ce sont deux achats distincts.",
}


@router.get("/{procedure_id}")
def show(request: Request, member: Reader, procedure_id: RowId) -> Response:
    """The card; a merged procedure leads to what it became."""
    return card_page(request, member, procedure_id)


@router.post("/{procedure_id}/phrase")
def sentence(
    request: Request, member: Facilitator, procedure_id: RowId, posted: Posted
) -> Response:
    """Say something of one of its sentences."""

    def says(view: CardView) -> NewTag:
        found = view.numbered.of(posted.get("cle", ""))
        if found is None:
            raise ChangedCardError
        return said.of_sentence(found, posted, posted.getlist("types"))

    return _speak(request, member, procedure_id, posted, says)


@router.post("/{procedure_id}/manque")
def missed(request: Request, member: Facilitator, procedure_id: RowId, posted: Posted) -> Response:
    """Add a passage that nobody saw."""

    def says(view: CardView) -> NewTag:
        notice = posted.get("avis", "")
        known = notice if notice in view.card.notices else view.card.notices[-1]
        return said.of_passage(known, posted, posted.getlist("types"))

    return _speak(request, member, procedure_id, posted, says)


@router.post("/{procedure_id}/complet")
def complete(
    request: Request, member: Facilitator, procedure_id: RowId, posted: Posted
) -> Response:
    """Nothing was missed in it."""
    return _speak(
        request,
        member,
        procedure_id,
        posted,
        lambda view: said.of_card(view.card.notices[-1], posted),
    )


@router.post("/etiquettes/{tag_id}/annuler")
def undo(request: Request, member: Facilitator, tag_id: RowId, posted: Posted) -> Response:
    """Take a tag back, and with ``copies`` those on other cards."""
    site = site_of(request)
    by = judges(site.store, site.settings)
    copies = posted.get("copies") == "oui"
    home = desk.undo(site.store, by, member, tag_id, site.clock(), copies=copies)
    return seen(request, f"{HOME}/{home}?fait=annulee")


def _speak(
    request: Request, member: Member, procedure_id: int, posted: Values, says: Says
) -> Response:
    """Store what is said and lead on; a refusal is told on the card, with all that was typed."""
    site, now = site_of(request), site_of(request).clock()
    by = judges(site.store, site.settings)
    with site.store.read() as session:
        view = card_view(session, by, procedure_id, now)
    if view is None:
        raise HTTPException(404)
    try:
        spoken = desk.speak(
            site.store,
            view.by,
            member,
            view.card.procedure_id,
            says(view),
            now,
            version=posted.get("version", ""),
            everywhere=posted.get("partout") == "oui",
        )
    except ChangedCardError:
        return card_page(request, member, procedure_id, draft=posted, status=HTTPStatus.CONFLICT)
    except Refusal as refusal:
        return card_page(
            request,
            member,
            procedure_id,
            draft=posted,
            fault=str(refusal),
            status=HTTPStatus.BAD_REQUEST,
        )
    return _onward(request, view.by, view.card.procedure_id, spoken)


def _onward(request: Request, by: Judges, procedure_id: int, spoken: Spoken) -> Response:
    """The same card while a sentence of it waits, else the next one of the queue."""
    site = site_of(request)
    told = f"fait=etiquette&no={spoken.tag_id}" if spoken.tag_id else "fait=deja"
    if spoken.others:
        told += f"&autres={spoken.others}"
    with site.store.read() as session:
        view = card_view(session, by, procedure_id, site.clock())
        following = review_queue.next_after(session, procedure_id)
    left = [one for one in view.numbered.sentences if one.waits] if view else []
    if left:
        return seen(request, f"{HOME}/{procedure_id}?{told}#phrase-{left[0].number}")
    if following is None:
        return seen(request, f"{HOME}?fait=finie")
    return seen(request, f"{HOME}/{following}?{told}")


def card_page(
    request: Request,
    member: Member,
    procedure_id: int,
    *,
    draft: Values | None = None,
    fault: str | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    """The page of a card; ``draft`` is what somebody typed that was not taken."""
    site, now = site_of(request), site_of(request).clock()
    by = judges(site.store, site.settings)
    with site.store.read() as session:
        whole = request.query_params.get("texte") == "entier"
        view = card_view(session, by, procedure_id, now, whole=whole)
        if view is None:
            raise HTTPException(404)
        home = view.card.procedure_id
        place = review_queue.place_of(session, home)
        progress = review_queue.progress(session)
        following = review_queue.next_after(session, home)
    if home != procedure_id and request.method == "GET":
        return moved(request, f"{HOME}/{home}")
    return staff_page(
        request,
        member,
        "staff/review/card.html.j2",
        status,
        view=view,
        card=view.card,
        place=place,
        why=(wording.why(place[0]), wording.why_sentence(place[0])) if place else None,
        progress=progress,
        following=following,
        draft=draft,
        changed=status == HTTPStatus.CONFLICT,
        fault=fault,
        said=_SAID.get(request.query_params.get("fait", "")),
        tagged=_number(request.query_params, "no"),
        others=_number(request.query_params, "autres"),
        may_tag=member.role != "reader",
        words=wording,
        reasons=[(code, wording.REASON_LABELS[code]) for code in REASONS],
        kinds={
            "reserved": [(one, wording.kind_label(one, "reserved")) for one in RESERVED_KINDS],
            "clause": [(one, wording.kind_label(one, "clause")) for one in CLAUSE_KINDS],
        },
        most_others=MOST_OTHERS,
    )


def _number(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
