"""One crawl as a process of its own: ``python -m spiders.crawl``.

The job comes as JSON on standard input; progress and, last, the result leave as JSON Lines on
standard output. A reactor runs only once in a process, hence one process a crawl.
"""

import ipaddress
import sys
from urllib.parse import urlsplit

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings

from spiders.base import SourceSpider
from spiders.boamp import BoampSpider
from spiders.feeds import FeedsSpider
from spiders.job import CrawlJob, CrawlProgress, CrawlResult, job_from_json, line_to_json
from spiders.keeping import Keeper
from spiders.tally import Tally
from spiders.ted import TedSpider
from veille.store.database import Store
from veille.store.errors import StoreError

SPIDERS: dict[str, type[SourceSpider]] = {
    spider.name: spider for spider in (BoampSpider, TedSpider, FeedsSpider)
}


def run(job: CrawlJob) -> CrawlResult:
    """Crawl, store, and record how it ended; run again, it stores nothing twice.

    Raises:
        StoreError: the database cannot be used.
    """
    store = Store(job.database_url)
    try:
        keeper = Keeper(store, job, Tally(job.source), say)
        keeper.open()
        process = AsyncCrawlerProcess(crawl_settings(job), install_root_handler=True)
        crawler = process.create_crawler(SPIDERS[job.source])
        process.crawl(crawler, keeper=keeper)
        process.start()
        errors = crawler.stats.get_value("log_count/ERROR") if crawler.stats else 0
        if errors:
            keeper.tally.fail(f"{errors} erreur(s) du programme, voir le journal")
        return keeper.close()
    finally:
        store.dispose()


def crawl_settings(job: CrawlJob) -> Settings:
    """The project's Scrapy settings with what the job says; no delay on loopback."""
    settings = get_project_settings()
    local = all(is_loopback(address) for address in (job.address, *job.feeds) if address)
    settings.update(
        {
            "USER_AGENT": job.user_agent,
            "DOWNLOAD_DELAY": 0.0 if local else job.delay,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 4 if local else 1,
            "VEILLE_FIRST_WAIT": job.first_wait,
            "VEILLE_LONGEST_WAIT": job.longest_wait,
        },
        priority="cmdline",
    )
    return settings


def is_loopback(address: str) -> bool:
    """Whether an address names this machine by a loopback IP address."""
    try:
        return ipaddress.ip_address(urlsplit(address).hostname or "").is_loopback
    except ValueError:
        return False


def say(line: CrawlResult | CrawlProgress) -> None:
    """One line on standard output, at once."""
    sys.stdout.buffer.write(line_to_json(line) + b"\n")
    sys.stdout.buffer.flush()


def main() -> int:
    """Read the job, run it; 0 when complete, 1 when not, 2 when there is no job to read."""
    try:
        job = job_from_json(sys.stdin.buffer.read())
    except ValidationError as error:
        print(f"travail de collecte illisible : {error.error_count()} erreurs", file=sys.stderr)
        return 2
    try:
        result = run(job)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    say(result)
    return 0 if result.complete else 1


if __name__ == "__main__":
    sys.exit(main())
