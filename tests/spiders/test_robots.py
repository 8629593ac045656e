"""What is no answer about robots.txt, whoever asks."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from spiders.causes import GivenUp
from spiders.robots import StrictRobotsMiddleware

ADDRESS = "https://ville.example/robots.txt"
SETTINGS = {"ROBOTSTXT_OBEY": True, "ROBOTSTXT_PARSER": "scrapy.robotstxt.ProtegoRobotParser"}


@pytest.mark.parametrize("status", [429, 500, 501, 503, 599])
def test_a_site_that_is_ill_or_says_later_has_not_said_what_it_allows(status: int) -> None:
    crawler: Any = SimpleNamespace(settings=Settings(SETTINGS), stats=None, spider=None)
    strict = StrictRobotsMiddleware(crawler)
    answer = Response(ADDRESS, status=status)
    with pytest.raises(GivenUp, match=f"HTTP {status}"):
        asyncio.run(strict._parse_robots(answer, "ville.example", Request(ADDRESS)))
