"""What a source does when it misbehaves: each way is a small function around the right answer.

It gets the request, the means to get the right answer, and its options; what it returns is sent.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from veille.portal.messages import Request, Response, json_response
from veille.portal.web_pages import emptied, is_page, pager_of, retotalled, reworded

Answer = Callable[[Request], Response]
Options = Mapping[str, Any]
HTML = "text/html; charset=utf-8"
MAX_BOMB_MIB = 2048


def too_many_json(request: Request, answer: Answer, options: Options) -> Response:
    """429 as the Explore API writes it: another shape than its 400.

    The quota comes back at ``reset``, by default the next midnight UTC; ``retry`` seconds are said
    in Retry-After unless negative.
    """
    reset = options["reset"] or _next_midnight()
    refused = json_response(
        {
            "errorcode": 10002,
            "reset_time": reset,
            "limit_time_unit": "day",
            "call_limit": 10000,
            "error": "Too many requests on the domain. Please contact the domain administrator.",
        },
        429,
    )
    headers = [("X-RateLimit-Limit", "10000"), ("X-RateLimit-Remaining", "0")]
    headers.append(("X-RateLimit-Reset", reset))
    if options["retry"] >= 0:
        headers.append(("Retry-After", str(options["retry"])))
    return replace(refused, headers=tuple(headers))


def too_many_html(request: Request, answer: Answer, options: Options) -> Response:
    """429 as TED's front server writes it: HTML, and no Retry-After."""
    page = (
        "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n"
        "<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>nginx</center>\r\n"
        "</body>\r\n</html>\r\n"
    )
    return Response(status=429, body=page.encode(), content_type="text/html")


def server_error(request: Request, answer: Answer, options: Options) -> Response:
    """A 5xx with a line of text."""
    return Response(
        status=options["status"], body=b"Internal Server Error\n", content_type="text/plain"
    )


def slow(request: Request, answer: Answer, options: Options) -> Response:
    """The right answer, late."""
    return replace(answer(request), delay=options["seconds"])


def truncated(request: Request, answer: Answer, options: Options) -> Response:
    """Half of the bytes that Content-Length announces, then the connection closes."""
    response = answer(request)
    half = response.body[: len(response.body) // 2]
    return replace(response, body=half, announced=len(response.body))


def cut(request: Request, answer: Answer, options: Options) -> Response:
    """Half of the body, with a Content-Length that fits: JSON or XML that stops."""
    response = answer(request)
    return replace(response, body=response.body[: len(response.body) // 2])


def block_page(request: Request, answer: Answer, options: Options) -> Response:
    """200 with a page for people instead of data."""
    page = (
        "<!DOCTYPE html><html><head><title>Vérification</title></head><body>"
        "<h1>Vérification de votre navigateur</h1><p>Accès momentanément restreint.</p>"
        "</body></html>"
    )
    return Response(body=page.encode(), content_type=HTML)


def captcha(request: Request, answer: Answer, options: Options) -> Response:
    """403 with the page of a machine that keeps machines out."""
    page = (
        "<html><head><title>Accès refusé</title></head><body><h1>Accès refusé</h1>"
        '<form><div class="captcha"></div><p>Êtes-vous un robot ?</p></form></body></html>'
    )
    return Response(status=403, body=page.encode(), content_type=HTML)


def disallow(request: Request, answer: Answer, options: Options) -> Response:
    """A robots.txt that wants nobody."""
    return Response(body=b"User-agent: *\nDisallow: /\n", content_type="text/plain")


def timed_out(request: Request, answer: Answer, options: Options) -> Response:
    """TED: 200, ``timedOut: true`` and half of the page."""

    def edit(payload: Any) -> None:
        notices = payload.get("notices") or []
        payload["notices"] = notices[: len(notices) // 2]
        payload["timedOut"] = True

    return _edited(answer(request), edit)


def renamed_field(request: Request, answer: Answer, options: Options) -> Response:
    """A key of every record under another name; in a page, a word of its markup."""
    if is_page(response := answer(request)):
        return reworded(response, options["field"], options["to"])

    def edit(payload: Any) -> None:
        for record in _rows(payload):
            if options["field"] in record:
                record[options["to"]] = record.pop(options["field"])

    return _edited(response, edit)


def missing_field(request: Request, answer: Answer, options: Options) -> Response:
    """A key of every record gone; in a page, a word of its markup."""
    if is_page(response := answer(request)):
        return reworded(response, options["field"], "")

    def edit(payload: Any) -> None:
        for record in _rows(payload):
            record.pop(options["field"], None)

    return _edited(response, edit)


def wrong_total(request: Request, answer: Answer, options: Options) -> Response:
    """A total that is not the number of rows served: more by ``by``, or less."""
    if is_page(response := answer(request)):
        return retotalled(response, options["by"])

    def edit(payload: Any) -> None:
        for key in ("total_count", "totalNoticeCount"):
            if isinstance(payload, dict) and isinstance(payload.get(key), int):
                payload[key] = max(0, payload[key] + options["by"])

    return _edited(response, edit)


def empty_page(request: Request, answer: Answer, options: Options) -> Response:
    """A page without rows, the total unchanged."""
    if is_page(response := answer(request)):
        return emptied(response)

    def edit(payload: Any) -> None:
        _rows(payload).clear()

    return _edited(response, edit)


def repeated_page(request: Request, answer: Answer, options: Options) -> Response:
    """The page before, again."""
    return answer(_page_before(request))


def dropped(request: Request, answer: Answer, options: Options) -> Response:
    """The connection closes without an answer."""
    return Response(dropped=True)


def redirect_loop(request: Request, answer: Answer, options: Options) -> Response:
    """A redirection to the same address."""
    return Response(status=302, headers=(("Location", quote(request.path) + _query(request)),))


def wrong_type(request: Request, answer: Answer, options: Options) -> Response:
    """The right bytes under another Content-Type."""
    return replace(answer(request), content_type=options["type"])


def wrong_encoding(request: Request, answer: Answer, options: Options) -> Response:
    """The right text in Latin-1, still announced as it was."""
    response = answer(request)
    text = response.body.decode("utf-8", "replace")
    return replace(response, body=text.encode("latin-1", "replace"))


def gzip_bomb(request: Request, answer: Answer, options: Options) -> Response:
    """A small compressed body that grows to ``mib`` MiB."""
    body = _bomb(min(options["mib"], MAX_BOMB_MIB))
    return replace(answer(request), body=body, headers=(("Content-Encoding", "gzip"),))


def is_later_page(request: Request) -> bool:
    """Whether the request asks for a page after the first, in any protocol."""
    if pager_of(request):
        return True
    offset = request.first("offset")
    if offset is not None:
        return offset.isdigit() and int(offset) > 0
    body = _body(request)
    page = body.get("page")
    return bool(body.get("iterationNextToken")) or (isinstance(page, int) and page > 1)


def _page_before(request: Request) -> Request:
    if pager := pager_of(request):
        name, number = pager
        return request.with_parameter(name, str(max(1, number - 1)))
    offset = request.first("offset")
    if offset is not None:
        limit = request.first("limit") or "10"
        step = int(limit) if limit.isdigit() else 0
        return request.with_parameter("offset", str(max(0, int(offset) - step)))
    body = _body(request)
    if body.pop("iterationNextToken", None) is None:
        body["page"] = max(1, body.get("page", 1) - 1)
    return replace(request, body=json.dumps(body).encode())


def _body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _edited(response: Response, edit: Callable[[Any], None]) -> Response:
    """The response with its JSON changed in place; one that is not JSON stays as it is."""
    try:
        payload = json.loads(response.body)
    except ValueError:
        return response
    if response.status != 200:
        return response
    edit(payload)
    return replace(response, body=json.dumps(payload, ensure_ascii=False).encode())


def _rows(payload: Any) -> list[Any]:
    if isinstance(payload, list):
        return payload
    rows = payload.get("results") or payload.get("notices") or []
    return rows if isinstance(rows, list) else []


def _next_midnight() -> str:
    return f"{datetime.now(UTC).date() + timedelta(days=1)}T00:00:00Z"


def _query(request: Request) -> str:
    return "?" + urlencode(request.parameters) if request.parameters else ""


@lru_cache(maxsize=2)
def _bomb(mib: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    chunk = b" " * (1 << 20)
    return b"".join([*(packer.compress(chunk) for _ in range(mib)), packer.flush()])
