"""TED: the European tenders journal, through its search API and the notices' XML.

Publisher: Publications Office of the EU. Licence: free reuse with attribution (Decision
2011/833/EU). Addresses: search API v3 (POST, anonymous), notice XML, daily packages. Rhythm: the
journal appears Monday to Friday, complete by 09:30. Pages of 100. Known limits: page x limit stops
at 15,000 (iteration goes on); one unknown field name refuses the whole request; ``timedOut`` comes
with status 200; 429 is an HTML page without Retry-After. The search answer does not say which lot
is reserved: the notice's XML decides.
"""

import io
import re
import tarfile
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from typing import Any

from scrapy import Request
from scrapy.http import JsonRequest, Response

from spiders.base import SourceSpider, UnexpectedAnswer, decode_json
from spiders.items import DamagedPage, Page, Record

PAGE_SIZE = 100
WINDOW = 15_000
PACKAGE_ABOVE = 500
LARGEST_NOTICE = 20 * 1024 * 1024
LARGEST_PACKAGE = 2 * 1024 * 1024 * 1024
MINIMAL_FIELDS = ("publication-number", "publication-date")
FIELDS = (
    *MINIMAL_FIELDS,
    "ojs-number",
    "notice-identifier",
    "procedure-identifier",
    "form-type",
    "links",
)
UNIT = "recherche"

Output = Iterator[Request | Page | DamagedPage]


class TedSpider(SourceSpider):
    """Searches the notices of a territory by day, then reads each notice's XML."""

    name = "ted"
    custom_settings = {  # noqa: RUF012 - Scrapy's own type
        **SourceSpider.custom_settings,
        "ROBOTSTXT_OBEY": False,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields: tuple[str, ...] = FIELDS
        self.found: dict[str, Mapping[str, Any]] = {}

    async def start(self) -> AsyncIterator[Request]:
        """The field list is checked once before anything is asked."""
        yield self._search(self.parse_check, 0, {"checkQuerySyntax": True})

    def parse_check(self, response: Response) -> Output:
        """One unknown name refuses the whole list: then the minimal one will do."""
        if response.status == 400 and self.fields != MINIMAL_FIELDS:
            self.fields = MINIMAL_FIELDS
            yield self._search(self.parse_check, 0, {"checkQuerySyntax": True})
            return
        try:
            decode_json(response)
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), UNIT)
            return
        yield self._search(self.parse_search, 1, {"page": 1})

    def parse_search(self, response: Response) -> Output:
        """A page of results; after the last one, the notices themselves."""
        try:
            notices, total, token = _results(decode_json(response))
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), UNIT)
            yield from self._documents()
            return
        before = len(self.found)
        self.found.update((number_of(row), row) for row in notices if number_of(row))
        self.announce(UNIT, total)
        page = response.meta["page"]
        # A page that brings nothing new breaks a numbered chain; an iteration begins at page one
        # again and only its own end, or the number of its pages, stops it.
        goes_on = len(self.found) > before or (token is not None and page <= 2 * total // PAGE_SIZE)
        if notices and goes_on and len(self.found) < total and self.job.max_records is None:
            yield self._next_page(page, token)
            return
        yield from self._documents()

    def parse_document(self, response: Response) -> Output:
        """One notice's XML, kept byte for byte."""
        number = response.meta["number"]
        if response.status != 200 or not response.body:
            yield self.damaged(response, f"{number} : HTTP {response.status}", UNIT)
            return
        yield from self._page([(number, response.body)])

    def parse_package(self, response: Response) -> Output:
        """A day's package: the notices that the search found, out of all of Europe's."""
        issue = response.meta["issue"]
        if response.status != 200:
            yield self.damaged(response, f"paquet {issue} : HTTP {response.status}", UNIT)
            return
        wanted = response.meta["numbers"]
        try:
            members = list(members_of(response.body, wanted))
        except (tarfile.TarError, EOFError, OSError, ValueError) as error:
            self.tally.fail(f"paquet {issue} : illisible ({type(error).__name__})", UNIT)
            return
        yield from self._page(members)

    def days_done(self) -> Iterator[date]:
        """The days of the job that are over, when all that the search announced was read."""
        if self.tally.unit(UNIT).complete and not self.tally.causes:
            yield from self.days_over()

    def query(self) -> str:
        """The expert query: performed in, or bought from, the job's NUTS regions, by day."""
        nuts = " ".join(self.job.nuts)
        days = (
            f"publication-date >= {self.job.since:%Y%m%d} "
            f"AND publication-date <= {self.job.until:%Y%m%d}"
        )
        where = f"(place-of-performance IN ({nuts}) OR buyer-country-sub IN ({nuts}))"
        return f"{where} AND {days} SORT BY publication-number"

    def _search(self, callback: Any, page: int, body: Mapping[str, Any]) -> JsonRequest:
        asked = {
            "query": self.query(),
            "fields": list(self.fields),
            "limit": min(PAGE_SIZE, self.job.max_records or PAGE_SIZE),
            "scope": "ALL",
            "paginationMode": "PAGE_NUMBER",
            "onlyLatestVersions": False,
            **body,
        }
        return JsonRequest(
            f"{self.job.address}/v3/notices/search",
            data=asked,
            callback=callback,
            errback=self.failed,
            meta={"page": page, "unit": UNIT},
            dont_filter=True,
        )

    def _next_page(self, page: int, token: str | None) -> JsonRequest:
        if token is None and (page + 1) * PAGE_SIZE <= WINDOW:
            return self._search(self.parse_search, page + 1, {"page": page + 1})
        iteration: dict[str, Any] = {"paginationMode": "ITERATION"}
        if token is not None:
            iteration["iterationNextToken"] = token
        return self._search(self.parse_search, page + 1, iteration)

    def _documents(self) -> Iterator[Request]:
        numbers = sorted(self.found)[: self.job.max_records]
        packages = self._packages(numbers) if len(numbers) > PACKAGE_ABOVE else {}
        for issue, members in packages.items():
            yield self._package(issue, members)
        packed = {number for members in packages.values() for number in members}
        for number in numbers:
            if number not in packed:
                yield self._document(number)

    def _packages(self, numbers: list[str]) -> dict[str, list[str]]:
        """Numbers by daily package, ``<year><issue on 5 digits>``, where the issue is known."""
        by_issue: dict[str, list[str]] = {}
        for number in numbers:
            said = re.fullmatch(r"(\d{1,5})/(\d{4})", str(self.found[number].get("ojs-number", "")))
            if said:
                by_issue.setdefault(f"{said[2]}{int(said[1]):05d}", []).append(number)
        return by_issue

    def _document(self, number: str) -> Request:
        return Request(
            f"{self.job.documents}/en/notice/{number}/xml",
            callback=self.parse_document,
            errback=self.failed,
            meta={"number": number, "unit": UNIT},
            dont_filter=True,
        )

    def _package(self, issue: str, numbers: list[str]) -> Request:
        return Request(
            f"{self.job.documents}/packages/daily/{issue}",
            callback=self.parse_package,
            errback=self.failed,
            meta={"issue": issue, "numbers": frozenset(numbers), "unit": UNIT},
            dont_filter=True,
        )

    def _page(self, documents: list[tuple[str, bytes]]) -> Output:
        records = tuple(
            Record(
                key=number,
                content=content,
                media="xml",
                address=f"{self.job.documents}/en/notice/{number}/xml",
                published_on=published_on(self.found.get(number, {})),
            )
            for number, content in documents
        )
        self.tally.receive(UNIT, (record.key for record in records))
        if records:
            yield Page(unit=UNIT, records=records)


def number_of(row: Any) -> str:
    """The publication number of a result, without leading zeros; empty when it has none."""
    said = row.get("publication-number") if isinstance(row, Mapping) else None
    match = re.fullmatch(r"0*(\d{1,8})-(\d{4})", said) if isinstance(said, str) else None
    return f"{match[1]}-{match[2]}" if match else ""


def published_on(row: Mapping[str, Any]) -> date | None:
    """The day of ``2026-08-06+02:00`` (a date with an offset)."""
    try:
        return date.fromisoformat(str(row.get("publication-date", ""))[:10])
    except ValueError:
        return None


def members_of(package: bytes, wanted: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The wanted notices of a daily package (tar.gz), read as a stream and bounded in size."""
    seen = 0
    with tarfile.open(fileobj=io.BytesIO(package), mode="r|gz") as archive:
        for member in archive:
            seen += member.size
            if seen > LARGEST_PACKAGE:
                raise ValueError("paquet trop grand")
            name = re.search(r"(?:^|/)0*(\d{1,8})_(\d{4})\.xml$", member.name)
            number = f"{name[1]}-{name[2]}" if name else ""
            if number not in wanted or not member.isfile() or member.size > LARGEST_NOTICE:
                continue
            content = archive.extractfile(member)
            if content is not None:
                yield number, content.read()


def _results(answer: Any) -> tuple[list[Any], int, str | None]:
    """Notices, total and iteration token of a search answer."""
    if not isinstance(answer, Mapping) or not isinstance(answer.get("notices"), list):
        raise UnexpectedAnswer("la réponse n’a pas de liste notices")
    if answer.get("timedOut"):
        raise UnexpectedAnswer("recherche interrompue par TED (timedOut)")
    total, token = answer.get("totalNoticeCount"), answer.get("iterationNextToken")
    if not isinstance(total, int):
        raise UnexpectedAnswer("la réponse n’a pas totalNoticeCount")
    return answer["notices"], total, token if isinstance(token, str) else None
