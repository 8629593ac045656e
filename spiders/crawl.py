"""One crawl as a process of its own: ``python -m spiders.crawl``.

The job comes as JSON on standard input; progress and, last, the result leave as JSON Lines on
standard output. A reactor runs only once in a process, hence one process a crawl.
"""

import sys
from contextlib import suppress

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from spiders.addresses import is_loopback
from spiders.base import SourceSpider
from spiders.job import CrawlJob, CrawlProgress, CrawlResult, job_from_json, line_to_json
from spiders.keeping import Keeper
from spiders.registry import SOURCES, load_code
from spiders.tally import Tally
from veille.core.french import typography
from veille.store.database import Store
from veille.store.errors import StoreError

_FINISHED = "finished"


def run(job: CrawlJob) -> CrawlResult:
    """Crawl, store, and record how it ended; run again, it stores nothing twice.

    Raises:
        StoreError: the database cannot be used.
    """
    store = Store(job.database_url, durable=False)
    try:
        keeper = Keeper(store, job, Tally(job.source), say)
        keeper.open()
        source = SOURCES[job.source]
        if source.reader is not None:
            load_code(source.reader)(keeper)
            return keeper.close(())
        process = AsyncCrawlerProcess(crawl_settings(job))
        crawler = process.create_crawler(load_code(source.spider or ""))
        process.crawl(crawler, keeper=keeper)
        process.start()
        return ended(crawler, keeper)
    finally:
        store.dispose()


def ended(crawler: Crawler, keeper: Keeper) -> CrawlResult:
    """Record how a crawl that is over ended.

    Raises:
        StoreError: the database cannot be used.
    """
    _check_end(crawler, keeper.tally)
    spider = crawler.spider
    return keeper.close(spider.days_done() if isinstance(spider, SourceSpider) else ())


def crawl_settings(job: CrawlJob) -> Settings:
    """The project's Scrapy settings with what the job says; no delay on loopback."""
    settings = get_project_settings()
    local = all(is_loopback(address) for address in (job.address, *job.feeds) if address)
    settings.update(
        {
            "USER_AGENT": job.user_agent,
            "DOWNLOAD_DELAY": 0.0 if local else job.delay,
            "DOWNLOAD_TIMEOUT": job.timeout,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4 if local else 1,
            # An API's next request is chosen only after its answer, which may ask for quiet; feeds
            # are on many hosts, and a slow one must not hold the others.
            "CONCURRENT_REQUESTS": 8 if job.feeds else 4 if local else 1,
            "VEILLE_FIRST_WAIT": job.first_wait,
            "VEILLE_LONGEST_WAIT": job.longest_wait,
        },
        priority="cmdline",
    )
    return settings


def say(line: CrawlResult | CrawlProgress) -> None:
    """One line on standard output, at once; a reader that went away stops nothing."""
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(line_to_json(line) + b"\n")
        sys.stdout.buffer.flush()


def main() -> int:
    """Read the job, run it; 0 when complete, 1 when not, 2 when there is no job to do."""
    try:
        job = job_from_json(sys.stdin.buffer.read())
    except ValidationError as error:
        print(f"demande de collecte illisible ({error.error_count()} erreurs)", file=sys.stderr)
        return 2
    if job.source not in SOURCES or not SOURCES[job.source].gathered:
        say(_refusal(job, "source inconnue"))
        return 2
    try:
        result = run(job)
    except StoreError as error:
        result = _refusal(job, f"base de données inutilisable : {error}")
    say(result)
    return 0 if result.complete else 1


def _refusal(job: CrawlJob, cause: str) -> CrawlResult:
    return CrawlResult(source=job.source, causes=(typography(cause),))


def _check_end(crawler: Crawler, tally: Tally) -> None:
    """A crawl that was stopped, or logged errors that nobody counted, is not complete."""
    said = crawler.stats.get_value if crawler.stats else lambda _: None
    if said("finish_reason") != _FINISHED:
        tally.fail("collecte arrêtée avant la fin")
    if said("log_count/ERROR") and not tally.causes:
        tally.fail("erreur du programme, sans conséquence connue sur les relevés")


if __name__ == "__main__":
    sys.exit(main())
