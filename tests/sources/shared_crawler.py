"""Crawls one after the other in one process: a child a crawl would cost seconds each.

Jobs come as JSON Lines, results leave as JSON Lines; each crawl has spider, settings, keeper and
tally of its own, as in ``spiders.crawl``, whose process tests/spiders tries out. Run as
``python -m tests.sources.shared_crawler``.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor

from spiders.crawl import crawl_settings, ended, say
from spiders.job import (
    CrawlJob,
    CrawlProgress,
    CrawlResult,
    job_from_json,
    job_to_json,
    line_from_json,
)
from spiders.keeping import Keeper
from spiders.registry import SOURCES, load_code
from spiders.tally import Tally
from veille.store import Store


class SharedCrawler:
    """The child, from the test's side."""

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.sources.shared_crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._child.communicate(timeout=30)

    def crawl(
        self, job: CrawlJob, tell: Callable[[CrawlProgress], None] = lambda _: None
    ) -> CrawlResult:
        """One crawl, to its end; ``tell`` is called with the progress after each page."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(job_to_json(job) + b"\n")
        self._child.stdin.flush()
        for line in self._child.stdout:
            said = line_from_json(line)
            if isinstance(said, CrawlResult):
                return said
            tell(said)
        raise AssertionError(f"the crawl of {job.source} died")


async def _crawl(job: CrawlJob) -> CrawlResult:
    store = Store(job.database_url, durable=False)
    try:
        keeper = Keeper(store, job, Tally(job.source), say)
        keeper.open()
        source = SOURCES[job.source]
        if source.reader is not None:
            load_code(source.reader)(keeper)
            return keeper.close(())
        runner = AsyncCrawlerRunner(crawl_settings(job))
        crawler = runner.create_crawler(load_code(source.spider or ""))
        await runner.crawl(crawler, keeper=keeper)
        return ended(crawler, keeper)
    finally:
        store.dispose()


async def _crawls() -> None:
    while line := await asyncio.to_thread(sys.stdin.buffer.readline):
        say(await _crawl(job_from_json(line)))


def main() -> None:
    """Crawl until there are no more jobs."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    # What start() yields last is stored a moment after the engine looked whether it may end.
    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.05
    configure_logging({"LOG_LEVEL": "WARNING"})
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    def begin() -> None:
        done = Deferred.fromFuture(asyncio.ensure_future(_crawls()))
        done.addBoth(lambda _: reactor.stop())

    reactor.callWhenRunning(begin)
    reactor.run()


if __name__ == "__main__":
    main()
