"""One's own subscriptions, one at a time: a new one, or one changed, with its preview."""

from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import self_service
from veille.app.people.signed_pages import MANAGE
from veille.app.web.offers import offer
from veille.app.web.pages import page, seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.previewed import previewed
from veille.app.web.site import Site, site_of
from veille.app.web.subscription_form import Form
from veille.app.web.wrong_field import wrong_field
from veille.core.refusals import Refusal
from veille.store import subscriptions
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription

router = APIRouter(prefix=MANAGE + "/{token}/abonnements", include_in_schema=False)

_NEW = "Ajouter un abonnement"
_CHANGED = "Modifier un abonnement"


class NotTheirsError(Refusal):
    """A subscription that is not the person's, or is gone."""

    def __init__(self) -> None:
        super().__init__("cet abonnement n’existe plus")


@router.get("")
def new(request: Request, token: str) -> Response:
    """The form of one more subscription."""
    return _new(request, token, Form(request.query_params))


@router.post("/apercu")
def try_new(request: Request, token: str, posted: Posted) -> Response:
    """The same with its preview. Changes nothing."""
    return _new(request, token, Form(posted))


@router.post("")
def add(request: Request, token: str, posted: Posted) -> Response:
    """One more subscription; the link was sent to the person, so it serves at once."""
    form, site = Form(posted), site_of(request)
    try:
        with site.store.transaction() as session:
            self_service.subscribe(session, _who(session, site, token), **_asked(form, site))
    except Refusal as refusal:
        return _new(request, token, form, refusal)
    return seen(request, f"{MANAGE}/{quote(token)}?fait=change")


@router.get("/{subscription_id}")
def show(request: Request, token: str, subscription_id: RowId) -> Response:
    """The form as the subscription stands."""
    return _changed(request, token, subscription_id)


@router.post("/{subscription_id}/apercu")
def try_change(request: Request, token: str, subscription_id: RowId, posted: Posted) -> Response:
    """The form with other choices and their preview. Changes nothing."""
    return _changed(request, token, subscription_id, Form(posted))


@router.post("/{subscription_id}")
def change(request: Request, token: str, subscription_id: RowId, posted: Posted) -> Response:
    """Write it anew."""
    form, site = Form(posted), site_of(request)
    try:
        with site.store.transaction() as session:
            person = _who(session, site, token)
            one = _own(session, person, subscription_id)
            self_service.change(session, person, one, **_asked(form, site))
    except Refusal as refusal:
        return _changed(request, token, subscription_id, form, refusal)
    return seen(request, f"{MANAGE}/{quote(token)}?fait=change")


@router.post("/{subscription_id}/retirer")
def remove(request: Request, token: str, subscription_id: RowId) -> Response:
    """End it."""
    site = site_of(request)
    with site.store.transaction() as session:
        person = _who(session, site, token)
        one = _own(session, person, subscription_id)
        self_service.leave_some(session, person, {one.id}, site.clock())
    return seen(request, f"{MANAGE}/{quote(token)}?fait=retire")


def _new(request: Request, token: str, form: Form, fault: Refusal | None = None) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        _who(session, site, token)
    return _form(request, token, form, _NEW, "", fault)


def _changed(
    request: Request,
    token: str,
    subscription_id: int,
    form: Form | None = None,
    fault: Refusal | None = None,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        one = _own(session, _who(session, site, token), subscription_id)
    return _form(request, token, form or Form.of(one), _CHANGED, f"/{one.id}", fault)


def _who(session: Session, site: Site, token: str) -> Subscriber:
    return self_service.who(session, site.settings.secret_keys, token, site.clock())


def _own(session: Session, person: Subscriber, subscription_id: int) -> Subscription:
    own = (one for one in subscriptions.of(session, person.id) if one.id == subscription_id)
    found = next(own, None)
    if found is None:
        raise NotTheirsError
    return found


def _asked(form: Form, site: Site) -> dict[str, Any]:
    """What both ways of saving are given."""
    return {
        "label": form.label,
        "asked": form.filter(),
        "rhythm": form.rhythm,
        "scopes": site.settings.territories,
        "now": site.clock(),
    }


def _form(
    request: Request, token: str, form: Form, title: str, here: str, fault: Refusal | None
) -> Response:
    site, base = site_of(request), f"{MANAGE}/{quote(token)}"
    found, doubt = previewed(site, form) if form.is_filled else (None, None)
    said = fault or doubt
    return page(
        request,
        "own_subscription.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        title=title,
        form=form,
        offer=offer(site.settings.territories),
        preview=found,
        fault=str(said) if said else None,
        wrong=wrong_field(said, name="nom") if said else None,
        base=base,
        here=f"{site.root}{base}/abonnements{here}",
    )
