"""The portal on a socket: HTTP/1.1 with kept connections, one thread each, on the loopback.

It serves only what was loaded; request lines, headers and bodies are bounded.
"""

import contextlib
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from types import TracebackType
from typing import Any, Self

from veille.portal.faults import Faults
from veille.portal.messages import Request, Response, text_response
from veille.portal.replay import Replay
from veille.portal.site import Site

MAX_BODY = 1 << 20
KEPT_REQUESTS = 10_000
IDLE_SECONDS = 60
SAMPLE_HEADER = "X-Veille-Sample"


@dataclass(frozen=True, slots=True)
class Served:
    """A line of the log: the request, the status sent (0: dropped), the monotonic time in s."""

    request: Request
    status: int
    at: float


class Portal:
    """A replay folder on an address of this machine.

    As a context manager it serves from a thread; ``serve_forever`` serves from this one. ``port``
    0 takes a free one. ``today`` is the day of the services' clock, the day after the last record
    without it. ``requests`` are the last 10,000, oldest first.

    Raises:
        ValueError: the folder cannot be replayed, or a rule of ``faults`` is wrong.
        OSError: the address is taken.
    """

    def __init__(
        self,
        data: Path | Replay,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults | Sequence[str] = (),
        today: date | None = None,
    ) -> None:
        self.replay = data if isinstance(data, Replay) else Replay.load(data)
        self.faults = faults if isinstance(faults, Faults) else Faults.parse(faults)
        self.requests: deque[Served] = deque(maxlen=KEPT_REQUESTS)
        self._server = _Server((host, port), self)
        self.url = f"http://{host}:{self._server.server_address[1]}"
        self._site = Site(self.replay, base_url=self.url, today=today)
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, name="portal", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        if self._thread is not None:
            self._thread.join()

    def serve_forever(self) -> None:
        """Serve until stopped, then close every connection."""
        try:
            self._server.serve_forever(poll_interval=0.05)
        finally:
            self._stopping.set()
            self._server.server_close()

    def answer(self, request: Request) -> Response:
        """What the portal says to a request, faults included; an error of its own is a 500."""
        try:
            response = self.faults.around(request, self._site.answer)
        except Exception as error:
            response = text_response(f"portal error: {error!r}\n", status=500)
        self.requests.append(
            Served(request, 0 if response.dropped else response.status, time.monotonic())
        )
        if response.delay and self._stopping.wait(response.delay):
            return Response(dropped=True)
        return response


class _Server(ThreadingHTTPServer):
    """Keeps its open connections, to close them when it stops."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], portal: Portal) -> None:
        self.portal = portal
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Bind without asking the name service what this address is called."""
        TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        with self._lock:
            still_open = tuple(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is its own business."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "portal"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS
    server: _Server

    def _handle(self) -> None:
        refusal = self._refusal()
        if refusal is not None:
            self.close_connection = True
            self._send(refusal)
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            request = Request.of(_method(self.command), self.path, _lower(self.headers), body)
        except ValueError as error:
            self._send(text_response(f"bad request: {error}\n", status=400))
            return
        self._send(self.server.portal.answer(request))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = _handle  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Quiet: the portal keeps its own log."""

    def _refusal(self) -> Response | None:
        """What is wrong with the length of the body, if anything."""
        if self.headers.get("Transfer-Encoding"):
            return text_response("a length is required\n", status=411)
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()):
            return text_response("bad length\n", status=400)
        if len(length) > 12 or int(length) > MAX_BODY:
            return text_response("body too large\n", status=413)
        return None

    def _send(self, response: Response) -> None:
        if response.dropped:
            self._drop()
            return
        length = len(response.body) if response.announced is None else response.announced
        if length != len(response.body):
            self.close_connection = True
        head = [f"HTTP/1.1 {response.status} {_reason(response.status)}"]
        head += [f"{name}: {value}" for name, value in self._headers(response, length)]
        start = "\r\n".join([*head, "", ""]).encode("latin-1", "replace")
        self.wfile.write(start)
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _headers(self, response: Response, length: int) -> list[tuple[str, str]]:
        headers = [
            ("Date", self.date_time_string()),
            ("Content-Type", response.content_type),
            *response.headers,
        ]
        if response.status != HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(length)))
        if self.server.portal.replay.sample:
            headers.append((SAMPLE_HEADER, "1"))
        if self.close_connection:
            headers.append(("Connection", "close"))
        return headers

    def _drop(self) -> None:
        """Close at once, with a reset and without a byte."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _method(command: str) -> str:
    """HEAD is a GET whose body is not sent."""
    return "GET" if command == "HEAD" else command


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _lower(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
