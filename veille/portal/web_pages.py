"""Web pages that misbehave: words of their markup renamed, another total, no rows."""

import re
from dataclasses import replace

from veille.portal.messages import Request, Response

_TOTAL = re.compile(rb'(id="nbResultAvis"><strong>\s*)([0-9]{1,9})')
_ROW = b'<div class="container-fluid" id="entity">'
_AFTER_ROWS = b'<div class="row"><div class="col-sm-12 heureLocale">'


def is_page(response: Response) -> bool:
    """Whether an answer is a web page."""
    return response.content_type.startswith("text/html")


def pager_of(request: Request) -> tuple[str, int] | None:
    """The pager of a list (``pager_s=2``) and the page that it asks for."""
    found = ((key, value) for key, value in request.parameters if key.startswith("pager_"))
    return next(((key, int(value)) for key, value in found if value.isdecimal()), None)


def reworded(response: Response, word: str, other: str) -> Response:
    """The page with a word of its markup (a class, an id, a label) replaced."""
    return replace(response, body=response.body.replace(word.encode(), other.encode()))


def retotalled(response: Response, by: int) -> Response:
    """The list with another total."""

    def more(found: re.Match[bytes]) -> bytes:
        return found[1] + str(max(0, int(found[2]) + by)).encode()

    return replace(response, body=_TOTAL.sub(more, response.body))


def emptied(response: Response) -> Response:
    """The list without its rows, its total unchanged."""
    first, *rows = response.body.split(_ROW)
    rests = (row.partition(_AFTER_ROWS) for row in rows)
    return replace(response, body=first + b"".join(mark + rest for _, mark, rest in rests if mark))
