"""A procedure: all notices about one purchase, across sources and versions.

Types only: ``veille.core.link_keys`` and ``veille.core.linking`` say which notices belong together,
``veille.core.facts`` what is known of a procedure, ``veille.core.changes`` what is worth telling.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from veille.core.notices import Award, Buyer, Links, Lot, Many, Notice, Place, Value
from veille.core.verdicts import Clause, Evidence, HoursEstimate, Obligation, Reserved, Verdict

State = Literal["planned", "open", "closed", "awarded", "cancelled", "unknown"]
KeyKind = Literal["uuid", "notice", "folder", "fallback", "self", "doubt"]


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a notice is recognised by.

    ``uuid`` is a notice identifier (BT-701), ``notice`` a project id (``boamp:…``, ``ted:…``), its
    own or one it refers to, or the number that a platform's address has, ``folder`` a procedure
    identifier (BT-04), ``fallback`` SIRET, deadline and title together. A ``strong`` key that two
    notices share joins them. The others join nothing: ``self`` says which ``uuid`` is the notice's
    own, ``doubt`` that two procedures look alike.
    """

    kind: KeyKind
    value: str
    strong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The notices of one purchase, oldest first, each with its verdict and when it was first seen.

    ``linked_by`` names, for each notice id, the rule that joined it; ``doubts`` the ids of
    procedures that look alike but were kept apart; ``contract_ends_on`` is the last day of the
    contracts that award data say came of it.
    """

    id: int
    notices: tuple[Notice, ...]
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    first_seen: Mapping[str, datetime] = field(default_factory=dict)
    linked_by: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[int, ...] = ()
    contract_ends_on: date | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a procedure today: every notice of it read in order, the newest winning.

    The version of a procedure rises only when a fact that is told changes. ``reserved`` and
    ``clause`` sum up the notices (an award never carries the flag, its competition notice does);
    ``evidence`` are the lines that prove them and those that explain the scores, each with its
    notice id. ``obligation``, ``hours_estimate``, ``potential`` and ``likely`` sum the verdicts up
    too, but are shown without being told: when one of them alone changes, no version rises.

    ``published_on`` is the day of the publication that set the state. ``ends_on_computed`` is true
    where the end of the contract was worked out from a start and a duration. ``publications``
    counts the distinct publications read (a second source of one is not another; 0 = not counted)
    and ``judged_by`` names the rules and models of the verdicts: together they tell a change in the
    purchase from a change in how it is read.
    """

    state: State
    stage: str
    title: str | None = None
    buyer: Buyer | None = None
    lots: Many[Lot] = ()
    places: Many[Place] = ()
    departments: Many[str] = ()
    cpv: Many[str] = ()
    deadline: datetime | None = None
    deadline_approximate: bool = False
    value: Value | None = None
    procedure_type: str | None = None
    family: str | None = None
    duration_months: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    ends_on_computed: bool = False
    renewals: int | None = None
    awards: Many[Award] = ()
    links: Links | None = None
    sources: Many[str] = ()
    published_on: date | None = None
    reserved: Reserved = field(default_factory=Reserved)
    clause: Clause = field(default_factory=Clause)
    evidence: Many[tuple[str, Evidence]] = ()
    obligation: Obligation = field(default_factory=Obligation)
    hours_estimate: HoursEstimate | None = None
    potential: float | None = None
    likely: float | None = None
    publications: int = 0
    judged_by: Many[str] = ()


FactName = Literal[
    "deadline", "title", "lots", "value", "places", "state", "winner", "reserved", "clause"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One told fact that changed, old and new as plain text for people (null = unknown)."""

    fact: FactName
    before: str | None
    after: str | None
