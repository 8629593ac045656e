"""Waiting when a source says "not now" (429), is ill (5xx) or does not answer.

The first wait is 30 s by default, doubled up to 10 min, or what the answer says; then the request
is given up and the crawl is incomplete. A source that cannot be reached at all is tried again
twice only. Once a request was given up, the host's next ones get one try each until one succeeds:
a source that is down does not hold a crawl for hours.
"""

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.causes import GivenUp, cause_of

TRY_AGAIN_STATUSES = frozenset({408, 429, 500, 502, 503, 504, 522, 524})
UNREACHABLE = (CannotResolveHostError, DownloadConnectionRefusedError)
TRY_AGAIN_ERRORS = (
    *UNREACHABLE,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
TRIES_WHEN_UNREACHABLE = 2
TRIES = 6


@dataclass(slots=True)
class _Host:
    """What is known of a host: nothing is asked before ``quiet_until`` (monotonic, seconds).

    ``failing`` says that a request was given up and none succeeded since; ``closed`` is the cause
    for which nothing more is asked at all.
    """

    quiet_until: float = 0.0
    failing: bool = False
    closed: str | None = None


class BackoffMiddleware:
    """Scrapy downloader middleware that waits, for every request to the host, before a retry."""

    def __init__(self, first_wait: float, longest_wait: float) -> None:
        self.first_wait = first_wait
        self.longest_wait = longest_wait
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffMiddleware":
        """Waits come from the crawl job."""
        return cls(
            crawler.settings.getfloat("VEILLE_FIRST_WAIT", 30.0),
            crawler.settings.getfloat("VEILLE_LONGEST_WAIT", 600.0),
        )

    async def process_request(self, request: Request) -> None:
        """Nothing is asked while the host wants quiet, which it may ask for again meanwhile."""
        host = self._host(request)
        while (pause := host.quiet_until - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        if host.closed is not None:
            raise GivenUp(host.closed)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """A status that means "later" becomes the same request, later."""
        if response.status not in TRY_AGAIN_STATUSES:
            self._host(request).failing = False
            return response
        cause = f"HTTP {response.status}"
        return self._later(request, cause, TRIES, asked_wait(response, datetime.now(UTC)))

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A connection that failed becomes the same request, later."""
        if not isinstance(exception, TRY_AGAIN_ERRORS):
            return None
        tries = TRIES_WHEN_UNREACHABLE if isinstance(exception, UNREACHABLE) else TRIES
        return self._later(request, cause_of(exception), tries, None)

    def _later(self, request: Request, cause: str, tries: int, asked: float | None) -> Request:
        """The request again, which ``process_request`` holds until the wait is over.

        Raises:
            GivenUp: it was tried ``tries`` times more, or the source asks for too long a wait.
        """
        host = self._host(request)
        if asked is not None and asked > self.longest_wait:
            host.closed = f"{cause}, attente demandée de {asked:.0f} s"
            raise GivenUp(host.closed)
        tried = request.meta.get("veille_tries", 0)
        if host.failing or tried >= tries:
            host.failing = True
            raise GivenUp(f"{cause}, {tried + 1} essai{'s' if tried else ''}")
        wait = asked if asked is not None else min(self.first_wait * 2**tried, self.longest_wait)
        host.quiet_until = max(host.quiet_until, time.monotonic() + wait)
        again = request.replace(dont_filter=True)
        again.meta["veille_tries"] = tried + 1
        return again

    def _host(self, request: Request) -> _Host:
        return self._hosts[urlsplit(request.url).netloc]


def asked_wait(response: Response, now: datetime) -> float | None:
    """Seconds to wait as the answer says: ``Retry-After``, else the JSON ``reset_time``."""
    header = response.headers.get("Retry-After")
    if header:
        return _retry_after(header.decode("latin-1").strip(), now)
    try:
        body = json.loads(response.body)
    except (ValueError, RecursionError):
        return None
    reset = body.get("reset_time") if isinstance(body, Mapping) else None
    if not isinstance(reset, str):
        return None
    try:
        return _seconds_until(datetime.fromisoformat(reset), now)
    except (ValueError, OverflowError):
        return None


def _retry_after(value: str, now: datetime) -> float | None:
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return _seconds_until(parsedate_to_datetime(value), now)
    except (ValueError, OverflowError):
        return None


def _seconds_until(moment: datetime, now: datetime) -> float:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
