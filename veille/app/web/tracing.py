"""Every request has a reference, one line in the journal, and its place in the metrics.

An address may hold a token, and says who reads what: journal and metrics know the route only.
"""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veille.app.web.metrics import Metrics
from veille.core.addresses import is_within

REFERENCE_HEADER = "X-Request-ID"
UNMATCHED = "aucune"
"""The route of what no page answers: whatever is asked for, it is one."""

_REFERENCE, _PEER = "veille.reference", "veille.peer"
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
_BYTES = 8
_PROBES = frozenset({"/healthz", "/readyz", "/metrics", "/sante"})
"""What programs ask every few seconds: only what goes wrong there is of interest."""

_ERRORS = 400
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = structlog.get_logger(__name__)


class Tracing:
    """Gives each request its reference; one that a proxy we trust gave is kept if it is plain."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, proxies: Sequence[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        peer = (scope.get("client") or [None])[0]
        reference = self._given(scope, peer) or secrets.token_hex(_BYTES)
        scope[_REFERENCE], scope[_PEER] = reference, peer
        began, status = time.perf_counter(), 500

        async def send_with_reference(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = int(message["status"])
                MutableHeaders(scope=message)[REFERENCE_HEADER] = reference
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=reference):
            try:
                await self._app(scope, receive, send_with_reference)
            finally:
                self._note(scope, status, time.perf_counter() - began)

    def _given(self, scope: Scope, peer: str | None) -> str | None:
        given = Headers(scope=scope).get(REFERENCE_HEADER)
        is_usable = given is not None and _PLAIN.fullmatch(given)
        return given if is_usable and is_within(peer, self._proxies) else None

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "autre"
        route = route_of(scope) or UNMATCHED
        self._metrics.observe(route, method, status, seconds)
        if route in _PROBES and status < _ERRORS:
            return
        log.info("request", method=method, route=route, status=status, ms=round(1000 * seconds, 1))


def reference_of(scope: Mapping[str, Any]) -> str | None:
    """The reference of a request."""
    found = scope.get(_REFERENCE)
    return found if isinstance(found, str) else None


def peer_of(scope: Mapping[str, Any]) -> str | None:
    """The machine at the other end of the connection, perhaps a proxy; null where unknown."""
    found = scope.get(_PEER)
    return found if isinstance(found, str) else None


def route_of(scope: Mapping[str, Any]) -> str | None:
    """Which kind of page: the path of its route, with the names of its parameters."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else None
