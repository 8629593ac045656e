"""One address fetched in a process of its own: ``python -m spiders.fetch``.

The request comes as JSON on standard input; on standard output leave a line of JSON, then the bytes
of the answer. No cookie, no proxy, robots.txt obeyed to the letter, no second try.
"""

import json
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from typing import Any, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

from spiders.causes import ROBOTS, cause_of
from spiders.gate import FORBIDDEN, POLICY, stand_before
from spiders.robots import NoRobots
from spiders.safe_addresses import Policy

BY_HAND = "enregistrer la page ou le fichier, et le verser"
"""What staff can do where the program may not or cannot ask."""
_LEFT_OUT = (
    "BackoffMiddleware", "HttpProxyMiddleware", "DownloaderStats", ".RobotsTxtMiddleware",
)  # fmt: skip
_ADDED = {
    "spiders.gate.GateMiddleware": 50,  # first: the request for robots.txt passes here too
    "spiders.robots.StrictRobotsMiddleware": 100,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchJob:
    """What is asked for: an address; ``seconds`` and bytes are for the whole of it.

    ``also`` is the policy's, for tests.
    """

    address: str
    user_agent: str
    seconds: float
    most_bytes: int
    also: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the address gave: where it was in the end, or ``why`` it gave nothing.

    ``reached`` says whether any server answered anything.
    """

    address: str
    why: str | None = None
    reached: bool = True


class FetchSpider(Spider):
    """Asks for one address, and keeps what it answered."""

    name = "fetch"

    def __init__(self, job: FetchJob) -> None:
        super().__init__()
        self.job = job
        self.answer = Answered(address=job.address, why="pas de réponse")
        self.body = b""
        self._reached = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, told of whatever is answered, robots.txt included."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.heard, signal=signals.headers_received)
        return spider

    def heard(self) -> None:
        """A server answers."""
        self._reached = True

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.job.address, callback=self.arrived, errback=self.failed)

    def arrived(self, response: Response) -> None:
        """Only a 200 is what was asked for."""
        if response.status != 200:
            self.answer = Answered(address=response.url, why=_refusal(response.status))
            return
        self.answer, self.body = Answered(address=response.url), response.body

    def failed(self, failure: Failure) -> None:
        """Scrapy errback."""
        why = self._why(failure.value or Exception())
        self.answer = Answered(address=self.job.address, why=why, reached=self._reached)

    def _why(self, error: BaseException) -> str:
        if isinstance(error, NoRobots) and not self._reached:
            return error.cause
        cause = cause_of(error)
        refused = cause == ROBOTS or isinstance(error, NoRobots)
        return f"{cause} : {BY_HAND}" if refused else cause


def fetch(job: FetchJob) -> tuple[Answered, bytes]:
    """The answer of the address, and its bytes."""
    policy = Policy(job.also)
    process = AsyncCrawlerProcess(_settings(job, policy))
    crawler = process.create_crawler(FetchSpider)
    process.crawl(crawler, job=job)
    from twisted.internet import reactor  # the one that the process just installed

    refused: list[str] = []
    stand_before(reactor, policy, refused.append)
    process.start()
    spider = crawler.spider
    if refused or not isinstance(spider, FetchSpider):
        return Answered(
            address=job.address, why=FORBIDDEN if refused else "lecture interrompue"
        ), b""
    return spider.answer, spider.body


def _settings(job: FetchJob, policy: Policy) -> Settings:
    settings = get_project_settings()
    middlewares = settings.getdict("DOWNLOADER_MIDDLEWARES_BASE")
    kept = {name: at for name, at in middlewares.items() if not name.endswith(_LEFT_OUT)}
    settings.update(
        {
            POLICY: policy,
            "DOWNLOADER_MIDDLEWARES_BASE": kept | _ADDED,
            "ITEM_PIPELINES": {},
            "USER_AGENT": job.user_agent,
            "DOWNLOAD_DELAY": 0.0,
            "DOWNLOAD_TIMEOUT": job.seconds,
            "DNS_TIMEOUT": min(5.0, job.seconds),
            "DOWNLOAD_MAXSIZE": job.most_bytes,
            "LOG_LEVEL": "CRITICAL",
        },
        priority="cmdline",
    )
    return settings


def _refusal(status: int) -> str:
    if status in (401, 403, 407, 429, 451, 503):
        return f"le site refuse de répondre (HTTP {status}) : copier le texte"
    return f"le site répond HTTP {status}"


def main() -> int:
    """Do the job on standard input."""
    asked: dict[str, Any] = json.load(sys.stdin)
    also = tuple((host, port) for host, port in asked.pop("also", ()))
    answer, body = fetch(FetchJob(**asked, also=also))
    sys.stdout.buffer.write(json.dumps(asdict(answer)).encode() + b"\n" + body)
    return 0


if __name__ == "__main__":
    sys.exit(main())
