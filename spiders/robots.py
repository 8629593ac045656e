"""robots.txt, obeyed to the letter: a site that cannot say what it allows is not asked."""

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import RobotParser

from spiders.causes import NO_ROBOTS, GivenUp


class StrictRobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's own, which goes on where robots.txt could not be had; RFC 9309 says not to."""

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Refuse what robots.txt refuses, and everything where there was no answer."""
        if rp is None:
            raise GivenUp(NO_ROBOTS)
        super().process_request_2(rp, request)
