"""What went wrong, said in French: a page for people, one line of JSON for programs."""

from http import HTTPStatus

import structlog
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from veille.app.web.headers import HEADERS
from veille.app.web.pages import moved, page
from veille.app.web.site import path_of
from veille.app.web.tracing import REFERENCE_HEADER, reference_of, route_of
from veille.core import french
from veille.core.refusals import Refusal
from veille.core.tokens import TokenError
from veille.store.errors import StoreError

_TITLES = {
    HTTPStatus.BAD_REQUEST: "Demande incomplète",
    HTTPStatus.FORBIDDEN: "Demande refusée",
    HTTPStatus.NOT_FOUND: "Page introuvable",
    HTTPStatus.METHOD_NOT_ALLOWED: "Demande refusée",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Envoi trop volumineux",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes",
    HTTPStatus.SERVICE_UNAVAILABLE: "Service momentanément indisponible",
}
_WORDS = {
    HTTPStatus.BAD_REQUEST: "Une information manque, ou n’a pas la forme attendue.",
    HTTPStatus.FORBIDDEN: "Cette demande ne vient pas de ce site : ouvrez la page et recommencez.",
    HTTPStatus.NOT_FOUND: "Cette page n’existe pas, ou n’existe plus.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Cette adresse ne s’utilise pas ainsi.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Ce qui a été envoyé est trop volumineux.",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes en peu de temps : réessayez dans une heure.",
    HTTPStatus.SERVICE_UNAVAILABLE: "La base de données ne répond pas : réessayez plus tard.",
}
_OTHER = "Une erreur est survenue. Elle a été enregistrée ; réessayez plus tard."

log = structlog.get_logger(__name__)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` in French, without a trace."""
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(StoreError, _unavailable)
    app.add_exception_handler(Exception, _unexpected)


def answer(
    request: Request, status: HTTPStatus, words: str | None = None, title: str | None = None
) -> Response:
    """The error as a page, or as JSON under ``/api/``."""
    said = words or _WORDS.get(status, _OTHER)
    # Only what is in the journal has something to be found there.
    reference = reference_of(request.scope) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None
    if path_of(request.scope).startswith("/api/"):
        told = {"error": said} | ({"reference": reference} if reference else {})
        return JSONResponse(told, status_code=status)
    heading = title or _TITLES.get(status, "Erreur")
    # Whoever is signed in: the store may be what went wrong.
    return page(
        request,
        "error.html.j2",
        status,
        title=heading,
        words=said,
        reference=reference,
        member=None,
    )


def _http(request: Request, error: Exception) -> Response:
    status = HTTPStatus(getattr(error, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR))
    path = path_of(request.scope)
    if status == HTTPStatus.NOT_FOUND and path.endswith("/") and request.method == "GET":
        return _without_last_slash(request, path)
    said = getattr(error, "detail", None)
    words = said if isinstance(said, str) and said != status.phrase else None
    response = answer(request, status, words)
    response.headers.update(getattr(error, "headers", None) or {})
    return response


def _without_last_slash(request: Request, path: str) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return moved(request, f"/{path.strip('/')}{query}")


def _invalid(request: Request, error: Exception) -> Response:
    """A number in a path that is none, or too large, is a page that does not exist.

    The API says 422, as its description does.
    """
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is installed for
    in_path = any(fault["loc"][0] == "path" for fault in error.errors())
    if in_path:
        return answer(request, HTTPStatus.NOT_FOUND)
    is_api = path_of(request.scope).startswith("/api/")
    return answer(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY if is_api else HTTPStatus.BAD_REQUEST,
        _WORDS[HTTPStatus.BAD_REQUEST],
    )


def _refused(request: Request, error: Exception) -> Response:
    said = f"{french.capitalised(str(error))}."
    title = "Lien inutilisable" if isinstance(error, TokenError) else "Demande impossible"
    return answer(request, HTTPStatus.BAD_REQUEST, said, title)


def _unavailable(request: Request, error: Exception) -> Response:
    log.error("store unavailable", route=route_of(request.scope), error=str(error))
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE)


def _unexpected(request: Request, error: Exception) -> Response:
    # It is made outside of what adds the headers, and of what binds the reference.
    reference = reference_of(request.scope)
    route = route_of(request.scope)
    log.error("page failed", route=route, request_id=reference, exc_info=error)
    response = answer(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    response.headers.update(HEADERS)
    if reference:
        response.headers[REFERENCE_HEADER] = reference
    return response
