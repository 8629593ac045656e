"""What a case says, whatever the wire format it is written in."""

from dataclasses import dataclass
from typing import Literal

Dialect = Literal["eforms", "fns", "mapa", "dsp", "divers", "legacy", "ted_export"]
Form = Literal["initial", "rectificatif", "attribution", "annulation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the words of a notice mean, for one question; ``lots`` empty means all of them."""

    answer: Literal["yes", "no", "unclear"] = "no"
    kinds: tuple[str, ...] = ()
    lots: tuple[int, ...] = ()
    binding: Literal["mandatory", "optional", "unknown"] = "unknown"
    hours: int | None = None


NO = Expected()


@dataclass(frozen=True, slots=True)
class Criterion:
    """An award criterion: eForms type, text, weight in per cent."""

    type: Literal["price", "cost", "quality"]
    text: str
    weight: int
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The result of lot ``lot`` (0 = the whole): who won (key), amount in euros, day, tenders."""

    winner: str
    amount: float | None
    lot: int = 0
    on: str = "2026-11-02"
    tenders: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot: ``reserved`` BT-71, ``sheltered`` BT-736, ``social`` BT-775, ``strategic`` BT-06."""

    title: str
    text: str = ""
    cpv: tuple[str, ...] = ()
    place: str | None = None
    amount: int | None = None
    months: int | None = None
    reserved: tuple[str, ...] = ("none",)
    sheltered: str = "no"
    conditions: str = ""
    note: str = ""
    criteria: tuple[Criterion, ...] = ()
    social: tuple[str, ...] = ()
    strategic: tuple[str, ...] = ()
    strategic_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Why and how an earlier notice is changed; ``reason`` is an eForms code.

    ``structured`` replaces the prose in MAPA: pairs (rubric, instead of, read).
    """

    reason: str = "cor-buy"
    text: str = ""
    described: str = ""
    structured: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One notice and what it is for.

    ``previous`` is the key of an earlier case, or an idweb of before the week. ``ted_day`` is the
    day of November 2026 on which TED publishes the same notice; ``boamp=False`` leaves BOAMP out.
    BOAMP's record may name somebody else than the buyer (``published_buyer``), hold no deadline
    though the notice has one (``hide_deadline``), or a SIRET as somebody typed it (``siret``).
    ``reserved`` and ``clause`` are what the words mean.
    """

    key: str
    purpose: str
    dialect: Dialect
    day: int
    buyer: str
    title: str
    form: Form = "initial"
    text: str = ""
    note: str = ""
    conditions: str = ""
    selection: str = ""
    visit: str = ""
    criteria: tuple[Criterion, ...] = ()
    criteria_text: str = ""
    cpv: tuple[str, ...] = ()
    nature: Literal["services", "works", "supplies"] = "services"
    places: tuple[str, ...] = ()
    place_text: str = ""
    nuts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ("34",)
    descriptors: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    amount: int | None = None
    maximum: int | None = None
    months: int | None = None
    starts: str | None = None
    ends: str | None = None
    renewals: int | None = None
    renewal_text: str = ""
    deadline: str | None = None
    procedure: str = "open"
    lots: tuple[Lot, ...] = ()
    reservation: str | None = None
    reserved_box: Literal["", "shops", "jobs"] = ""
    profession_box: str = ""
    subtype: str = "16"
    planned: str | None = None
    ted_day: int | None = None
    boamp: bool = True
    previous: str = ""
    change: Change | None = None
    awards: tuple[Award, ...] = ()
    award_text: str = ""
    siret: str | None = None
    escaped_links: bool = False
    published_buyer: str = ""
    hide_deadline: bool = False
    reserved: Expected = NO
    clause: Expected = NO
    traps: tuple[str, ...] = ()

    @property
    def date(self) -> str:
        """The day of publication in BOAMP, ISO."""
        return f"2026-11-{self.day:02d}"
