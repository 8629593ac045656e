"""A procedure: all notices about one purchase, across sources and versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from veille.core.notices import Award, Buyer, Links, Lot, Notice, Place, Value
from veille.core.verdicts import Clause, Evidence, Reserved, Verdict

State = Literal["planned", "open", "closed", "awarded", "cancelled", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The notices of one purchase, oldest first, each with its verdict and when it was first seen.

    ``linked_by`` names, for each notice id, the rule that joined it; ``doubts`` the ids of
    procedures that look alike but were kept apart.
    """

    id: int
    notices: tuple[Notice, ...]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    first_seen: Mapping[str, datetime] = field(default_factory=dict)
    linked_by: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[int, ...] = ()
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a procedure today: every notice of it read in order, the newest winning.

    These are the facts that are told; the version of a procedure rises only when one of them
    changes. ``reserved`` and ``clause`` sum up the notices (an award never carries the flag, its
    competition notice does); ``evidence`` are the lines that prove them, each with its notice id.
    """

    state: State
    stage: str
    title: str | None = None
    buyer: Buyer | None = None
    lots: tuple[Lot, ...] = ()
    places: tuple[Place, ...] = ()
    departments: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    deadline: datetime | None = None
    deadline_approximate: bool = False
    value: Value | None = None
    procedure_type: str | None = None
    family: str | None = None
    duration_months: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewals: int | None = None
    awards: tuple[Award, ...] = ()
    links: Links | None = None
    sources: tuple[str, ...] = ()
    published_on: date | None = None
    reserved: Reserved = field(default_factory=Reserved)
    clause: Clause = field(default_factory=Clause)
    evidence: tuple[tuple[str, Evidence], ...] = ()


FactName = Literal[
    "deadline", "title", "lots", "value", "places", "state", "winner", "reserved", "clause"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One told fact that changed, old and new as plain text for people (null = unknown)."""

    fact: FactName
    before: str | None
    after: str | None
