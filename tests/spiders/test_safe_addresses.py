"""What people may have fetched: the public Internet, however an address is written or resolved."""

from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.settings import Settings
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.interfaces import IHostnameResolver, IHostResolution
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from zope.interface import implementer

from spiders.gate import POLICY, ForbiddenAddress, GateMiddleware, stand_before
from spiders.safe_addresses import AddressRefused, Policy

REFUSED = [
    "http://127.0.0.1/",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://0.1.2.3/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://168.63.129.16/metadata",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[2001::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:c0a8:101::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[3fff::1]/",
    "http://[100::1]/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://127.0.0.0x1/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://base.localhost/",
    "http://intranet/",
    "http://imprimante.local/",
    "http://metadata.google.internal/",
    "http://1.0.0.127.in-addr.arpa/",
    "http://ville.example:8080/",
    "http://ville.example:22/",
    "https://ville.example:80/",
    "http://ville.example:443/",
    "http://ville.example:0/",
    "http://ville.example:99999/",
    "http://camille@ville.example/",
    "http://camille:secret@ville.example/",
    "http://ville.example@127.0.0.1/",
    "http://ville.example\\@127.0.0.1/",
    "http://127.0.0.1\\.ville.example/",
    "http://ville.example /",
    "http://ville.example/\r\nHost: autre",
    "http://ville\u200b.example/",
    "http://-ville.example/",
    "http://ville..example/",
    "http://[::1/",
    "http:///chemin",
    "http://",
    "//ville.example/",
    "ville.example",
    "ftp://ville.example/",
    "file:///etc/passwd",
    "gopher://ville.example/",
    "data:text/plain,a",
    "javascript:alert(1)",
    "",
    "http://" + "a." * 200 + "example/",
    "http://ville.example/" + "a" * 2_000,
]
ALLOWED = [
    "http://ville.example/",
    "https://ville.example/avis?id=1#lot",
    "HTTPS://Ville.Example/",
    "http://ville.example:80/",
    "https://ville.example:443/",
    "https://marches.ville-invente.example/dce.zip",
    "https://béziers.example/",
    "http://93.184.216.34/",
    "http://[2606:2800:220:1::1]/",
    "https://ville.example./",
    "https://127.ville.example/",
]


@pytest.mark.parametrize("address", REFUSED)
def test_no_other_address_is_fetched(address: str) -> None:
    with pytest.raises(AddressRefused):
        Policy().check(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_an_address_of_the_internet_is_fetched(address: str) -> None:
    Policy().check(address)


def test_a_test_may_serve_one_port_of_its_machine_and_no_other() -> None:
    policy = Policy((("127.0.0.1", 8123),))
    policy.check("http://127.0.0.1:8123/")
    assert policy.allows("127.0.0.1", 8123)
    assert not policy.allows("127.0.0.1", 80)
    assert not policy.allows("127.0.0.2", 8123)
    for address in ("http://127.0.0.1:8124/", "http://localhost:8123/", "http://127.0.0.2:8123/"):
        with pytest.raises(AddressRefused):
            policy.check(address)


def test_a_connection_is_made_to_a_public_machine_only() -> None:
    policy = Policy()
    assert policy.allows("93.184.216.34", 443)
    assert not policy.allows("93.184.216.34", 22)
    for host in ("127.0.0.1", "10.0.0.1", "::1", "fe80::1%eth0", "localhost", "0x7f.1", ""):
        assert not policy.allows(host, 443)


def test_every_request_passes_the_gate_by_the_strictest_policy_unless_another_is_given() -> None:
    crawler = SimpleNamespace(settings=Settings({}))
    gate = GateMiddleware.from_crawler(crawler)
    gate.process_request(Request("https://ville.example/"))
    for address in ("http://10.0.0.1/", "http://127.0.0.1:8123/", "ftp://ville.example/"):
        with pytest.raises(ForbiddenAddress):
            gate.process_request(Request(address))
    crawler.settings.set(POLICY, Policy((("127.0.0.1", 8123),)))
    GateMiddleware.from_crawler(crawler).process_request(Request("http://127.0.0.1:8123/"))


@implementer(IHostResolution)
class Resolution:
    """One resolution that is over at once."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        raise NotImplementedError


@implementer(IHostnameResolver)
class Answers:
    """A resolver that gives other answers each time it is asked."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = iter(answers)

    def resolveHostName(  # noqa: N802
        self,
        receiver: Any,
        name: str,
        portNumber: int = 0,  # noqa: N803
        *_: Any,
        **__: Any,
    ) -> Any:
        resolution = Resolution(name)
        receiver.resolutionBegan(resolution)
        for host in next(self._answers):
            kind = IPv6Address if ":" in host else IPv4Address
            receiver.addressResolved(kind("TCP", host, portNumber))
        receiver.resolutionComplete()
        return resolution


def connected(*answers: list[str]) -> tuple[list[str], list[str], list[Any]]:
    """Where a name is connected to, asked for as often as it is resolved; what was refused."""
    reactor, refused, failed = MemoryReactorClock(), [], []
    reactor.nameResolver = Answers(*answers)
    reactor.installNameResolver = lambda _: None
    stand_before(reactor, Policy(), refused.append)
    for _ in answers:
        endpoint = HostnameEndpoint(reactor, b"ville.example", 443)
        endpoint.connect(Factory()).addErrback(lambda one: failed.append(one.value))
        reactor.advance(1)
    return [client[0] for client in reactor.tcpClients], refused, failed


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1"]
)
def test_a_name_that_resolves_to_a_private_machine_is_not_connected_to(private: str) -> None:
    made, refused, failed = connected([private])
    assert made == []
    assert refused == [private]
    assert isinstance(failed[0], ForbiddenAddress)


def test_a_name_that_is_public_and_then_private_is_connected_to_once() -> None:
    made, refused, _ = connected(["93.184.216.34"], ["127.0.0.1"])
    assert made == ["93.184.216.34"]
    assert refused == ["127.0.0.1"]


def test_of_two_answers_only_the_public_one_is_connected_to() -> None:
    made, refused, _ = connected(["192.168.0.1", "93.184.216.34"])
    assert made == ["93.184.216.34"]
    assert refused == ["192.168.0.1"]
