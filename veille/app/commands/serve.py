"""``veille serve``: the web application of this install."""

import signal
import socket
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI

from veille.app.console import Failure
from veille.app.opening import opened
from veille.app.web.application import create_app
from veille.app.web.demonstration import is_loopback
from veille.app.web.site import Site
from veille.core.refusals import system_refusal
from veille.settings import Settings, load
from veille.store import notices
from veille.store.database import Store


def serve(*, host: str | None, port: int | None, now: datetime | None, demo: bool = False) -> None:
    """Serve until told to stop; ``now`` stops the clock, for a look at recorded days.

    ``demo`` serves what ``make run`` replayed, to this machine alone, with a sign-in that asks for
    nothing.

    Raises:
        Failure: the store cannot be used, the port is taken, or this is no place for ``demo``.
    """
    settings = load()
    chosen = host or settings.web_host
    if demo:
        settings = _demonstrated(settings, chosen)
    listening = _listening(chosen, settings.web_port if port is None else port)
    with listening, opened(settings) as store:
        if demo:
            _check_invented(store)
        clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        app = create_app(Site(store, settings, clock, demonstration=demo))
        print(f"Pages : {_address(listening)}", flush=True)
        if demo:
            print(f"Équipe : {_address(listening)}equipe, sans code.", flush=True)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stopped)
        uvicorn.Server(_config(app)).run(sockets=[listening])


def _demonstrated(settings: Settings, host: str) -> Settings:
    """The settings of a demonstration: the store of replays, no public address, this machine."""
    if not is_loopback(host):
        raise Failure(f"la démonstration ne s’ouvre qu’à cette machine (127.0.0.1), pas à {host}")
    return settings.model_copy(
        update={"database_url": settings.replay_store_url, "public_url": None, "smtp_url": None}
    )


def _check_invented(store: Store) -> None:
    with store.read() as session:
        if not notices.all_invented(session):
            raise Failure(
                "la démonstration ne s’ouvre que sur les données d’exemple : cette base a de "
                "vrais avis, y entrer avec veille staff link"
            )


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
