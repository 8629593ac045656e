"""The application put together: routes, headers, errors."""

from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from veille import __version__
from veille.app.web import errors
from veille.app.web.assets import PREFIX, asset
from veille.app.web.guard import Guard
from veille.app.web.headers import SecurityHeaders
from veille.app.web.heads import Heads
from veille.app.web.rooted import Rooted
from veille.app.web.routes import (
    api,
    buyers,
    editions,
    feeds,
    home,
    leave,
    legal,
    manage,
    own_edition,
    own_subscriptions,
    procedures,
    search,
    subscribe,
)
from veille.app.web.site import Site
from veille.app.web.staff import awards, journal, members, sign_in

_ROUTES = (
    home,
    editions,
    own_edition,
    own_subscriptions,
    procedures,
    search,
    subscribe,
    manage,
    leave,
    feeds,
    api,
    legal,
    buyers,
    sign_in,
    members,
    journal,
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
    )
    app.state.site = site
    address = urlsplit(site.base or "")
    origin = f"{address.scheme}://{address.netloc}" if site.base else None
    app.add_middleware(Guard, origin=origin)
    app.add_middleware(Heads)
    app.add_middleware(SecurityHeaders, https=address.scheme == "https")
    app.add_middleware(Rooted, root=site.root)
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
