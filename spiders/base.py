"""What every spider of a source shares: its job, its tally, what it does with a bad answer."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.causes import cause_of
from spiders.items import DamagedPage
from spiders.keeping import Keeper
from veille.core.clock import days_between, paris

PAGE_SIZE = 100
OPEN_API: dict[str, Any] = {"ROBOTSTXT_OBEY": False}
"""Scrapy settings of an official API offered for reuse: see ``docs/decisions``, 1."""


class SourceSpider(Spider):
    """A spider that reads one source over the days of a job and counts what it reads."""

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self.keeper = keeper
        self.job = keeper.job
        self.tally = keeper.tally
        self.page_size = min(PAGE_SIZE, self.job.max_records or PAGE_SIZE)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, told of exceptions that its own callbacks raise."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.broken, signal=signals.spider_error)
        return spider

    @property
    def checking(self) -> bool:
        """Whether only the first records are wanted."""
        return self.job.max_records is not None

    def failed(self, failure: Failure) -> None:
        """Scrapy errback: the request's unit is not done."""
        self.tally.fail(cause_of(failure.value or Exception()), _unit_of(failure))

    def broken(self, failure: Failure, response: Response | Failure) -> None:
        """A callback raised: a program's error, and the unit is not done."""
        self.tally.fail(f"erreur du programme ({type(failure.value).__name__})", _unit_of(response))

    def damaged(self, response: Response, reason: str, unit: str) -> DamagedPage:
        """The answer kept whole; its unit is not done."""
        self.tally.fail(reason, unit)
        return DamagedPage(unit=unit, address=response.url, content=response.body, reason=reason)

    def announce(self, unit: str, total: int) -> None:
        """The source says how many records a unit holds; a check wants only the first ones."""
        self.tally.announce(unit, min(total, self.page_size) if self.checking else total)

    def days_over(self) -> Iterator[date]:
        """The days of the job that are over: the running day is read too, but never done."""
        today = paris(self.job.now).date()
        return (day for day in days_between(self.job.since, self.job.until) if day < today)

    def days_done(self) -> Iterator[date]:
        """The days that need not be read again; a source that has no days gives none."""
        return iter(())


def _unit_of(outcome: Response | Failure) -> str | None:
    """The unit that a request was about, from its response or its failure."""
    request = getattr(outcome, "request", None)
    unit = request.meta.get("unit") if isinstance(request, Request) else None
    return unit if isinstance(unit, str) else None
