"""robots.txt, obeyed to the letter: a site that cannot say what it allows is not asked."""

from http import HTTPStatus

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached

from spiders.causes import NO_ROBOTS, GivenUp, cause_of


class NoRobots(GivenUp):
    """A request to a site whose robots.txt could not be had; ``cause`` is why, without more."""

    def __init__(self, cause: str) -> None:
        super().__init__(f"{NO_ROBOTS} ({cause})")
        self.cause = cause


class StrictRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, which goes on where robots.txt could not be had; RFC 9309 says not to.

    A site that is ill (5xx) or says "not now" (429) has not said what it allows; one without the
    file (any other 4xx) allows everything.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._causes: dict[str, str] = {}

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt refuses, and everything where there was no answer."""
        if rp is None:
            raise NoRobots(self._causes[urlparse_cached(request).netloc])
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise GivenUp(f"HTTP {response.status}")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._causes[netloc] = cause_of(exc)
        super()._robots_error(exc, netloc)
