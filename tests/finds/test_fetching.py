"""A pasted address is fetched by a process of its own, within bounds, from where it may be."""

import gzip
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from scripts.invented_documents import CLAUSE, pdf
from spiders.fetch import Answered
from spiders.safe_addresses import AddressRefused, Policy
from veille.app.finds import fetching, limits
from veille.app.finds.fetching import FetchRefused, fetch

CCAP = pdf([CLAUSE])


class Site(BaseHTTPRequestHandler):
    """A small site; what it was asked for is kept."""

    asked: list[str]
    robots: int

    def log_message(self, *_: object) -> None:
        return

    def do_GET(self) -> None:
        self.asked.append(f"{self.path} {self.headers.get('Cookie', '')}".strip())
        getattr(self, f"_{self.path[1:].partition('.')[0].partition('?')[0]}", self._missing)()

    def _say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _missing(self) -> None:
        self._say(b"", 404)

    def _robots(self) -> None:
        self._say(b"User-agent: *\nDisallow: /prive\n", self.robots)

    def _ccap(self) -> None:
        self._say(CCAP, Set_Cookie="suivi=1")

    def _prive(self) -> None:
        self._say(b"secret")

    def _vers(self) -> None:
        self._say(b"", 302, Location="/ccap.pdf", Set_Cookie="suivi=1")

    def _ailleurs(self) -> None:
        self._say(b"", 302, Location=self.path.partition("?")[2])

    def _boucle(self) -> None:
        self._say(b"", 302, Location=f"{self.path}1")

    def _bloque(self) -> None:
        self._say(b"<html>Veuillez patienter</html>", 403)

    def _lourd(self) -> None:
        self._say(b"a" * (limits.MOST_BYTES + 1))

    def _gonfle(self) -> None:
        packed = gzip.compress(b"a" * (limits.MOST_BYTES + 1), 1)
        self._say(packed, Content_Encoding="gzip")

    def _lent(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.1)


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Iterator[tuple[str, Policy, list[str]]]:
    """The address of the site, the policy that lets it be asked, what it was asked for.

    A parameter is the status of its robots.txt.
    """
    asked: list[str] = []
    robots = getattr(request, "param", 200)
    handler = type("Handler", (Site,), {"asked": asked, "robots": robots})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    port = server.server_port
    yield f"http://127.0.0.1:{port}", Policy((("127.0.0.1", port),)), asked
    server.shutdown()
    server.server_close()


Served = tuple[str, Policy, list[str]]


def test_its_answer_is_a_file_called_by_its_end(site: Served) -> None:
    address, policy, asked = site
    assert fetch(f"{address}/vers", "Veille", policy).content == CCAP
    assert asked == ["/robots.txt", "/vers", "/ccap.pdf"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/prive", "robots.txt"),
        ("/bloque", "refuse de répondre"),
        ("/boucle.", "trop de redirections"),
        ("/lourd", "trop grande"),
        ("/gonfle", "trop grande"),
        ("/ailleurs?http://127.0.0.2:{port}/ccap.pdf", "ni port"),
        ("/ailleurs?http://169.254.169.254/", "Internet public"),
        ("/ailleurs?file:///etc/passwd", "HTTP 302"),
    ],
)
def test_what_it_may_not_give_is_refused_and_says_why(site: Served, path: str, why: str) -> None:
    address, policy, asked = site
    port = address.rpartition(":")[2]
    with pytest.raises(FetchRefused, match=why):
        fetch(address + path.format(port=port), "Veille", policy)
    assert not any(one.startswith("/ccap") for one in asked)


@pytest.mark.parametrize("site", [503], indirect=True)
def test_a_site_that_cannot_say_what_it_allows_is_not_asked(site: Served) -> None:
    address, policy, asked = site
    with pytest.raises(FetchRefused, match=r"robots.txt n’a pas pu être lu \(HTTP 503\).*verser"):
        fetch(f"{address}/ccap.pdf", "Veille", policy)
    assert asked == ["/robots.txt"]


def test_a_site_that_no_connection_reaches_says_what_a_proxy_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    policy = Policy((("127.0.0.1", port),))
    monkeypatch.setattr(fetching, "getproxies", dict)
    with pytest.raises(FetchRefused, match=r"^connexion refusée$"):
        fetch(f"http://127.0.0.1:{port}/", "Veille", policy)
    unreached = Answered(address="", why="connexion refusée", reached=False)
    monkeypatch.setattr(fetching, "_answer", lambda _: json.dumps(asdict(unreached)).encode())
    monkeypatch.setattr(fetching, "getproxies", lambda: {"https": "http://proxy.example:3128"})
    with pytest.raises(FetchRefused, match=r"^connexion refusée.*proxy.*verser"):
        fetch(f"http://127.0.0.1:{port}/", "Veille", policy)


def test_what_takes_too_long_is_left(site: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    address, policy, _ = site
    monkeypatch.setattr(fetching, "SECONDS", 1.5)
    before = time.monotonic()
    with pytest.raises(FetchRefused, match="pas de réponse"):
        fetch(f"{address}/lent", "Veille", policy)
    assert time.monotonic() - before < 4


def test_what_is_no_public_address_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "FETCH", ("false",))
    with pytest.raises(AddressRefused):
        fetch("http://127.0.0.1/", "Veille")
    with pytest.raises(FetchRefused, match="interrompue"):
        fetch("http://ville.example/", "Veille")


@pytest.mark.parametrize("site", [404], indirect=True)
def test_no_proxy_and_no_setting_of_the_environment_reaches_it(
    site: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, policy, asked = site
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("VEILLE_SECRET_KEYS", json.dumps(["secret"]))
    assert fetch(f"{address}/ccap.pdf", "Veille", policy).name == "ccap.pdf"
    assert asked[-1] == "/ccap.pdf"
