"""Download every page of a crawl with Scrapy and throw it away: what ``bench_gather`` compares to.

The job comes on standard input, the number of records a day as argument; the number of pages
leaves on standard output. The settings are the crawl's own, without its pipeline.
"""

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from scrapy import Request
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from spiders.boamp import BoampSpider
from spiders.crawl import crawl_settings
from spiders.job import job_from_json
from spiders.tally import Tally


class BareSpider(BoampSpider):
    """Asks what the crawl asks, and reads nothing of it."""

    def __init__(self, records_a_day: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.records_a_day = records_a_day
        self.pages = 0

    def parse_page(self, response: Response) -> Iterator[Request]:
        """Count the page; the first of a day asks for the others."""
        self.pages += 1
        if response.meta["offset"] == 0:
            yield from self._rest_of(response.meta["day"], self.records_a_day)


def main() -> None:
    """Download, and print how many pages came."""
    job = job_from_json(sys.stdin.buffer.read())
    settings = crawl_settings(job)
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    keeper = SimpleNamespace(job=job, tally=Tally(job.source))
    process.crawl(crawler, keeper=keeper, records_a_day=int(sys.argv[1]))
    process.start()
    print(crawler.spider.pages if isinstance(crawler.spider, BareSpider) else 0)


if __name__ == "__main__":
    main()
