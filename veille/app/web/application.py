"""The application put together: routes, headers, errors."""

from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from veille import __version__
from veille.app.web import errors
from veille.app.web.assets import PREFIX, asset
from veille.app.web.guard import Guard
from veille.app.web.headers import SecurityHeaders
from veille.app.web.heads import Heads
from veille.app.web.metrics import Metrics
from veille.app.web.rooted import Rooted
from veille.app.web.routes import (
    api,
    buyers,
    editions,
    facilitators,
    feeds,
    home,
    leave,
    legal,
    manage,
    observatory,
    open_data,
    own_edition,
    own_subscriptions,
    probes,
    procedures,
    report,
    search,
    search_files,
    subscribe,
)
from veille.app.web.site import Site
from veille.app.web.staff import (
    awards,
    by_hand,
    coverage,
    handover,
    journal,
    members,
    own_territory,
    sign_in,
    sources,
)
from veille.app.web.staff import observatory as staff_observatory
from veille.app.web.staff.editions import changes as edition_changes
from veille.app.web.staff.editions import mails as edition_mails
from veille.app.web.staff.editions import pages as edition_pages
from veille.app.web.staff.models import changes as model_changes
from veille.app.web.staff.models import pages as model_pages
from veille.app.web.staff.review import card as review_card
from veille.app.web.staff.review import linking as review_linking
from veille.app.web.staff.review import queue as review_queue
from veille.app.web.staff.subscribers import adding, people, person, taking_over
from veille.app.web.staff.tables import files as table_files
from veille.app.web.staff.tables import listing as tables
from veille.app.web.staff.tables import rows as table_rows
from veille.app.web.tracing import Tracing

_ROUTES = (
    home,
    observatory,
    editions,
    own_edition,
    own_subscriptions,
    probes,
    procedures,
    facilitators,
    report,
    search,
    search_files,
    subscribe,
    manage,
    leave,
    feeds,
    api,
    open_data,
    legal,
    buyers,
    sign_in,
    members,
    journal,
    table_rows,
    table_files,
    tables,
    coverage,
    sources,
    handover,
    own_territory,
    by_hand,
    people,
    adding,
    taking_over,
    person,
    review_queue,
    review_card,
    review_linking,
    edition_pages,
    edition_mails,
    edition_changes,
    model_changes,
    model_pages,
    staff_observatory,
    awards,
)
_KEPT = "public, max-age=31536000, immutable"


def create_app(site: Site) -> FastAPI:
    """The application of one install."""
    app = FastAPI(
        title="Veille",
        summary="Les marchés publics, lus pour la clause sociale.",
        version=__version__,
        openapi_url=f"{api.PREFIX}/openapi.json",
        docs_url=None,  # their pages load scripts of other sites
        redoc_url=None,
        redirect_slashes=False,  # it would lead to the host that the request names, without a path
    )
    app.state.site = site
    address = urlsplit(site.base or "")
    origin = f"{address.scheme}://{address.netloc}" if site.base else None
    app.add_middleware(Guard, origin=origin)
    app.add_middleware(Heads)
    app.add_middleware(SecurityHeaders, https=address.scheme == "https")
    app.add_middleware(Rooted, root=site.root)
    proxies = list(site.settings.trusted_proxies)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    app.state.metrics = Metrics(site.store)
    app.add_middleware(Tracing, metrics=app.state.metrics, proxies=proxies)
    errors.install(app)
    for routes in _ROUTES:
        app.include_router(routes.router)
    app.add_api_route(f"{PREFIX}/{{name}}", _asset, methods=["GET"], include_in_schema=False)
    return app


def _asset(name: str) -> Response:
    found = asset(name)
    if found is None:
        raise HTTPException(404)
    kind, content = found
    return Response(content, media_type=kind, headers={"Cache-Control": _KEPT})
