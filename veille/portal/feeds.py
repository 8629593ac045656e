"""Feeds with the marks of conditional requests: ETag and Last-Modified."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime

from veille.portal.messages import Request, Response, not_allowed, not_found

_HEAD = 4096
_DATED = re.compile(rb"<(?:lastBuildDate|pubDate|updated)>([^<]{10,40})<")


class Feeds:
    """The feeds of a replay by name; ``day`` dates those that do not date themselves."""

    def __init__(self, contents: Mapping[str, bytes], *, day: date) -> None:
        self._contents = contents
        self._day = day

    def feed(self, name: str, request: Request) -> Response:
        """The bytes of a feed, or 304 where the client has them."""
        if request.method != "GET":
            return not_allowed("GET")
        content = self._contents.get(name)
        if content is None:
            return not_found("no such feed")
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        changed = _changed(content) or datetime.combine(self._day, time(), tzinfo=UTC)
        marks = (("ETag", etag), ("Last-Modified", format_datetime(changed, usegmt=True)))
        kind = _content_type(name, content)
        if _is_current(request, etag, changed):
            return Response(status=304, content_type=kind, headers=marks)
        return Response(body=content, content_type=kind, headers=marks)


def _is_current(request: Request, etag: str, changed: datetime) -> bool:
    """If-None-Match decides where it is given, else If-Modified-Since (RFC 9110)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or etag in [item.strip() for item in known.split(",")]
    since = _moment(request.headers.get("if-modified-since", ""))
    return since is not None and changed <= since


def _changed(content: bytes) -> datetime | None:
    """When the feed says it was last built."""
    match = _DATED.search(content[:_HEAD])
    return _moment(match[1].decode("ascii", "replace").strip()) if match else None


def _moment(text: str) -> datetime | None:
    """A date as RSS (RFC 822) or Atom (ISO 8601) writes it, to the second, in UTC."""
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = read(text)
            aware = found if found.tzinfo else found.replace(tzinfo=UTC)
            return aware.astimezone(UTC).replace(microsecond=0)
        except (ValueError, OverflowError):
            continue
    return None


def _content_type(name: str, content: bytes) -> str:
    if name.endswith(".atom") or b"<feed" in content[:_HEAD]:
        return "application/atom+xml"
    if name.endswith((".rss", ".xml")):
        return "application/rss+xml"
    return "text/html" if name.endswith(".html") else "application/octet-stream"
