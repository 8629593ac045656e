"""A real mail server on a free port of this machine, which misbehaves as it is told.

For the tests, the crash tests and the benchmark: aiosmtpd in a thread of its own.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from aiosmtpd.smtp import SMTP, Envelope, Session

Fault = Literal[
    "none",
    "slow",
    "defer_sender",
    "defer_recipient",
    "defer_content",
    "refuse_sender",
    "refuse_recipient",
    "refuse_content",
    "busy",
    "cut_sender",
    "cut_recipient",
    "cut_content",
    "cut_before_keeping",
    "cut_after_keeping",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)

SLOWLY = 0.05
"""Seconds."""

_ANSWERS: dict[Fault, str] = {
    "defer_sender": "451 4.3.0 try again later",
    "defer_recipient": "450 4.2.1 greylisted, try again later",
    "defer_content": "451 4.3.0 try again later",
    "refuse_sender": "550 5.7.1 sender refused",
    "refuse_recipient": "550 5.1.1 no such user here",
    "refuse_content": "554 5.7.1 message refused",
    "busy": "421 4.3.2 shutting down",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message that the server keeps."""

    sender: str
    recipient: str
    data: bytes


Choose = Callable[[str, str], Fault]
"""What to do to a transaction, from its sender and its recipient."""


class MailServer:
    """A mail server while the context lasts; ``received`` holds what it kept, in order.

    ``choose`` is asked once a transaction, when its recipient is named; ``on_sender`` when its
    sender is.
    """

    def __init__(
        self,
        choose: Choose = lambda _sender, _recipient: "none",
        *,
        on_sender: Callable[[str], Fault] = lambda _sender: "none",
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
    ) -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.choose, self.on_sender = choose, on_sender
        self._tls, self._starttls, self._login = tls, starttls, login
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> "MailServer":
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._server.close)
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _serve(self) -> asyncio.Server:
        return await self._loop.create_server(self._protocol, "127.0.0.1", 0, ssl=self._tls)

    async def _stop(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _protocol(self) -> SMTP:
        self.connections += 1
        return _Server(
            _Handler(self),
            hostname="mail.example",
            loop=self._loop,
            tls_context=self._starttls,
            require_starttls=self._starttls is not None,
            auth_require_tls=False,
            auth_callback=self._knows,
        )

    def _knows(self, _mechanism: str, user: bytes, password: bytes) -> bool:
        return (user.decode(), password.decode()) == self._login


class _Server(SMTP):
    fault: Fault = "none"

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - the library's name
        if self.fault == "cut_content":
            await self.push("354 go on")
            await self._reader.readline()
            _cut(self)
            # What was received already would be read as commands.
            raise ConnectionResetError
        await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, owner: MailServer) -> None:
        self._owner = owner

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: _Server, _session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        fault = self._owner.on_sender(address)
        if fault == "cut_sender":
            _cut(server)
        if fault in _ANSWERS:
            return _ANSWERS[fault]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: _Server, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        server.fault = self._owner.choose(str(envelope.mail_from), address)
        if server.fault == "cut_recipient":
            _cut(server)
        if server.fault in ("defer_recipient", "refuse_recipient", "busy"):
            return _ANSWERS[server.fault]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: _Server, _session: Session, envelope: Envelope
    ) -> str:
        if server.fault == "cut_before_keeping":
            _cut(server)
            return ""
        if server.fault in _ANSWERS:
            return _ANSWERS[server.fault]
        if server.fault == "slow":
            await asyncio.sleep(SLOWLY)
        self._owner.received += [
            Received(sender=str(envelope.mail_from), recipient=one, data=_bytes(envelope))
            for one in envelope.rcpt_tos
        ]
        if server.fault == "cut_after_keeping":
            _cut(server)
            return ""
        return "250 kept"


def _cut(server: SMTP) -> None:
    """Lose the connection, without a goodbye."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()


def _bytes(envelope: Envelope) -> bytes:
    return envelope.content if isinstance(envelope.content, bytes) else b""
