"""Carried: a page that asks, and the one click of a mail reader (RFC 8058)."""

from datetime import datetime

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.mail.mails import goodbye
from veille.app.people import self_service
from veille.app.people.signed_pages import LEAVE, Carried, leaving
from veille.app.web.pages import page
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.settings import Settings
from veille.store import subscribers, subscriptions
from veille.store.subscribers import Subscriber

router = APIRouter(include_in_schema=False)

_ALL = "tout"
_DONE = "C’est fait : vous ne recevrez plus ce message."
_ALL_DONE = "C’est fait : vous ne recevrez plus rien de nous."


@router.get(LEAVE + "/{token}")
def ask(request: Request, token: str) -> Response:
    """What the mail carried, and the two buttons. Changes nothing: gateways follow links."""
    site = site_of(request)
    who = leaving(site.settings.secret_keys, token, site.clock())
    with site.store.read() as session:
        person = subscribers.get(session, who.subscriber_id)
        own = subscriptions.of(session, who.subscriber_id) if person else ()
    carried = [one for one in own if not who.subscription_ids or one.id in who.subscription_ids]
    return page(request, "leave.html.j2", carried=carried, more=len(own) > len(carried))


@router.post(LEAVE + "/{token}")
def leave(request: Request, token: str, posted: Posted) -> Response:
    """End what the mail carried, or everything where that was asked; 200 whatever was left."""
    site, now = site_of(request), site_of(request).clock()
    who = leaving(site.settings.secret_keys, token, now)
    everything = posted.get("quoi") == _ALL or not who.subscription_ids
    with site.store.transaction() as session:
        person = subscribers.get(session, who.subscriber_id)
        if person is not None:
            _end(session, site.settings, person, who, now, everything=everything)
    words = _ALL_DONE if everything else _DONE
    return page(request, "message.html.j2", title="Désabonnement", words=words)


def _end(
    session: Session,
    settings: Settings,
    person: Subscriber,
    who: Carried,
    now: datetime,
    *,
    everything: bool,
) -> None:
    own = subscriptions.of(session, person.id)
    ended = [one for one in own if everything or one.id in who.subscription_ids]
    if everything:
        self_service.leave(session, person, now)
    else:
        self_service.leave_some(session, person, who.subscription_ids, now)
    if ended:
        goodbye(session, settings, person, ended, now, everything=len(ended) == len(own))
