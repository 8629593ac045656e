"""Signing up: the form with its preview, the request, its confirmation."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from veille.app.mail.mails import send_confirmation, welcome
from veille.app.people.request_limits import TooManyRequestsError
from veille.app.people.signed_pages import CONFIRM
from veille.app.people.subscribing import SignUp, confirm, pending, sign_up
from veille.app.web.offers import offer
from veille.app.web.pages import html, page
from veille.app.web.posted import Posted
from veille.app.web.previewed import previewed
from veille.app.web.procedure_page import named
from veille.app.web.site import Site, site_of
from veille.app.web.subscription_form import Form
from veille.app.web.wrong_field import wrong_field
from veille.core.described import described
from veille.core.refusals import Refusal

router = APIRouter(include_in_schema=False)


@router.get("/s-abonner")
def show(request: Request) -> Response:
    """The form; with choices in the address, filled in and with what they would have told."""
    return _form(request, Form(request.query_params))


@router.get("/s-abonner/apercu")
def live_preview(request: Request) -> Response:
    """The preview alone, for the script that shows it beside the form."""
    found, fault = previewed(site_of(request), Form(request.query_params))
    said = str(fault) if fault else None
    return HTMLResponse(html(request, "preview.html.j2", preview=found, fault=said))


@router.post("/s-abonner/apercu")
def try_out(request: Request, posted: Posted) -> Response:
    """The form with its preview, without a script; posted so that no log holds the address."""
    return _form(request, Form(posted))


@router.post("/s-abonner")
def subscribe(request: Request, posted: Posted) -> Response:
    """Take the request: the answer is the same whoever asks."""
    filled, site = Form(posted), site_of(request)
    try:
        answer = sign_up(
            site.store,
            _asked(request, site, filled),
            site.settings.secret_keys,
            site.settings.territories,
            site.clock(),
            send_confirmation(site.settings, site.clock()),
        )
    except TooManyRequestsError as refusal:
        return _form(request, filled, refusal, HTTPStatus.TOO_MANY_REQUESTS)
    except Refusal as refusal:
        return _form(request, filled, refusal, HTTPStatus.BAD_REQUEST)
    return page(request, "message.html.j2", title="Demande reçue", words=answer)


@router.get(CONFIRM + "/{token}")
def ask(request: Request, token: str) -> Response:
    """What is about to be confirmed, and the button that does it."""
    site = site_of(request)
    with site.store.read() as session:
        found = pending(session, site.settings.secret_keys, token, site.clock())
    one = found.subscription
    return page(
        request,
        "confirm.html.j2",
        subscription=one,
        described=described(one.filter),
        rhythm=dict(offer(site.settings.territories).rhythms)[one.rhythm],
    )


@router.post(CONFIRM + "/{token}")
def confirmed(request: Request, token: str) -> Response:
    """Confirm; once more changes nothing and sends nothing."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.transaction() as session:
        done = confirm(session, site.settings.secret_keys, token, now)
        if done.is_first:
            welcome(session, site.settings, done.subscriber, done.subscription, now)
    words = (
        "Votre abonnement est confirmé. Un premier message vient de partir, avec le lien pour "
        "le modifier ou l’arrêter."
    )
    return page(request, "message.html.j2", title="C’est fait", words=words)


def _asked(request: Request, site: Site, filled: Form) -> SignUp:
    return SignUp(
        organisation=site.settings.organisation,
        address=filled.text("adresse"),
        kind=filled.kind,
        filter=filled.filter(),
        rhythm=filled.rhythm,
        label=filled.label,
        display_name=filled.text("prenom_nom") or None,
        host=request.client.host if request.client else None,
    )


def _form(
    request: Request, filled: Form, fault: Refusal | None = None, status: int = HTTPStatus.OK
) -> Response:
    site = site_of(request)
    found, doubt = previewed(site, filled) if filled.is_filled else (None, None)
    said = fault or doubt
    return page(
        request,
        "subscribe.html.j2",
        status,
        form=filled,
        offer=offer(site.settings.territories),
        preview=found,
        fault=str(said) if said else None,
        wrong=wrong_field(said, name="prenom_nom") if said else None,
        followed=_followed(site, filled),
    )


def _followed(site: Site, filled: Form) -> str | None:
    """The one procedure or buyer that the request is about, in words."""
    try:
        asked = filled.filter()
    except Refusal:
        return None
    if asked.procedure is not None:
        with site.store.read() as session:
            return named(session, asked.procedure, site.clock())
    return dict(described(asked)).get("Acheteur suivi")
