"""The TED search as v3 answers it: ``POST /v3/notices/search``.

An absent field is a missing key. ``scope`` ACTIVE is by form: competition with an open deadline,
planning under 365 days, results under 100 days.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from veille.portal import expert_query, ted_fields, ted_request
from veille.portal.expert_query import FieldFormatError, UnknownFieldError
from veille.portal.grammar import QuerySyntaxError
from veille.portal.messages import Request, Response, json_response, not_allowed, text_response
from veille.portal.ted_index import TedNotice
from veille.portal.ted_request import RefusedError, SearchRequest

PLANNING_DAYS = 365
RESULT_DAYS = 100

_BASIC = ("query", "scope", "latest_only")


class TedApi:
    """The search over one list of notices; ``today`` is what the service's clock says."""

    def __init__(self, notices: Sequence[TedNotice], *, today: date, base_url: str) -> None:
        self._notices = tuple(notices)
        self._today = today
        self._base_url = base_url
        changed = {
            value
            for one in self._notices
            for value in one.values("change-notice-version-identifier")
        }
        self._superseded = changed | {value.lstrip("0") for value in changed}
        self._selected = lru_cache(maxsize=32)(self._select)

    def search(self, request: Request) -> Response:
        """One page of notices, or a refusal in the recorded shape."""
        if request.method != "POST":
            return not_allowed("POST")
        if "json" not in request.headers.get("content-type", "json"):
            return text_response("Unsupported Media Type\n", status=415)
        try:
            return json_response(self._answer(ted_request.read(request.body)))
        except RefusedError as error:
            return json_response(error.body, 400)
        except QuerySyntaxError as error:
            return json_response(_query_refusal(error), 400)

    def _answer(self, asked: SearchRequest) -> dict[str, Any]:
        found = self._selected(asked.query, asked.scope, asked.latest_only)
        if asked.check_only:
            return _envelope([], None, None)
        start = _position(asked) if asked.iterates else (asked.page - 1) * asked.limit
        page = found[start : start + asked.limit]
        token = _token(asked, start + len(page)) if asked.iterates else None
        notices = [self._projected(notice, asked.fields) for notice in page]
        return _envelope(notices, len(found), token)

    def _select(self, query: str, scope: str, latest_only: bool) -> tuple[TedNotice, ...]:
        read = expert_query.read(query, self._today)
        found = [notice for notice in self._in_scope(scope) if read.matches(notice)]
        if latest_only:
            found = [notice for notice in found if not self._is_superseded(notice)]
        found.sort(key=lambda notice: _sort_key(notice, read.sort_by), reverse=read.descends)
        return tuple(found)

    def _is_superseded(self, notice: TedNotice) -> bool:
        """A change names what it changes by ``<uuid>-<version>`` or by publication number."""
        return not self._superseded.isdisjoint({notice.version_key, notice.publication})

    def _in_scope(self, scope: str) -> Iterable[TedNotice]:
        if scope == "LATEST":
            latest = max((notice.day for notice in self._notices if notice.day), default=None)
            return (notice for notice in self._notices if notice.day and notice.day == latest)
        if scope == "ACTIVE":
            return (notice for notice in self._notices if self._is_active(notice))
        return self._notices

    def _is_active(self, notice: TedNotice) -> bool:
        form = notice.fields.get("form-type")
        if form == "competition":
            deadlines = notice.values("deadline-receipt-request")
            return any(deadline[:10] >= self._today.isoformat() for deadline in deadlines)
        days = {"planning": PLANNING_DAYS, "result": RESULT_DAYS}.get(str(form))
        if days is None or notice.day is None:
            return False
        return notice.day > self._today - timedelta(days=days)

    def _projected(self, notice: TedNotice, fields: Iterable[str]) -> dict[str, Any]:
        found = {}
        for name in fields:
            if name == "links":
                found[name] = self._links(notice)
            elif (value := notice.fields.get(ted_fields.canonical(name))) is not None:
                found[name] = value
        return found

    def _links(self, notice: TedNotice) -> dict[str, dict[str, str]]:
        base, name = self._base_url, notice.publication
        return {
            "html": {"FRA": f"{base}/fr/notice/-/detail/{name}"},
            "htmlDirect": {"FRA": f"{base}/fr/notice/{name}/html"},
            "pdf": {"FRA": f"{base}/fr/notice/{name}/pdf"},
            "pdfs": {"FRA": f"{base}/fr/notice/{name}/pdfs"},
            "xml": {"MUL": f"{base}/en/notice/{name}/xml"},
        }


def _envelope(notices: list[Any], total: int | None, token: str | None) -> dict[str, Any]:
    return {
        "notices": notices,
        "totalNoticeCount": total,
        "iterationNextToken": token,
        "timedOut": False,
    }


def _sort_key(notice: TedNotice, field: str) -> tuple[str, int, int]:
    return next(iter(notice.values(field)), "")[:200], notice.year, notice.number


def _digest(asked: SearchRequest) -> str:
    """What a token is bound to: the token of another query is refused."""
    bound = json.dumps([getattr(asked, name) for name in _BASIC])
    return hashlib.sha256(bound.encode()).hexdigest()[:16]


def _token(asked: SearchRequest, position: int) -> str:
    """The mark of where the next page starts; the last page carries one too."""
    return base64.urlsafe_b64encode(f"{_digest(asked)}:{position}".encode()).decode()


def _position(asked: SearchRequest) -> int:
    if asked.token is None:
        return 0
    try:
        digest, _, position = base64.urlsafe_b64decode(asked.token).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        digest, position = "", ""
    if digest != _digest(asked) or not position.isdigit() or len(position) > 9:
        raise RefusedError("Invalid iteration token", {"type": "INVALID_ITERATION_TOKEN"})
    return int(position)


def _query_refusal(error: QuerySyntaxError) -> dict[str, Any]:
    location = {"beginLine": 1, "beginColumn": error.at + 1}
    if isinstance(error, UnknownFieldError):
        kind = {"type": "QUERY_UNKNOWN_FIELD", "field": error.field}
    elif isinstance(error, FieldFormatError):
        kind = {
            "type": "QUERY_INVALID_FIELD_FORMAT",
            "field": error.field,
            "pattern": error.pattern,
        }
    else:
        kind = {"type": "QUERY_SYNTAX_ERROR"}
    return {
        "message": f"Syntax error in expert query at line 1, col {error.at + 1}: {error}",
        "error": {**kind, "location": location},
    }
