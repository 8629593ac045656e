"""Reports handed in by a local mail server over LMTP, until this process is told to stop."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from newsletters.verp import ReturnAddresses
from veille.core.refusals import system_refusal
from veille.mailbox.errors import MailboxError
from veille.store.errors import StoreError

MOST_BYTES_TAKEN = 10 * 2**20

_Take = Callable[[bytes, tuple[str, ...]], None]


class Lmtp:
    """A listener for a mail server on this machine, which asks nobody who they are."""

    def __init__(self, host: str, port: int, returns: ReturnAddresses) -> None:
        self._host, self._port, self._returns = host, port, returns

    def drain(self, take: _Take) -> None:
        """Listen until SIGTERM or SIGINT; each report is accepted once it is done.

        Raises:
            MailboxError: the address cannot be listened on.
        """
        asyncio.run(self._listen(take))

    async def _listen(self, take: _Take) -> None:
        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            # Signals can be heeded in the main thread only.
            with suppress(RuntimeError, ValueError):
                loop.add_signal_handler(number, stopped.set)
        handler = _Handler(take, self._returns)

        def protocol() -> LMTP:
            return LMTP(handler, hostname="localhost", loop=loop, data_size_limit=MOST_BYTES_TAKEN)

        try:
            server = await loop.create_server(protocol, self._host, self._port)
        except OSError as error:
            raise MailboxError(f"{self._host}:{self._port} : {system_refusal(error)}") from None
        async with server:
            await stopped.wait()


class _Handler:
    """One recipient a transaction: LMTP answers for each, and reports have but one."""

    def __init__(self, take: _Take, returns: ReturnAddresses) -> None:
        self._take, self._returns = take, returns
        self._one_at_a_time = asyncio.Lock()

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, _server: LMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        known = address.lower() == self._returns.base.lower() or any(self._returns.find(address))
        if not known:
            return "550 5.1.1 unknown address"
        if envelope.rcpt_tos:
            return "452 4.5.3 one recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, _server: LMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else b""
        async with self._one_at_a_time:
            try:
                await asyncio.to_thread(self._take, raw, tuple(envelope.rcpt_tos))
            except StoreError:
                return "451 4.3.0 try again later"
        return "250 2.0.0 done"
