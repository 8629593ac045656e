"""How long the crawl waits, and when it gives a request up."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.backoff import TRIES, BackoffMiddleware, asked_wait
from spiders.causes import GivenUp, cause_of

NOW = datetime(2026, 11, 9, 12, 0, tzinfo=UTC)
URL = "https://source.example/page"


def refused(status: int = 429, body: bytes = b"", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(URL, status=status, body=body, headers=named)


@pytest.mark.parametrize(
    ("response", "seconds"),
    [
        (refused(Retry_After="12"), 12.0),
        (refused(Retry_After="Mon, 09 Nov 2026 12:01:00 GMT"), 60.0),
        (refused(Retry_After="Mon, 09 Nov 2026 11:00:00 GMT"), 0.0),
        (refused(Retry_After="soon"), None),
        (refused(Retry_After="²"), None),
        (refused(Retry_After="9" * 40), 999_999_999.0),
        (refused(body=b'{"errorcode":10002,"reset_time":"2026-11-10T00:00:00Z"}'), 43_200.0),
        (refused(body=b'{"reset_time":"2026-11-09T12:00:05"}'), 5.0),
        (refused(body=b'{"reset_time":"tomorrow"}'), None),
        (refused(body=b'{"reset_time":7}'), None),
        (refused(body=b"[1]"), None),
        (refused(body=b"<html>429 Too Many Requests</html>"), None),
        (refused(body=b"[" * 100_000), None),
    ],
)
def test_the_answer_says_how_long_to_wait(response: Response, seconds: float | None) -> None:
    assert asked_wait(response, NOW) == seconds


def waits(middleware: BackoffMiddleware, response: Response) -> list[float]:
    """The waits of a request that is always answered so, until it is given up."""
    found: list[float] = []
    request: Request | Response = Request(URL)
    while isinstance(request, Request):
        before = time.monotonic()
        try:
            request = middleware.process_response(request, response)
        except GivenUp:
            break
        host = middleware._host(Request(URL))
        found.append(round(host.quiet_until - before, 1))
        host.quiet_until = 0.0
    return found


def test_waits_double_up_to_the_longest_and_then_the_request_is_given_up() -> None:
    middleware = BackoffMiddleware(30.0, 600.0)
    assert waits(middleware, refused()) == [30.0, 60.0, 120.0, 240.0, 480.0, 600.0]


def test_the_asked_wait_counts_as_a_try() -> None:
    middleware = BackoffMiddleware(30.0, 600.0)
    assert waits(middleware, refused(Retry_After="3")) == [3.0] * TRIES


def test_after_a_request_was_given_up_the_next_get_one_try_until_one_succeeds() -> None:
    middleware = BackoffMiddleware(30.0, 600.0)
    waits(middleware, refused(500))
    with pytest.raises(GivenUp, match=r"HTTP 500, 1 essai$"):
        middleware.process_response(Request(URL), refused(500))
    fine = Response(URL, status=200)
    assert middleware.process_response(Request(URL), fine) is fine
    assert isinstance(middleware.process_response(Request(URL), refused(500)), Request)


def test_a_host_that_asks_for_too_long_a_wait_is_asked_nothing_more_but_others_are() -> None:
    middleware = BackoffMiddleware(0.01, 600.0)
    with pytest.raises(GivenUp, match="HTTP 429, attente demandée de 3600 s"):
        middleware.process_response(Request(URL), refused(Retry_After="3600"))
    with pytest.raises(GivenUp, match="attente demandée"):
        asyncio.run(middleware.process_request(Request(URL)))
    asyncio.run(middleware.process_request(Request("https://other.example/")))


def test_several_requests_wait_and_wait_again_when_one_of_them_is_refused() -> None:
    middleware = BackoffMiddleware(0.1, 1.0)

    async def three() -> list[float]:
        started = time.monotonic()
        middleware.process_response(Request(URL), refused())

        async def one() -> float:
            await middleware.process_request(Request(URL))
            return time.monotonic() - started

        async def refused_meanwhile() -> None:
            await asyncio.sleep(0.05)
            middleware.process_response(Request(URL, meta={"veille_tries": 1}), refused())

        *waited, _ = await asyncio.gather(one(), one(), refused_meanwhile())
        return waited

    assert all(0.24 <= waited < 1.0 for waited in asyncio.run(three()))


def test_an_unreachable_source_is_tried_twice_again() -> None:
    middleware = BackoffMiddleware(0.01, 1.0)
    request = Request(URL)
    for _ in range(2):
        again = middleware.process_exception(request, CannotResolveHostError())
        assert isinstance(again, Request)
        request = again
    with pytest.raises(GivenUp, match="nom de serveur introuvable, 3 essais"):
        middleware.process_exception(request, CannotResolveHostError())


def test_what_no_wait_can_help_is_not_tried_again() -> None:
    assert BackoffMiddleware(1, 1).process_exception(Request(URL), ValueError()) is None


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (CannotResolveHostError(), "nom de serveur introuvable"),
        (DownloadConnectionRefusedError(), "connexion refusée"),
        (DownloadTimeoutError(), "pas de réponse dans le délai"),
        (DownloadCancelledError(), "réponse trop grande"),
        (ResponseDataLossError(), "réponse coupée"),
        (DownloadFailedError(), "connexion perdue"),
        (IgnoreRequest("Forbidden by robots.txt"), "refusé par robots.txt"),
        (IgnoreRequest("max redirections reached"), "trop de redirections"),
        (GivenUp("HTTP 500, 7 essais"), "HTTP 500, 7 essais"),
        (IgnoreRequest("else"), "requête impossible (IgnoreRequest)"),
        (ValueError("x"), "requête impossible (ValueError)"),
    ],
)
def test_causes_are_french(error: Exception, cause: str) -> None:
    assert cause_of(error) == cause
