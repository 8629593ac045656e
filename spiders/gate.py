"""The gate of a process that fetches what people ask for: no connection but where a policy says."""

from collections.abc import Callable
from typing import Any

from scrapy.crawler import Crawler
from scrapy.http import Request

from spiders.causes import GivenUp
from spiders.safe_addresses import AddressRefused, Policy

POLICY = "VEILLE_POLICY"
"""The Scrapy setting that holds the policy of a fetch."""
FORBIDDEN = "adresse refusée : elle n’est pas sur l’Internet public"


class ForbiddenAddress(GivenUp):
    """A request that the policy refuses; the message says why, in French."""


def stand_before(reactor: Any, policy: Policy, refused: Callable[[str], None]) -> None:
    """Let ``reactor`` connect only where the policy allows.

    Every connection of every library goes through its ``connectTCP``, by then with an IP address:
    the answer of the resolver is judged, not the name. ``refused`` is told each address that is not
    connected to.
    """
    connect = reactor.connectTCP

    def guarded(host: str, port: int, *given: Any, **named: Any) -> Any:
        if not policy.allows(host, port):
            refused(host)
            raise ForbiddenAddress(FORBIDDEN)
        return connect(host, port, *given, **named)

    reactor.connectTCP = guarded


class GateMiddleware:
    """Scrapy downloader middleware: every request, redirected or not, is one the policy allows."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "GateMiddleware":
        """The policy of the settings; without one there is none but the strictest."""
        policy = crawler.settings.get(POLICY)
        return cls(policy if isinstance(policy, Policy) else Policy())

    def process_request(self, request: Request) -> None:
        """Refuse what the policy refuses."""
        try:
            self._policy.check(request.url)
        except AddressRefused as refusal:
            raise ForbiddenAddress(str(refusal)) from None
