"""TED: the European tenders journal, through its search API and the notices' XML.

Publisher: Publications Office of the EU.
Licence: free reuse with attribution (Decision 2011/833/EU).
Address: search API v3 (POST, anonymous; ``VEILLE_TED_API_URL``), notice XML and daily packages
    (``VEILLE_TED_URL``).
Rhythm: the journal appears Monday to Friday, complete by 09:30.
Page size: 100 results of the search; one notice an XML; a day of notices a package.
Known limits: page x limit stops at 15,000 (an iteration goes on); one unknown field name refuses
    the whole request; ``timedOut`` comes with status 200; 429 is an HTML page without Retry-After.
    The search answer does not say which lot is reserved: the notice's XML decides.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import JsonRequest, Response
from twisted.python.failure import Failure

from spiders import ted_search
from spiders.answers import UnexpectedAnswer, decode_json, document
from spiders.base import OPEN_API, PAGE_SIZE, SourceSpider
from spiders.items import DamagedPage, Page, Record
from spiders.ted_package import members_of

PACKAGE_ABOVE = 500
UNIT = "recherche"

Output = Iterator[Request | Page | DamagedPage]


class TedSpider(SourceSpider):
    """Searches the notices of a territory by day, then reads each notice's XML."""

    name = "ted"
    custom_settings = OPEN_API

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields: tuple[str, ...] = ted_search.FIELDS
        self.found: dict[str, Mapping[str, Any]] = {}

    async def start(self) -> AsyncIterator[Request]:
        """The field list is checked once before anything is asked."""
        self.tally.unit(UNIT)
        yield self._check()

    def parse_check(self, response: Response) -> Output:
        """One unknown name refuses the whole list: then the minimal one will do."""
        if response.status == 400 and self.fields != ted_search.MINIMAL_FIELDS:
            self.fields = ted_search.MINIMAL_FIELDS
            yield self._check()
            return
        try:
            decode_json(response)
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), UNIT)
            return
        yield self._search(1, {"page": 1})

    def parse_search(self, response: Response) -> Output:
        """A page of results; after the last one, the notices themselves."""
        try:
            results = ted_search.results(decode_json(response))
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), UNIT)
            yield from self._documents(self.found)
            return
        before = len(self.found)
        numbered = ((ted_search.number_of(row), row) for row in results.rows)
        self.found.update((number, row) for number, row in numbered if number is not None)
        self.announce(UNIT, results.total)
        brought_news = len(self.found) > before
        following = None if self.checking else self._next(response, results, brought_news)
        if following is None:
            yield from self._documents(self.found)
        else:
            yield following

    def search_failed(self, failure: Failure) -> Output:
        """A search page that never came: what was found before it is read nevertheless."""
        self.failed(failure)
        yield from self._documents(self.found)

    def parse_document(self, response: Response) -> Output:
        """One notice's XML, kept byte for byte."""
        number = response.meta["number"]
        try:
            content = document(response)
        except UnexpectedAnswer as error:
            yield self.damaged(response, f"avis {number} : {error}", UNIT)
            return
        yield self._page([(number, content)])

    def parse_package(self, response: Response) -> Output:
        """A day's package; the notices that it does not give are asked for one by one."""
        wanted: Collection[str] = response.meta["numbers"]
        given = dict(members_of(response.body, wanted)) if response.status == 200 else {}
        members = list(given.items())
        for start in range(0, len(members), PAGE_SIZE):
            yield self._page(members[start : start + PAGE_SIZE])
        yield from self._single(number for number in wanted if number not in given)

    def package_failed(self, failure: Failure) -> Output:
        """No package, but the notices can still be asked for one by one."""
        request: Request = failure.request  # type: ignore[attr-defined]
        yield from self._single(request.meta["numbers"])

    def days_done(self) -> Iterator[date]:
        """The days of the job that are over, when all that the search announced was read."""
        if self.tally.unit(UNIT).complete and not self.tally.causes:
            yield from self.days_over()

    def _check(self) -> JsonRequest:
        request = self._search(0, {"checkQuerySyntax": True})
        return request.replace(callback=self.parse_check)

    def _search(self, page: int, body: Mapping[str, Any]) -> JsonRequest:
        asked = {
            "query": ted_search.query(self.job.nuts, self.job.since, self.job.until),
            "fields": list(self.fields),
            "limit": self.page_size,
            "scope": "ALL",
            "paginationMode": "PAGE_NUMBER",
            "onlyLatestVersions": False,
            **body,
        }
        return JsonRequest(
            f"{self.job.address}/v3/notices/search",
            data=asked,
            callback=self.parse_search,
            errback=self.search_failed,
            meta={"page": page, "unit": UNIT},
            dont_filter=True,
        )

    def _next(
        self, response: Response, results: ted_search.Results, brought_news: bool
    ) -> Request | None:
        """The page after this one; a total beyond the window is read by an iteration."""
        page = response.meta["page"]
        if results.token is not None:
            goes_on = brought_news and len(self.found) < results.total
            return self._iteration(page + 1, results.token) if goes_on else None
        if results.total > ted_search.WINDOW:
            if page > 1:  # an iteration whose last page has no token
                return None
            self.found.clear()
            return self._iteration(page + 1, None)
        if page * PAGE_SIZE >= results.total:
            return None
        return self._search(page + 1, {"page": page + 1})

    def _iteration(self, page: int, token: str | None) -> Request:
        """An iteration begins at the first result again; its token says where it stands."""
        mode = {"paginationMode": "ITERATION"}
        return self._search(page, mode if token is None else {**mode, "iterationNextToken": token})

    def _documents(self, found: Iterable[str]) -> Iterator[Request]:
        """The notices one by one, or by day where there are many."""
        numbers = sorted(found)[: self.job.max_records]
        by_issue: defaultdict[str | None, list[str]] = defaultdict(list)
        for number in numbers:
            by_issue[ted_search.issue_of(self.found[number])].append(number)
        for issue, members in by_issue.items():
            if issue is None or len(numbers) <= PACKAGE_ABOVE:
                yield from self._single(members)
            else:
                yield self._package(issue, members)

    def _single(self, numbers: Iterable[str]) -> Iterator[Request]:
        for number in numbers:
            yield Request(
                self._address(number),
                callback=self.parse_document,
                errback=self.failed,
                meta={"number": number, "unit": UNIT},
                dont_filter=True,
            )

    def _package(self, issue: str, numbers: list[str]) -> Request:
        return Request(
            f"{self.job.documents}/packages/daily/{issue}",
            callback=self.parse_package,
            errback=self.package_failed,
            meta={"numbers": numbers, "unit": UNIT},
            dont_filter=True,
        )

    def _page(self, documents: Iterable[tuple[str, bytes]]) -> Page:
        records = tuple(
            Record(
                key=number,
                content=content,
                media="xml",
                address=self._address(number),
                published_on=ted_search.published_on(self.found[number]),
            )
            for number, content in documents
        )
        return Page(unit=UNIT, records=records)

    def _address(self, number: str) -> str:
        return f"{self.job.documents}/en/notice/{number}/xml"
