"""AWS: marches-publics.info, its sub-domains and the press portals of the same engine.

Publisher: AW Solutions, for the buyers.
Licence: terms of use and database right are the publisher's, to be settled with it: off by default,
    see ``docs/platforms.md``.
Address: each site's own, in the settings (``VEILLE_AWS``): none by default.
Rhythm: what is open now, each département and nature once; then only the notice pages that are new
    or whose row changed. One request at a time, five seconds apart, robots.txt obeyed.
Page size: ten or twenty rows a list, one notice a page.
Known limits: the shapes come from public descriptions; a search with too many results shows none; a
    refusal (robots, block page, 403) ends the site's crawl; at most ``MOST_NOTICES`` pages a crawl.

The requests follow one another in ``start``: nothing is in a queue that a refusal could not stop.
"""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response

from spiders.aws_search import NATURES, Search
from spiders.base import SourceSpider
from spiders.causes import ROBOTS, cause_of
from spiders.items import DamagedPage, FeedState, Page, Record
from spiders.keeping import Keeper
from spiders.parsers.aws_list import Listing, Row, read_list
from spiders.parsers.aws_page import LARGEST_PAGE, blocked
from spiders.parsers.aws_said import with_row
from spiders.parsers.aws_shape import COMPARED
from spiders.parsers.result import UnreadablePayload
from spiders.robots import NoRobots

MOST_PAGES = 40
"""Of results, a search."""
MOST_NOTICES = 400
"""Asked for in one crawl: at five seconds each, half an hour."""

_REFUSALS = (401, 403, 407, 451)
_END = 1_000

Output = AsyncIterator[Page | DamagedPage]


class AwsSpider(SourceSpider):
    """Reads the lists of each site, then the notices that they show anew."""

    name = "aws"
    custom_settings: dict[str, Any] = {  # noqa: RUF012 - Scrapy reads it from the class
        "DOWNLOAD_MAXSIZE": LARGEST_PAGE,
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "spiders.robots.StrictRobotsMiddleware": 100,
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": 700,
        },
    }

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self._closed: set[str] = set()
        self._kept: set[str] = set()
        self._asked = 0

    async def start(self) -> Output:
        """Every search of every site, one after the other; a check stops at the first notices."""
        for search in self._searches():
            if search.host not in self._closed:
                async for item in self._search(search):
                    yield item

    def _searches(self) -> Iterable[Search]:
        return (
            Search(site.rstrip("/"), department, nature)
            for site in self.job.feeds
            for department in self.job.departments
            for nature in NATURES
        )

    async def _search(self, search: Search) -> Output:
        """The lists of a search, then its notices, as far as the site lets itself be read."""
        rows: dict[str, Row] = {}
        total = page = 0
        following: Request | None = search.first()
        while following is not None and page < MOST_PAGES:
            page += 1
            response = await self._answer(following, search)
            if response is None:
                break
            listing = self._listing(response, search, page)
            if isinstance(listing, str):
                yield self.damaged(response, listing, search.unit)
                break
            if self.checking:
                yield DamagedPage(
                    unit=search.unit,
                    address=response.url,
                    content=response.body,
                    reason=COMPARED,
                )
            before = len(rows)
            rows.update((row.number, row) for row in listing.rows)
            total = max(total, listing.total)
            more = listing.following if len(rows) > before and not self.checking else None
            following = search.page(more) if more else None
        else:
            self._announce(search, total, rows, cut=following is not None)
        async for item in self._notices(search, list(rows.values())):
            yield item
        if self.checking and rows:
            self._closed.add(search.host)

    def _announce(self, search: Search, total: int, rows: dict[str, Row], *, cut: bool) -> None:
        """Notices pinned above the results make more than the total; fewer are missing."""
        here = min(len(rows), 1) if self.checking else max(total, len(rows))
        self.tally.announce(search.unit, here)
        if cut:
            self.tally.fail(f"plus de {MOST_PAGES} pages de résultats", search.unit)

    async def _notices(self, search: Search, rows: list[Row]) -> Output:
        """The pages of the notices that are not kept, or whose row is another than then."""
        marks = self.keeper.marks(_address(row) for row in rows)
        for row in rows[:1] if self.checking else rows:
            if row.number in self._kept or marks.get(_address(row)) == row.mark:
                self.tally.receive(search.unit, [row.number])
                continue
            if search.host in self._closed:
                return
            if self._asked >= MOST_NOTICES:
                self.tally.fail(f"limite de {MOST_NOTICES} avis par collecte atteinte", search.unit)
                return
            self._asked += 1
            request = search.notice(row.number)
            response = await self._answer(request, search)
            if response is None:
                continue
            problem = self._problem(response, search)
            if problem is not None:
                yield self.damaged(response, f"avis {row.number} : {problem}", search.unit)
                continue
            self._kept.add(row.number)
            yield _page(search.unit, row, request.url, response.body)

    async def _answer(self, request: Request, search: Search) -> Response | None:
        """The answer; none where it never came, which the search's unit says."""
        if self.crawler.engine is None:
            raise RuntimeError("the crawl has no engine")
        try:
            return await self.crawler.engine.download_async(request)
        except Exception as error:  # whatever the network does has its words in ``cause_of``
            cause = cause_of(error)
            refused = cause == ROBOTS or isinstance(error, NoRobots)
            if refused:
                self._closed.add(search.host)
            self.tally.fail(cause, search.host if refused else search.unit)
            return None

    def _listing(self, response: Response, search: Search, page: int) -> Listing | str:
        """The page of results, or why it is none."""
        problem = self._problem(response, search)
        if problem is not None:
            return problem
        try:
            listing = read_list(response.body, page)
        except UnreadablePayload as error:
            return str(error)
        if listing.odd:
            odd = f"{listing.odd} avis de la liste sans numéro, objet ou date : la page a changé"
            self.tally.fail(odd, search.unit)
        return listing

    def _problem(self, response: Response, search: Search) -> str | None:
        """Why an answer is no page of the site; a refusal closes the site for this crawl."""
        refusal = blocked(response.body)
        if response.status in _REFUSALS:
            refusal = f"HTTP {response.status}{f', {refusal}' if refusal else ''}"
        elif urlsplit(response.url).netloc != search.host:
            refusal = f"renvoi vers {urlsplit(response.url).netloc}"
        if refusal is not None:
            self._closed.add(search.host)
            return refusal
        if response.status != 200:
            return f"HTTP {response.status}"
        return None if b"</html" in response.body[-_END:].lower() else "page coupée"


def _address(row: Row) -> str:
    """What the row of a notice is remembered by, whichever site shows it."""
    return f"aws:{row.number}"


def _page(unit: str, row: Row, address: str, content: bytes) -> Page:
    """The page byte for byte; what only the list says of it is the fragment of its address."""
    record = Record(
        key=row.number,
        content=content,
        media="html",
        address=with_row(address, row),
        published_on=row.published_on,
    )
    state = FeedState(address=_address(row), etag=row.mark)
    return Page(unit=unit, records=(record,), state=state)
