"""Atom feed and calendar of a subscription, by a signed address that says nothing of a person."""

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.signed_pages import FEED, feed_of
from veille.app.web.feeds import calendar, feed_entries
from veille.app.web.pages import html
from veille.app.web.site import Site, base_of, site_of
from veille.core.refusals import Refusal
from veille.store import subscriptions
from veille.store.subscriptions import Subscription

router = APIRouter(prefix=FEED, include_in_schema=False)

_HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, max-age=900"}


class GoneError(Refusal):
    """A subscription that was ended."""


@router.get("/{token}.ics")
def deadlines(request: Request, token: str) -> Response:
    """The deadlines to come, for a calendar."""
    site = site_of(request)
    with site.store.read() as session:
        one = _subscription(session, site, token)
        domain, base = site.settings.mail_domain, base_of(request)
        content = calendar(
            session, one.filter, site.clock(), name=one.label, domain=domain, base=base
        )
    return Response(content, media_type="text/calendar; charset=utf-8", headers=_HEADERS)


@router.get("/{token}")
def feed(request: Request, token: str) -> Response:
    """What the subscription finds, for a feed reader."""
    site, now = site_of(request), site_of(request).clock()
    with site.store.read() as session:
        one = _subscription(session, site, token)
        entries = feed_entries(session, one.filter, now)
    text = html(
        request,
        "feed.xml.j2",
        subscription=one,
        entries=entries,
        base=base_of(request),
        domain=site.settings.mail_domain,
        updated=max((entry.noted_at for entry in entries), default=one.created_at),
    )
    return Response(text, media_type="application/atom+xml; charset=utf-8", headers=_HEADERS)


def _subscription(session: Session, site: Site, token: str) -> Subscription:
    carried = feed_of(site.settings.secret_keys, token, site.clock())
    own = subscriptions.of(session, carried.subscriber_id)
    found = next((one for one in own if one.id in carried.subscription_ids), None)
    if found is None or found.confirmed_at is None:
        raise GoneError("cet abonnement n’existe plus, ou n’est pas confirmé")
    return found
