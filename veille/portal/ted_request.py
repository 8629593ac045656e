"""The body of a TED search: which keys it may have, and the refusals in their recorded shapes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veille.portal import ted_fields

MAX_LIMIT = 250
MAX_WINDOW = 15_000
MAX_FIELDS_PER_PAGE = 10_000
DEFAULT_LIMIT = 10

ITERATION = "ITERATION"
_SCOPES = ("ALL", "ACTIVE", "LATEST")
_MODES = ("PAGE_NUMBER", ITERATION)
_TYPES: Mapping[str, type] = {
    "query": str,
    "fields": list,
    "page": int,
    "limit": int,
    "scope": str,
    "paginationMode": str,
    "iterationNextToken": str,
    "onlyLatestVersions": bool,
    "checkQuerySyntax": bool,
}


class RefusedError(ValueError):
    """A request that gets 400; ``error`` is the second key of the answer."""

    def __init__(self, message: str, error: Any = None) -> None:
        super().__init__(message)
        self.error = error

    @property
    def body(self) -> dict[str, Any]:
        """The answer."""
        return {"message": str(self), "error": self.error}


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A body that was found valid."""

    query: str
    fields: tuple[str, ...]
    page: int = 1
    limit: int = DEFAULT_LIMIT
    scope: str = "ALL"
    iterates: bool = False
    token: str | None = None
    latest_only: bool = False
    check_only: bool = False


def read(body: bytes) -> SearchRequest:
    """The request in a body.

    Raises:
        RefusedError: it is not JSON, has a key or a value that the service refuses, or asks for
            more than a page may hold.
    """
    raw = _object(body)
    _validate(raw)
    request = SearchRequest(
        query=raw["query"],
        fields=tuple(raw["fields"]),
        page=raw.get("page") or 1,
        limit=DEFAULT_LIMIT if raw.get("limit") is None else raw["limit"],
        scope=raw.get("scope") or "ALL",
        iterates=raw.get("paginationMode") == ITERATION,
        token=raw.get("iterationNextToken"),
        latest_only=bool(raw.get("onlyLatestVersions")),
        check_only=bool(raw.get("checkQuerySyntax")),
    )
    _known_fields(request)
    _within_limits(request)
    return request


def _object(body: bytes) -> dict[str, Any]:
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise RefusedError("JSON parse error: the body cannot be read") from None
    if not isinstance(raw, dict):
        raise RefusedError("JSON parse error: Cannot deserialize the body as an object")
    for name, value in raw.items():
        if name not in _TYPES:
            raise RefusedError(
                f'JSON parse error: Unrecognized field "{name[:80]}", not marked as ignorable'
            )
        if value is not None and type(value) is not _TYPES[name]:
            raise RefusedError(f'JSON parse error: Cannot deserialize the value of "{name}"')
    return raw


def _validate(raw: Mapping[str, Any]) -> None:
    problems = [
        ("query", "must not be blank", bool((raw.get("query") or "").strip())),
        ("fields", "must not be empty", bool(raw.get("fields"))),
        ("page", "must be greater than or equal to 1", _at_least(raw.get("page"), 1)),
        ("limit", "must be greater than or equal to 0", _at_least(raw.get("limit"), 0)),
        ("scope", f"must be one of {', '.join(_SCOPES)}", raw.get("scope") in (None, *_SCOPES)),
        (
            "paginationMode",
            f"must be one of {', '.join(_MODES)}",
            raw.get("paginationMode") in (None, *_MODES),
        ),
    ]
    found = [
        {"objectName": "publicExpertSearchRequestV1", "field": field, "message": message}
        for field, message, valid in problems
        if not valid
    ]
    if found:
        raise RefusedError("Validation error", found)


def _at_least(value: Any, least: int) -> bool:
    return value is None or value >= least


def _known_fields(request: SearchRequest) -> None:
    for name in request.fields:
        if not isinstance(name, str) or not ted_fields.known(name):
            supported = ", ".join(sorted(ted_fields.NAMES))
            raise RefusedError(
                f"Parameter 'fields' contains unsupported value. Supported values: {supported}",
                {
                    "type": "UNSUPPORTED_VALUE",
                    "parameterName": "fields",
                    "unsupportedValue": str(name)[:80],
                },
            )


def _within_limits(request: SearchRequest) -> None:
    if request.limit > MAX_LIMIT:
        raise _exceeds(
            "limit", request.limit, MAX_LIMIT, {"type": "SEARCH_EXCEEDS_MAX_LIMIT"}, "maxLimits"
        )
    window = request.page * request.limit
    if not request.iterates and window > MAX_WINDOW:
        raise _exceeds(
            "page x limit", window, MAX_WINDOW, {"type": "SEARCH_WINDOW_TOO_WIDE"}, "maxWindow"
        )
    asked = len(request.fields) * request.limit
    if asked > MAX_FIELDS_PER_PAGE:
        error = {"type": "SEARCH_FIELDS_PER_PAGE_EXCEEDS_MAX_LIMIT", "fieldsPerPage": asked}
        raise _exceeds("Fields per page", asked, MAX_FIELDS_PER_PAGE, error, "maxFieldsPerPage")


def _exceeds(
    name: str, value: int, allowed: int, error: dict[str, Any], allowed_key: str
) -> RefusedError:
    return RefusedError(
        f"Value ({value}) of parameter '{name}' exceeds maximum allowed value ({allowed})",
        {**error, allowed_key: allowed},
    )
