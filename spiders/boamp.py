"""BOAMP: the official bulletin of public contracts, through its open API.

Publisher: DILA.
Licence: Licence Ouverte 2.0.
Address: Opendatasoft Explore API v2.1, dataset ``boamp`` (``VEILLE_BOAMP_URL``). Its ``robots.txt``
    refuses ``/api/`` to robots although DILA advertises this API for reuse: see
    ``docs/decisions``, 1.
Rhythm: seven days a week, 100 to 400 notices a day, from about 04:45 to 19:45 Paris time, so that a
    day is complete only once it is over.
Page size: 100 records.
Known limits: offset + limit stops at 10,000 (a day above it is read through the export, which is
    one list); two error shapes.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from spiders.answers import UnexpectedAnswer, decode_json
from spiders.base import OPEN_API, PAGE_SIZE, SourceSpider
from spiders.items import DamagedPage, Page, Record
from spiders.json_records import json_record
from veille.core.clock import days_between, paris
from veille.core.french import long_date

CEILING = 10_000
LARGEST_EXPORT = 256 * 1024 * 1024
EMPTY_ASKED_AGAIN = timedelta(days=7)
DATASET = "/api/explore/v2.1/catalog/datasets/boamp"

Output = Iterator[Request | Page | DamagedPage]


class BoampSpider(SourceSpider):
    """Reads the records of each publication day, and compares their number with the total."""

    name = "boamp"
    custom_settings = OPEN_API

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every day, oldest day first."""
        for day in days_between(self.job.since, self.job.until):
            self.tally.unit(unit_of(day)).day = day
            yield self._page(day, 0)

    def parse_page(self, response: Response) -> Output:
        """A page of records; the first page of a day tells how many more there are."""
        day, offset = response.meta["day"], response.meta["offset"]
        try:
            total, records = _results(decode_json(response))
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), unit_of(day))
            return
        self.announce(unit_of(day), total)
        if offset == 0 and not self.checking:
            yield from self._rest_of(day, total)
        if total <= CEILING:
            yield from self._pages(day, records)

    def parse_export(self, response: Response) -> Output:
        """The whole day as one list."""
        day = response.meta["day"]
        try:
            records = decode_json(response)
            if not isinstance(records, list):
                raise UnexpectedAnswer("l’export n’est pas une liste")
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), unit_of(day))
            return
        yield from self._pages(day, records)

    def days_done(self) -> Iterator[date]:
        """The days that are over and whose records all came; an empty one is asked again a week."""
        settled = paris(self.job.now).date() - EMPTY_ASKED_AGAIN
        for day in self.days_over():
            unit = self.tally.unit(unit_of(day))
            if unit.complete and (unit.received or day < settled):
                yield day

    def _rest_of(self, day: date, total: int) -> Iterator[Request]:
        if total > CEILING:
            yield self._export(day)
            return
        for offset in range(PAGE_SIZE, total, PAGE_SIZE):
            yield self._page(day, offset)

    def _pages(self, day: date, raw: list[Any]) -> Iterator[Page]:
        for start in range(0, len(raw), PAGE_SIZE):
            records = tuple(record_of(item, day) for item in raw[start : start + PAGE_SIZE])
            yield Page(unit=unit_of(day), records=records)

    def _page(self, day: date, offset: int) -> Request:
        query = {
            "where": f"dateparution=date'{day.isoformat()}'",
            "order_by": "dateparution,idweb",
            "limit": str(self.page_size),
            "offset": str(offset),
        }
        meta = {"day": day, "offset": offset}
        return self._request("records", query, self.parse_page, meta)

    def _export(self, day: date) -> Request:
        query = {"where": f"dateparution=date'{day.isoformat()}'", "order_by": "idweb"}
        meta = {"day": day, "download_maxsize": LARGEST_EXPORT}
        return self._request("exports/json", query, self.parse_export, meta)

    def _request(
        self, path: str, query: Mapping[str, str], callback: Any, meta: dict[str, Any]
    ) -> Request:
        return Request(
            f"{self.job.address}{DATASET}/{path}?{urlencode(query)}",
            callback=callback,
            errback=self.failed,
            meta={**meta, "unit": unit_of(meta["day"])},
            dont_filter=True,
        )


def unit_of(day: date) -> str:
    """What the records of a day are counted under: the day as people read it."""
    return long_date(day)


def record_of(item: Any, day: date) -> Record:
    """One API record as a payload, under its number."""
    return json_record(item, ("idweb", "id"), day)


def _results(page: Any) -> tuple[int, list[Any]]:
    """Total and records of an Explore v2.1 answer."""
    if not isinstance(page, Mapping):
        raise UnexpectedAnswer("la réponse n’est pas un objet")
    total, records = page.get("total_count"), page.get("results")
    if not isinstance(total, int) or isinstance(total, bool) or not isinstance(records, list):
        raise UnexpectedAnswer("la réponse n’a pas total_count et results")
    return total, records
