"""Award files with the marks of conditional requests, served whole or by ranges (RFC 9110)."""

import hashlib
import re
from collections.abc import Mapping

from veille.portal.messages import Request, Response, not_allowed, not_found

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{0,12})")


class AwardFiles:
    """The award files of a replay, by name."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents

    def file(self, name: str, request: Request) -> Response:
        """The bytes asked for, or 304 where the client has them."""
        if request.method != "GET":
            return not_allowed("GET")
        content = self._contents.get(name)
        if content is None:
            return not_found("no such file")
        etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        marks = (("ETag", etag), ("Accept-Ranges", "bytes"))
        known = request.headers.get("if-none-match", "")
        if etag in [item.strip() for item in known.split(",")]:
            return Response(status=304, headers=marks)
        kind = "application/octet-stream"
        part = _RANGE.fullmatch(request.headers.get("range", ""))
        if part is None or request.headers.get("if-range", etag) != etag:
            return Response(body=content, content_type=kind, headers=marks)
        first = int(part[1])
        last = min(int(part[2] or len(content) - 1), len(content) - 1)
        if first > last:
            return Response(status=416, headers=(("Content-Range", f"bytes */{len(content)}"),))
        where = ("Content-Range", f"bytes {first}-{last}/{len(content)}")
        body = content[first : last + 1]
        return Response(status=206, body=body, content_type=kind, headers=(*marks, where))
