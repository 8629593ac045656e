"""One's own subscriptions, by the signed link of any mail: everything that changes is a POST."""

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import rights, self_service
from veille.app.people.signed_pages import MANAGE, feed_page
from veille.app.web.offers import offer
from veille.app.web.pages import page, seen
from veille.app.web.posted import Posted
from veille.app.web.site import Site, site_of
from veille.app.web.subscription_form import Form
from veille.app.web.wrong_field import DateError, wrong_field
from veille.core.clock import start_of_day
from veille.core.described import described
from veille.core.refusals import Refusal
from veille.store import subscriptions
from veille.store.subscribers import Subscriber

router = APIRouter(prefix=MANAGE, include_in_schema=False)

Action = Callable[[Session, Subscriber], object]

_SAID = {
    "garde": "Merci : nous continuons à vous écrire.",
    "change": "C’est enregistré.",
    "pause": "C’est noté : rien ne vous sera envoyé pendant la pause.",
    "reprise": "Les envois reprennent.",
    "retire": "Cet abonnement est arrêté.",
}


@router.get("/{token}")
def show(request: Request, token: str) -> Response:
    """Who is known under this link, and what they get."""
    return _page(request, token, said=_SAID.get(request.query_params.get("fait", "")))


@router.post("/{token}/garder")
def keep(request: Request, token: str) -> Response:
    """« Je veux continuer » : the sign of life."""
    site = site_of(request)
    return _do(request, token, "garde", lambda s, who: self_service.keep(s, who, site.clock()))


@router.post("/{token}/nom")
def rename(request: Request, token: str, posted: Posted) -> Response:
    """Another name or kind."""
    form, now = Form(posted), site_of(request).clock()

    def action(session: Session, who: Subscriber) -> None:
        kind = who.kind if who.kind == "staff" else form.kind
        name = form.text("prenom_nom") or None
        self_service.rename(session, who, display_name=name, kind=kind, now=now)

    return _do(request, token, "change", action)


@router.post("/{token}/pause")
def pause(request: Request, token: str, posted: Posted) -> Response:
    """Nothing until a day."""
    now = site_of(request).clock()

    def action(session: Session, who: Subscriber) -> None:
        day = _day(str(posted.get("jusqu_au") or ""))
        self_service.pause(session, who, start_of_day(day), now)

    return _do(request, token, "pause", action)


@router.post("/{token}/reprendre")
def resume(request: Request, token: str) -> Response:
    """End the pause."""
    now = site_of(request).clock()
    return _do(request, token, "reprise", lambda s, who: self_service.resume(s, who, now))


@router.post("/{token}/exporter")
def export(request: Request, token: str) -> Response:
    """All that is kept of the person, as a file."""
    site = site_of(request)
    with site.store.read() as session:
        copy = rights.export(session, _who(session, site, token), site.clock())
    headers = {"Content-Disposition": 'attachment; filename="mes-donnees.json"'}
    return Response(copy, media_type="application/json", headers=headers)


@router.post("/{token}/effacer")
def erase(request: Request, token: str, posted: Posted) -> Response:
    """Forget the person, once the box is ticked."""
    if posted.get("oui") != "oui":
        words = "Cochez la case pour confirmer l’effacement."
        return _page(request, token, fault=words, wrong="oui", status=400)
    site = site_of(request)
    with site.store.transaction() as session:
        rights.erase(session, _who(session, site, token), site.clock())
    words = f"Vos données sont effacées. {rights.KEPT}"
    return page(request, "message.html.j2", title="Effacement", words=words)


def _do(request: Request, token: str, done: str, action: Action) -> Response:
    """Act for whom the link identifies, then show the page again; a refusal is said on it."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            action(session, _who(session, site, token))
    except Refusal as refusal:
        where = wrong_field(refusal, name="prenom_nom")
        return _page(request, token, fault=str(refusal), wrong=where, status=400)
    return seen(request, f"{MANAGE}/{quote(token)}?fait={done}")


def _who(session: Session, site: Site, token: str) -> Subscriber:
    return self_service.who(session, site.settings.secret_keys, token, site.clock())


def _page(
    request: Request,
    token: str,
    *,
    said: str | None = None,
    fault: str | None = None,
    wrong: str | None = None,
    status: int = 200,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        who = _who(session, site, token)
        own = subscriptions.of(session, who.id)
    return page(
        request,
        "manage.html.j2",
        status,
        who=who,
        base=f"{MANAGE}/{quote(token)}",
        subscriptions=[
            (one, described(one.filter), feed_page(site.settings.secret_keys, one)) for one in own
        ],
        offer=offer(site.settings.territories),
        said=said,
        fault=fault,
        wrong=wrong,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateError("date attendue, comme 2026-08-31") from None
