"""Waiting when a source says "not now" (429), is ill (5xx) or does not answer.

The first wait is 30 s by default, doubled up to 10 min, or what the answer says; then the request
is given up and the crawl is incomplete. A source that cannot be reached at all is tried again
twice only.
"""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

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


class GivenUp(IgnoreRequest):
    """A request that was tried often enough; the message is the cause, in one line."""


class BackoffMiddleware:
    """Scrapy downloader middleware that waits, for every request of the crawl, before a retry."""

    def __init__(self, first_wait: float, longest_wait: float) -> None:
        self.first_wait = first_wait
        self.longest_wait = longest_wait
        self._quiet_until = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "BackoffMiddleware":
        """Waits come from the crawl job."""
        return cls(
            crawler.settings.getfloat("VEILLE_FIRST_WAIT", 30.0),
            crawler.settings.getfloat("VEILLE_LONGEST_WAIT", 600.0),
        )

    async def process_request(self, request: Request) -> None:
        """Nothing is asked while the source wants quiet."""
        pause = self._quiet_until - time.monotonic()
        if pause > 0:
            await asyncio.sleep(pause)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """A status that means "later" becomes the same request, later."""
        if response.status not in TRY_AGAIN_STATUSES:
            return response
        cause = f"HTTP {response.status}"
        return await self._later(request, cause, TRIES, asked_wait(response, datetime.now(UTC)))

    async def process_exception(self, request: Request, exception: Exception) -> Request | None:
        """A connection that failed becomes the same request, later."""
        if not isinstance(exception, TRY_AGAIN_ERRORS):
            return None
        tries = TRIES_WHEN_UNREACHABLE if isinstance(exception, UNREACHABLE) else TRIES
        return await self._later(request, network_cause(exception), tries, None)

    async def _later(
        self, request: Request, cause: str, tries: int, asked: float | None
    ) -> Request:
        tried = request.meta.get("veille_tries", 0)
        wait = asked if asked is not None else self.first_wait * 2**tried
        if asked is not None and asked > self.longest_wait:
            raise GivenUp(f"{cause}, attente demandée de {asked:.0f} s")
        if tried >= tries:
            raise GivenUp(f"{cause}, {tried + 1} essais")
        wait = min(wait, self.longest_wait)
        self._quiet_until = max(self._quiet_until, time.monotonic() + wait)
        await asyncio.sleep(wait)
        again = request.replace(dont_filter=True)
        again.meta["veille_tries"] = tried + 1
        return again


def network_cause(exception: BaseException) -> str:
    """A network error in a few words, in French: the digest's coverage line shows it."""
    if isinstance(exception, CannotResolveHostError):
        return "nom de serveur introuvable"
    if isinstance(exception, DownloadConnectionRefusedError):
        return "connexion refusée"
    if isinstance(exception, DownloadTimeoutError):
        return "pas de réponse dans le délai"
    if isinstance(exception, ResponseDataLossError):
        return "réponse coupée"
    if isinstance(exception, DownloadFailedError):
        return "connexion perdue"
    return type(exception).__name__


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
        moment = datetime.fromisoformat(reset)
    except ValueError:
        return None
    return _seconds_until(moment, now)


def _retry_after(value: str, now: datetime) -> float | None:
    if value.isdigit():
        return float(value[:9])
    try:
        return _seconds_until(parsedate_to_datetime(value), now)
    except ValueError:
        return None


def _seconds_until(moment: datetime, now: datetime) -> float:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
