"""The portal on a socket."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from veille.portal.replay import Replay
from veille.portal.server import MAX_BODY, Portal
from veille.portal.site import DATASET, SEARCH


@pytest.fixture(scope="module")
def portal(replay_folder: Path) -> Iterator[Portal]:
    with Portal(replay_folder) as running:
        yield running


def _connect(portal: Portal) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(portal.url.removeprefix("http://"), timeout=10)


def _get(portal: Portal, path: str, **headers: str) -> http.client.HTTPResponse:
    with contextlib.closing(_connect(portal)) as connection:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.read()
        return response


def _raw(portal: Portal, sent: bytes) -> bytes:
    """What comes back for these bytes until the server closes."""
    host, port = portal.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(sent)
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
        return received


def test_a_connection_is_kept_over_requests(portal: Portal) -> None:
    with contextlib.closing(_connect(portal)) as connection:
        for offset in (0, 100):
            connection.request("GET", f"{DATASET}/records?limit=100&offset={offset}")
            body = json.loads(connection.getresponse().read())
            assert body["total_count"] == 254
            kept = connection.sock
            assert kept is not None


def test_a_search_links_to_this_address(portal: Portal) -> None:
    asked = {"query": "ND = 700001-2026", "fields": ["links"]}
    with contextlib.closing(_connect(portal)) as connection:
        connection.request("POST", SEARCH, json.dumps(asked), {"Content-Type": "application/json"})
        [notice] = json.loads(connection.getresponse().read())["notices"]
        address = notice["links"]["xml"]["MUL"]
        assert address == f"{portal.url}/en/notice/700001-2026/xml"
        connection.request("GET", address.removeprefix(portal.url))
        assert b"ContractNotice" in connection.getresponse().read()


def test_every_request_is_logged(replay_folder: Path) -> None:
    with Portal(replay_folder, faults=["/feeds/:dropped"]) as portal:
        _get(portal, "/robots.txt", **{"User-Agent": "essai"})
        _get(portal, "/nothing")
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            _get(portal, "/feeds/fil.rss")

        assert [(one.request.path, one.status) for one in portal.requests] == [
            ("/robots.txt", 200),
            ("/nothing", 404),
            ("/feeds/fil.rss", 0),
        ]
        assert portal.requests[0].request.headers["user-agent"] == "essai"


def test_a_real_replay_is_not_marked_as_a_sample(portal: Portal) -> None:
    assert _get(portal, "/robots.txt").getheader("X-Veille-Sample") is None


def test_the_sample_says_so_in_every_answer(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds/fil.rss").write_text("<rss/>")
    (tmp_path / "SAMPLE").touch()
    with Portal(tmp_path) as portal:
        assert _get(portal, "/feeds/fil.rss").getheader("X-Veille-Sample") == "1"
        assert _get(portal, "/nothing").getheader("X-Veille-Sample") == "1"


def test_a_conditional_get_is_304_without_a_body(portal: Portal) -> None:
    etag = _get(portal, "/feeds/fil.rss").getheader("ETag")
    assert etag

    with contextlib.closing(_connect(portal)) as connection:
        connection.request("GET", "/feeds/fil.rss", headers={"If-None-Match": etag})
        response = connection.getresponse()
        assert (response.status, response.read()) == (304, b"")
        connection.request("GET", "/robots.txt")
        assert connection.getresponse().status == 200


def test_head_sends_no_body(portal: Portal) -> None:
    with contextlib.closing(_connect(portal)) as connection:
        connection.request("HEAD", "/feeds/fil.rss")
        response = connection.getresponse()
        assert response.read() == b""
        assert int(response.getheader("Content-Length", "0")) > 0
        connection.request("GET", "/robots.txt")
        assert connection.getresponse().status == 200


def test_a_truncated_body_closes_the_connection(replay_folder: Path) -> None:
    with (
        Portal(replay_folder, faults=["boamp:truncated"]) as portal,
        contextlib.closing(_connect(portal)) as connection,
    ):
        connection.request("GET", f"{DATASET}/records")
        with pytest.raises(http.client.IncompleteRead):
            connection.getresponse().read()


def test_a_slow_answer_takes_its_time(replay_folder: Path) -> None:
    with Portal(replay_folder, faults=["any:slow:seconds=0.2"]) as portal:
        begun = time.monotonic()
        assert _get(portal, "/robots.txt").status == 200
        assert time.monotonic() - begun >= 0.2


def test_stopping_does_not_wait_for_idle_or_slow_clients(replay_folder: Path) -> None:
    with Portal(replay_folder, faults=["/robots.txt:slow:seconds=60"]) as portal:
        idle, slow = _connect(portal), _connect(portal)
        idle.request("GET", "/nothing")
        idle.getresponse().read()
        slow.request("GET", "/robots.txt")
        begun = time.monotonic()
    assert time.monotonic() - begun < 5
    with contextlib.closing(slow), pytest.raises((http.client.HTTPException, OSError)):
        slow.getresponse()
    with contextlib.closing(idle):
        assert idle.sock is not None
        assert idle.sock.recv(1) == b""


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"Content-Length: %d" % (MAX_BODY + 1), 413),
        (b"Content-Length: " + b"9" * 400, 413),
        (b"Content-Length: -1", 400),
        (b"Content-Length: x", 400),
        (b"Transfer-Encoding: chunked", 411),
        (b"X-Long: " + b"a" * 70_000, 431),
        (b"\r\n".join(b"X-%d: a" % number for number in range(200)), 431),
    ],
)
def test_bodies_and_headers_are_bounded(portal: Portal, head: bytes, status: int) -> None:
    received = _raw(portal, b"POST " + SEARCH.encode() + b" HTTP/1.1\r\n" + head + b"\r\n\r\n")

    assert received.split(b" ", 2)[1] == str(status).encode()


def test_a_long_request_line_is_refused(portal: Portal) -> None:
    received = _raw(portal, b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n")

    assert received.split(b" ", 2)[1] == b"414"


def test_too_many_parameters_are_refused(portal: Portal) -> None:
    assert _get(portal, f"{DATASET}/records?" + "where=a&" * 200).status == 400


@pytest.mark.parametrize("path", ["//[", "/%00", "/..%2f..%2fetc/passwd", "/feeds/../SAMPLE"])
def test_a_strange_path_is_not_found_or_refused(portal: Portal, path: str) -> None:
    assert _get(portal, path).status in {400, 404}


def test_a_wrong_folder_or_rule_is_one_line(replay_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="rien à rejouer"):
        Portal(tmp_path)
    with pytest.raises(ValueError, match="panne inconnue"):
        Portal(replay_folder, faults=["boamp:nonsense"])


def test_a_taken_port_is_an_oserror(portal: Portal) -> None:
    with pytest.raises(OSError, match="Address already in use"):
        Portal(portal.replay, port=int(portal.url.rpartition(":")[2]))


def test_an_error_of_the_portal_is_500_and_the_next_request_is_served(
    replay_folder: Path, monkeypatch: Any
) -> None:
    with Portal(Replay.load(replay_folder)) as portal:
        with monkeypatch.context() as patched:
            patched.setattr(portal.faults, "around", lambda *_: 1 / 0)
            assert _get(portal, "/robots.txt").status == 500
        assert _get(portal, "/robots.txt").status == 200
