"""BOAMP: the official bulletin of public contracts, through its open API.

Publisher: DILA. Licence: Licence Ouverte 2.0. Address: Opendatasoft Explore API v2.1, dataset
``boamp``. Rhythm: seven days a week, 100 to 400 notices a day, from about 04:45 to 19:45 Paris
time, so that a day is complete only once it is over. Pages of 100 records. Known limits: offset +
limit stops at 10,000 (a day above it is read through the export, which is one list); two error
shapes; ``robots.txt`` refuses ``/api/`` to robots although DILA advertises this API for reuse, see
``docs/decisions``.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from scrapy.http import Response

from spiders.base import SourceSpider, UnexpectedAnswer, decode_json
from spiders.items import DamagedPage, Page, Record
from veille.core.clock import days_between

PAGE_SIZE = 100
CEILING = 10_000
DATASET = "/api/explore/v2.1/catalog/datasets/boamp"

Output = Iterator[Request | Page | DamagedPage]


class BoampSpider(SourceSpider):
    """Reads the records of each publication day, and compares their number with the total."""

    name = "boamp"
    custom_settings = {  # noqa: RUF012 - Scrapy's own type
        **SourceSpider.custom_settings,
        "ROBOTSTXT_OBEY": False,
    }

    async def start(self) -> AsyncIterator[Request]:
        """The first page of every day, oldest day first."""
        for day in days_between(self.job.since, self.job.until):
            yield self._page(day, 0)

    def parse_page(self, response: Response) -> Output:
        """A page of records; the first page of a day tells how many more there are."""
        day, offset = response.meta["day"], response.meta["offset"]
        try:
            total, records = _results(decode_json(response))
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), day.isoformat())
            return
        if offset == 0:
            self.announce(day.isoformat(), total)
            yield from self._rest_of(day, total)
        if offset == 0 and total > CEILING:
            return
        yield from self._records(day, records)

    def parse_export(self, response: Response) -> Output:
        """The whole day as one list."""
        day = response.meta["day"]
        try:
            records = decode_json(response)
            if not isinstance(records, list):
                raise UnexpectedAnswer("l’export n’est pas une liste")
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), day.isoformat())
            return
        yield from self._records(day, records)

    def _rest_of(self, day: date, total: int) -> Iterator[Request]:
        if self.job.max_records is not None:
            return
        if total > CEILING:
            yield self._export(day)
            return
        for offset in range(PAGE_SIZE, total, PAGE_SIZE):
            yield self._page(day, offset)

    def _records(self, day: date, raw: list[Any]) -> Output:
        unit = day.isoformat()
        records = tuple(record_of(item, day) for item in raw)
        self.tally.receive(unit, (record.key for record in records))
        if records:
            yield Page(unit=unit, records=records)

    def _page(self, day: date, offset: int) -> Request:
        query = {
            "where": f"dateparution=date'{day.isoformat()}'",
            "order_by": "dateparution,idweb",
            "limit": str(min(PAGE_SIZE, self.job.max_records or PAGE_SIZE)),
            "offset": str(offset),
        }
        return self._request("records", query, day, offset)

    def _export(self, day: date) -> Request:
        query = {"where": f"dateparution=date'{day.isoformat()}'", "order_by": "idweb"}
        return self._request("exports/json", query, day, 0)

    def _request(self, path: str, query: Mapping[str, str], day: date, offset: int) -> Request:
        return Request(
            f"{self.job.address}{DATASET}/{path}?{urlencode(query)}",
            callback=self.parse_export if path.startswith("exports") else self.parse_page,
            errback=self.failed,
            meta={"day": day, "offset": offset, "unit": day.isoformat()},
            dont_filter=True,
        )

    def days_done(self) -> Iterator[date]:
        """The days that are over and whose records all came; an empty day is asked again."""
        for day in self.days_over():
            unit = self.tally.unit(day.isoformat())
            if unit.complete and unit.received:
                yield day


def record_of(item: Any, day: date) -> Record:
    """One API record as a payload: decoded JSON with key order and numbers kept."""
    decoded = item if isinstance(item, dict) else {"record": item}
    try:
        content = json.dumps(decoded, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:  # a lone surrogate is JSON, but no UTF-8
        content = json.dumps(decoded, separators=(",", ":")).encode()
    key = decoded.get("idweb") or decoded.get("id")
    return Record(
        key=str(key)[:200] if key else f"without-id:{hashlib.sha256(content).hexdigest()[:32]}",
        content=content,
        media="json",
        published_on=day,
        decoded=decoded,
    )


def _results(page: Any) -> tuple[int, list[Any]]:
    """Total and records of an Explore v2.1 answer."""
    if not isinstance(page, Mapping):
        raise UnexpectedAnswer("la réponse n’est pas un objet")
    total, records = page.get("total_count"), page.get("results")
    if not isinstance(total, int) or isinstance(total, bool) or not isinstance(records, list):
        raise UnexpectedAnswer("la réponse n’a pas total_count et results")
    return total, records
