"""What comes in and what goes out: one HTTP request and its answer, apart from any socket."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

JSON_TYPE = "application/json; charset=utf-8"
MAX_PARAMETERS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request: ``path`` is percent-decoded, header names are in lower case."""

    method: str = "GET"
    path: str
    parameters: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(
        cls, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> "Request":
        """The request for a target as on the request line (``/path?key=value``).

        Raises:
            ValueError: the target cannot be read, or has more than 100 parameters.
        """
        parts = urlsplit(target)
        return cls(
            method=method,
            path=unquote(parts.path),
            parameters=tuple(
                parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)
            ),
            headers=headers or {},
            body=body,
        )

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a parameter, in order."""
        return tuple(value for key, value in self.parameters if key == name)

    def first(self, name: str) -> str | None:
        """The first value of a parameter, or nothing."""
        return next(iter(self.every(name)), None)

    def with_parameter(self, name: str, value: str) -> "Request":
        """The same request with ``name`` set to one value."""
        others = tuple(pair for pair in self.parameters if pair[0] != name)
        return Request(
            method=self.method,
            path=self.path,
            parameters=(*others, (name, value)),
            headers=self.headers,
            body=self.body,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One answer. The last three fields exist for misbehaviour.

    ``delay`` is in seconds; ``announced`` is the Content-Length where it is not that of ``body``;
    ``dropped`` closes the connection without an answer.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = JSON_TYPE
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    announced: int | None = None
    dropped: bool = False


def json_response(payload: Any, status: int = 200) -> Response:
    """``payload`` as a JSON answer."""
    return Response(status=status, body=json.dumps(payload, ensure_ascii=False).encode())


def text_response(text: str, status: int = 200) -> Response:
    """``text`` as a plain answer."""
    return Response(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")


def not_found(what: str) -> Response:
    """404, saying what there is not."""
    return text_response(f"{what}\n", status=404)


def not_allowed(allowed: str) -> Response:
    """405 with the method that is spoken here."""
    return Response(
        status=405,
        body=f"only {allowed}\n".encode(),
        content_type="text/plain; charset=utf-8",
        headers=(("Allow", allowed),),
    )
