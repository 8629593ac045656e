"""The one clock of a process: the machine's, or one that begins at a given moment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from veille.core.clock import PARIS

Clock = Callable[[], datetime]


def clock_from(now: datetime | None) -> Clock:
    """A clock that shows ``now`` at this instant; without it, the machine's."""
    ahead = now - _machine() if now else timedelta(0)
    return lambda: _machine() + ahead


def _machine() -> datetime:
    return datetime.now(PARIS)
