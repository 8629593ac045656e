"""What is turned away before a page sees it: bodies that are too large, forms of other sites."""

from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veille.app.finds import limits
from veille.app.web.errors import answer
from veille.app.web.site import path_of

MOST_BYTES = 1_000_000
"""Of a request's body; a page that takes files reads them by itself, up to its own limit."""

DOCUMENTS = "/equipe/ajouter/documents"
"""Where staff hand documents over: whoever is not signed in is refused before they are read."""
_MOST_BYTES_OF = {DOCUMENTS: limits.MOST_BYTES + MOST_BYTES}

ONE_CLICK = "/desabonnement/"
"""The one form that other sites may post: RFC 8058, signed in its address."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})


class Guard:
    """Refuses bodies that are too large and unsafe requests made by another site.

    A browser says where a request was made (Fetch Metadata; Origin before it): no token is needed
    in forms, no cookie for visitors. What says neither is no browser that acts for someone, unless
    it has a cookie.
    """

    def __init__(self, app: ASGIApp, *, origin: str | None) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, or refuse it."""
        if scope["type"] != "http" or scope["method"] in _SAFE:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not path_of(scope).startswith(ONE_CLICK) and not self._is_ours(headers):
            await _refuse(scope, receive, send, HTTPStatus.FORBIDDEN)
            return
        length = headers.get("content-length", "0")
        most = _MOST_BYTES_OF.get(path_of(scope), MOST_BYTES)
        if not length.isdigit() or int(length) > most:
            await _refuse(scope, receive, send, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        await self._app(scope, _bounded(receive, most), send)

    def _is_ours(self, headers: Headers) -> bool:
        said = headers.get("sec-fetch-site")
        if said is not None:
            return said in _OURS
        origin = headers.get("origin")
        if origin is None:
            return "cookie" not in headers
        return origin == self._origin or urlsplit(origin).netloc == headers.get("host")


def _bounded(receive: Receive, most: int) -> Receive:
    """A body without a stated length is counted as it comes."""
    read = 0

    async def bounded() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return bounded


async def _refuse(scope: Scope, receive: Receive, send: Send, status: HTTPStatus) -> None:
    response = answer(Request(scope), status)
    await response(scope, receive, send)
