"""The process that is killed: it composes what is missing and delivers what is due.

It kills itself with SIGKILL right before the n-th line of the project's code that it would run, or
its parent does after some time: nothing of it can be caught or cleaned up.
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from newsletters.assembly import Identity
from newsletters.delivery import Delivery
from newsletters.relay import Relay
from newsletters.relay_address import RelayAddress
from newsletters.verp import ReturnAddresses
from veille.store import Store

ROOT = Path(__file__).resolve().parents[1]
CODE = tuple(f"{ROOT / package}{os.sep}" for package in ("veille", "newsletters"))
DOMAIN = "veille.example"
LEASE = timedelta(minutes=10)

Phase = Literal["compose", "deliver"]
Compose = Callable[[Store, datetime], None]
"""Composes and puts in the outbox whatever is missing at a moment; must be a module's function."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker does, and where it dies: right before line ``line`` of ``phase``, or never.

    Lines of composing that are not reached are counted on while it delivers.
    """

    url: str
    port: int
    now: datetime
    compose: Compose
    phase: Phase = "compose"
    line: int | None = None


class _Lines:
    """Counts the lines of the project's code that run, by phase, and dies at the given one."""

    def __init__(self, job: Job) -> None:
        self._dies_at = job.line
        self._counted: tuple[Phase, ...] = (
            ("compose", "deliver") if job.phase == "compose" else ("deliver",)
        )
        self._count = 0
        self.counts: dict[Phase, int] = {"compose": 0, "deliver": 0}
        self.phase: Phase = "compose"

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "call":
            return self if frame.f_code.co_filename.startswith(CODE) else None
        if event == "line":
            self.counts[self.phase] += 1
            self._count += self.phase in self._counted
            if self._count == self._dies_at:
                os.kill(os.getpid(), signal.SIGKILL)
        return self


def work(job: Job, traced: bool = True) -> dict[Phase, int]:
    """Do the job; gives how many lines each phase ran."""
    lines = _Lines(job)
    store = Store(job.url)
    if traced:
        sys.settrace(lines)
    try:
        job.compose(store, job.now)
        lines.phase = "deliver"
        _delivery(store, job).run()
    finally:
        sys.settrace(None)
        store.dispose()
    return lines.counts


def _delivery(store: Store, job: Job) -> Delivery:
    relay = RelayAddress(host="127.0.0.1", port=job.port, security="none")
    return Delivery(
        store=store,
        courier=Relay(relay, name=DOMAIN),
        identity=Identity(
            sender=f"Veille <veille@{DOMAIN}>",
            domain=DOMAIN,
            returns=ReturnAddresses(f"bounce@{DOMAIN}", ("a key of the crash tests",)),
        ),
        clock=lambda: job.now,
        worker=str(os.getpid()),
        lease=LEASE,
    )
