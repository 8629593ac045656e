"""« Signaler une erreur », from a mail: what a reader says is a proposal, nothing more."""

from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter
from starlette.datastructures import ImmutableMultiDict
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.request_limits import TooManyRequestsError
from veille.app.people.signed_pages import REPORT, reporting
from veille.app.review import wording
from veille.app.review.proposing import Proposal, placed_in, propose
from veille.app.web.pages import page, seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.reported import Reported, kind_choices, reported, what_is_wrong
from veille.app.web.signed_in import member_of
from veille.app.web.site import site_of
from veille.core.refusals import Refusal
from veille.core.tags import LONGEST_COMMENT, REASONS

router = APIRouter(prefix=REPORT, include_in_schema=False)

_WHICH = (
    "Chaque marché du message a son propre lien « Signaler une erreur » : suivez celui du marché "
    "concerné."
)
_THANKS = (
    "L’équipe va lire ce que vous avez signalé. Si elle est du même avis, le classement de ce "
    "marché changera pour tout le monde. Vous n’avez rien d’autre à faire, et nous ne vous "
    "écrirons pas à ce sujet."
)


@router.get("/{token}")
def which(request: Request, token: str) -> Response:
    """A link that lost its end: which one to take. Changes nothing."""
    site = site_of(request)
    reporting(site.settings.secret_keys, token, site.clock())
    return page(request, "message.html.j2", title="Signaler une erreur", words=_WHICH)


@router.get("/{token}/{procedure_id}")
def show(request: Request, token: str, procedure_id: RowId) -> Response:
    """What was read of the procedure, and how to say that it is wrong. Changes nothing.

    Whoever is signed in as staff is led to the card.
    """
    if member_of(request) is not None:
        return seen(request, f"/equipe/relecture/{procedure_id}")
    site = site_of(request)
    reporting(site.settings.secret_keys, token, site.clock())
    if request.query_params.get("fait") == "merci":
        return page(request, "message.html.j2", title="Merci", words=_THANKS)
    return _page(request, procedure_id)


@router.post("/{token}/{procedure_id}")
def report(request: Request, token: str, procedure_id: RowId, posted: Posted) -> Response:
    """Keep the proposal for staff; the same sentence twice is one."""
    site, now = site_of(request), site_of(request).clock()
    subscriber_id = reporting(site.settings.secret_keys, token, now)
    try:
        with site.store.read() as session:
            view = _found(reported(session, site, procedure_id))
            is_missed = posted.get("quoi") == "manque"
            passage = posted.get("passage", "") if is_missed else ""
            notice_id = placed_in(session, view.id, passage) if passage.strip() else ""
        said = Proposal(
            subscriber_id=subscriber_id,
            host=request.client.host if request.client else None,
            procedure_id=view.id,
            tag=what_is_wrong(view, notice_id, posted),
            comment=posted.get("commentaire", "").strip()[:LONGEST_COMMENT] or None,
        )
        propose(site.store, said, site.settings.secret_keys[0], now)
    except TooManyRequestsError as refusal:
        status = HTTPStatus.TOO_MANY_REQUESTS
        return _page(request, procedure_id, posted, str(refusal), status)
    except Refusal as refusal:
        return _page(request, procedure_id, posted, str(refusal), HTTPStatus.BAD_REQUEST)
    return seen(request, f"{REPORT}/{quote(token)}/{view.id}?fait=merci")


def _page(
    request: Request,
    procedure_id: int,
    draft: ImmutableMultiDict[str, str] | None = None,
    fault: str | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        view = _found(reported(session, site, procedure_id))
    return page(
        request,
        "report.html.j2",
        status,
        view=view,
        draft=draft or {},
        fault=fault,
        reasons=[(code, wording.REASON_LABELS[code]) for code in REASONS],
        kinds={"reserved": kind_choices("reserved"), "clause": kind_choices("clause")},
        questions=wording.QUESTIONS,
    )


def _found(view: Reported | None) -> Reported:
    if view is None:
        raise HTTPException(404)
    return view
