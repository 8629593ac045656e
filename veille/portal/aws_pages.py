"""The AWS engine of marches-publics.info: its search form, its pages of results, its notices.

The blocks of the results are cut out of recorded lists and put again into a page of the same
shape; what a session searched for is known by its cookie, as there.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import count
from threading import Lock
from urllib.parse import parse_qs

from veille.portal.aws_frame import form_page, result_page, too_many_page
from veille.portal.messages import Request, Response, not_allowed, not_found

HTML = "text/html; charset=utf-8"
LIST = "/Annonces/lister"
PER_PAGE = 10
MOST_RESULTS = 500
"""Above it the site shows none, and asks to narrow the search."""

_SESSIONS = 200
_COOKIE = re.compile(r"(?:^|;\s*)CFID=(\d{1,12})")
_PANE = re.compile(r'<div class="tab-pane[^"]*" id="([123])"(.*?)heureLocale', re.DOTALL)
_START = '<div class="container-fluid" id="entity">'
_NUMBER = re.compile(r"/Annonces/(MPI-pub-[0-9]{6,16})\.htm")
_POSTCODE = re.compile(r"<h2[^>]*>[^<]*\((\d{5})\)")
_NATURES = {"1": "T", "2": "S", "3": "F"}


@dataclass(frozen=True, slots=True)
class Block:
    """One notice of a recorded list: its markup, nature (T, S, F), postcode and page."""

    markup: str
    nature: str
    postcode: str
    name: str


class AwsPages:
    """The recorded pages of a replay by file name: ``MPI-pub-….htm`` are notices, others lists."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._notices = {
            name.rpartition("/")[2]: content
            for name, content in contents.items()
            if name.rpartition("/")[2].startswith("MPI-pub-")
        }
        lists = [
            content
            for name, content in contents.items()
            if name.rpartition("/")[2] not in self._notices
        ]
        self._blocks = tuple(_blocks(lists))
        self._sessions: OrderedDict[str, tuple[Block, ...]] = OrderedDict()
        self._numbers = count(1_000)
        self._lock = Lock()

    def answer(self, request: Request) -> Response:
        """The form, a page of results, or a notice."""
        if request.path == LIST:
            return self._search(request) if request.method == "POST" else self._page(request)
        if request.method != "GET":
            return not_allowed("GET")
        content = self._notices.get(request.path.removeprefix("/Annonces/"))
        if content is None:
            return not_found("no such notice")
        return Response(body=content, content_type="text/html")

    def _search(self, request: Request) -> Response:
        """The first page of what the form asks for; the answer's cookie is the session."""
        asked = parse_qs(request.body.decode("utf-8", "replace"), max_num_fields=100)
        found = tuple(one for one in self._blocks if self._matches(one, asked))
        with self._lock:
            session = str(next(self._numbers))
            self._sessions[session] = found
            if len(self._sessions) > _SESSIONS:
                self._sessions.popitem(last=False)
        cookie = (("Set-Cookie", f"CFID={session}; Path=/; HttpOnly"),)
        body = _results(found, 1)
        return Response(body=body.encode(), content_type=HTML, headers=cookie)

    def _page(self, request: Request) -> Response:
        """A further page of what the session searched for; without one, the form again."""
        session = _COOKIE.search(request.headers.get("cookie", ""))
        pager = next(((key, value) for key, value in request.parameters if "pager_" in key), None)
        found = self._sessions.get(session[1]) if session else None
        if found is None or pager is None:
            return Response(body=form_page().encode(), content_type=HTML)
        number = int(pager[1]) if pager[1].isdecimal() and len(pager[1]) < 6 else 1
        body = _results(found, number)
        return Response(body=body.encode(), content_type=HTML)

    def _matches(self, block: Block, asked: Mapping[str, Sequence[str]]) -> bool:
        def first(name: str) -> str:
            return next(iter(asked.get(name, ())), "").strip()

        nature, regions, code = first("IDN"), first("IDR"), first("listeCPV")[:8]
        words = first("txtLibre").casefold()
        departments = [one.zfill(2) for one in regions.split(",")]
        page = self._notices.get(f"{block.name}.htm", b"").decode("utf-8", "replace")
        return (
            first("IDE") == "EC"
            and nature in ("X", block.nature)
            and (regions == "X" or block.postcode[:2] in departments)
            and code in page
            and words in unescape(block.markup + page).casefold()
        )


def _blocks(lists: Sequence[bytes]) -> list[Block]:
    """The blocks of recorded lists; of two about one notice the last one stays."""
    found: dict[str, Block] = {}
    for content in lists:
        for pane in _PANE.finditer(content.decode("utf-8", "replace")):
            for markup in pane[2].split(_START)[1:]:
                number, where = _NUMBER.search(markup), _POSTCODE.search(markup)
                whole = _START + markup.rpartition("<br/>")[0] + "<br/>\n"
                name = number[1] if number else whole
                found[name] = Block(whole, _NATURES[pane[1]], where[1] if where else "", name)
    return list(found.values())


def _results(found: Sequence[Block], page: int) -> str:
    if len(found) > MOST_RESULTS:
        return too_many_page()
    panes = {
        nature: [one.markup for one in found if one.nature == nature]
        for nature in _NATURES.values()
    }
    return result_page(panes, page=page, per_page=PER_PAGE)
