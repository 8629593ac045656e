"""Hand-over: who takes a procedure up, what was done about it, and what that makes of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

Move = Literal["claim", "note", "pass", "release"]
Outcome = Literal[
    "called",
    "documents_read",
    "clause_proposed",
    "clause_added",
    "refused",
    "reserved_opened",
    "structure_informed",
    "nothing_to_do",
    "other",
]
MOVES: tuple[Move, ...] = get_args(Move)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)

OUTCOME_NAMES: Mapping[Outcome, str] = {
    "called": "acheteur appelé",
    "documents_read": "dossier lu",
    "clause_proposed": "clause proposée",
    "clause_added": "clause ajoutée par rectificatif",
    "refused": "refusé par l’acheteur",
    "reserved_opened": "lot réservé ouvert",
    "structure_informed": "structure informée",
    "nothing_to_do": "rien à faire",
    "other": "autre",
}
ENDING: frozenset[Outcome] = frozenset(
    {"clause_added", "refused", "reserved_opened", "nothing_to_do"}
)
"""What ends the matter, until somebody takes it up, passes it on or notes something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a hand-over; none is ever changed.

    ``by`` and ``holder`` are ids of members, null where they are gone; ``who`` and ``holder_name``
    how they were called then. ``holder`` is whose it is after ``claim`` or ``pass``. ``outcome``
    and ``done_on`` say what a ``note`` is about; ``comment`` is free, and the word of a ``pass``.
    """

    at: datetime
    what: Move
    by: int | None
    who: str
    holder: int | None = None
    holder_name: str | None = None
    outcome: Outcome | None = None
    done_on: date | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the events of a procedure come to.

    ``holder`` is whose it is, null when nobody's; ``passed`` the event that gave it to them, where
    somebody passed it on, ``is_fresh`` that nothing was noted since; ``last`` the last note;
    ``is_over`` that nothing is left to do.
    """

    holder: int | None = None
    holder_name: str | None = None
    since: datetime | None = None
    passed: Event | None = None
    is_fresh: bool = False
    last: Event | None = None
    is_over: bool = False


def standing(events: Iterable[Event]) -> Standing:
    """What these events, oldest first, come to."""
    held, last, is_over, is_fresh = None, None, False, False
    for event in events:
        is_fresh = event.what == "pass"
        if event.what == "note":
            last = event
            is_over = event.outcome in ENDING
            continue
        held = event
        is_over = is_over and event.what == "release"
    if held is None or held.holder is None:
        return Standing(last=last, is_over=is_over)
    return Standing(
        holder=held.holder,
        holder_name=held.holder_name,
        since=held.at,
        passed=held if held.what == "pass" else None,
        is_fresh=is_fresh,
        last=last,
        is_over=is_over,
    )
