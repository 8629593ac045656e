"""What programs ask of the site: is it alive, can it serve, how does it go."""

import hmac
from http import HTTPStatus

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veille.app.web.demonstration import FORWARDED, is_loopback
from veille.app.web.metrics import Metrics
from veille.app.web.site import site_of
from veille.app.web.tracing import peer_of
from veille.store import schema
from veille.store.errors import StoreError

router = APIRouter(include_in_schema=False)

_BEARER = "bearer "


@router.get("/healthz")
async def alive() -> Response:
    """The process answers; the store is not asked."""
    return JSONResponse({"status": "ok"})


@router.get("/readyz")
def ready(request: Request) -> Response:
    """Whether pages can be served: the store answers, at the schema of this program.

    503 otherwise, and why: no address of the store, which is nobody's business here.
    """
    try:
        found = site_of(request).store.revision()
    except StoreError:
        return _not_ready("la base ne répond pas")
    if found != schema.HEAD:
        return _not_ready(f"base au schéma {found or 'vide'}, il faut {schema.HEAD}")
    return JSONResponse({"status": "ok", "schema": found})


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """The metrics, for this machine or for who has the token."""
    if not _may_read(request):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    found = request.app.state.metrics
    assert isinstance(found, Metrics)  # noqa: S101 - put there by ``create_app``
    return Response(found.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _may_read(request: Request) -> bool:
    """The token, where one is given; without it, a program here that no proxy speaks for.

    Raises:
        HTTPException: 403, another token.
    """
    given = request.headers.get("authorization", "")
    if given:
        if _is_right(given, site_of(request).settings.metrics_token):
            return True
        raise HTTPException(HTTPStatus.FORBIDDEN, "Ce jeton n’ouvre pas les mesures.")
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return not is_forwarded and is_loopback(peer_of(request.scope) or "")


def _is_right(given: str, token: str | None) -> bool:
    if token is None or not given.lower().startswith(_BEARER):
        return False
    return hmac.compare_digest(given[len(_BEARER) :].strip().encode(), token.encode())


def _not_ready(cause: str) -> Response:
    return JSONResponse({"status": "unavailable", "cause": cause}, HTTPStatus.SERVICE_UNAVAILABLE)
