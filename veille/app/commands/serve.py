"""``veille serve``: the web application of this install."""

import signal
import socket
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

from veille.app.console import Failure
from veille.app.opening import opened
from veille.app.web.application import create_app
from veille.app.web.site import Site
from veille.core.refusals import system_refusal
from veille.settings import load


def serve(*, host: str | None, port: int | None, now: datetime | None) -> None:
    """Serve until told to stop; ``now`` stops the clock, for a look at recorded days.

    Raises:
        Failure: the store cannot be used, or the port is taken.
    """
    settings = load()
    listening = _listening(host or settings.web_host, settings.web_port if port is None else port)
    with listening, opened(settings) as store:
        clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        app = create_app(Site(store, settings, clock))
        print(f"Pages : {_address(listening)}", flush=True)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopped)
        uvicorn.Server(_config(app)).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Failure(f"{host}, port {port} : {system_refusal(error)}") from None


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _config(app: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=10
    )


def _stopped(*_: object) -> None:
    """The server hands the signal on once it has answered what it was asked: it is done."""
