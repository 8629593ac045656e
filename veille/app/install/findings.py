"""What a check of the install found: whether it works, and what to do where it does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from veille.core.refusals import one_line

FindingState = Literal["ok", "warning", "broken"]

STATE_NAMES: dict[FindingState, str] = {
    "ok": "bien",
    "warning": "à voir",
    "broken": "en panne",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about ``name``; ``todo`` says in French what to do."""

    name: str
    state: FindingState
    said: str
    todo: str | None = None


def fine(name: str, said: str) -> Finding:
    """It works."""
    return Finding(name, "ok", one_line(said))


def doubtful(name: str, said: str, todo: str) -> Finding:
    """It works, but not as it should."""
    return Finding(name, "warning", one_line(said), one_line(todo))


def broken(name: str, said: str, todo: str) -> Finding:
    """It does not work."""
    return Finding(name, "broken", one_line(said), one_line(todo))


Check = Callable[[], Finding]
