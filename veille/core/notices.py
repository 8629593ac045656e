"""The notice: one publication, normalised.

The field names and closed lists are those of the interchange format that others read and write
(JSON Lines); ``veille.core.interchange`` turns it into JSON and back. Absent means unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import BeforeValidator, Field

from veille.core.clock import end_of_day, paris

Stage = Literal[
    "planning", "consultation", "competition", "result", "modification", "direct_award", "other"
]
Kind = Literal["planning", "competition", "change", "result", "cancellation", "other"]
Regime = Literal["classic", "utilities", "concession", "defence", "social", "unknown"]
BuyerKind = Literal["state", "local", "utility", "unknown"]
ContractNature = Literal["works", "services", "supplies"]
ValueBasis = Literal["estimated", "framework_maximum", "awarded"]
TextField = Literal[
    "conditions", "execution", "criteria", "selection", "additional", "correction", "other"
]
DeclaredField = Literal[
    "criteres", "reservationMarche", "MARCHE_RESERVE", "BT-71", "BT-736", "BT-06", "BT-775"
]

STAGES: tuple[Stage, ...] = get_args(Stage)
KINDS: tuple[Kind, ...] = get_args(Kind)

_T = TypeVar("_T")


def _none_to_empty(value: object) -> object:
    return () if value is None else value


def _none_to_unknown(value: object) -> object:
    return "unknown" if value is None else value


def _none_to_other(value: object) -> object:
    return "other" if value is None else value


def _deadline(value: object) -> object:
    """A day alone means its end; a time without an offset is Paris wall time."""
    if isinstance(value, str) and len(value) == len("2026-10-05"):
        return end_of_day(date.fromisoformat(value))
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return paris(value) if isinstance(value, datetime) and value.tzinfo is None else value


def _is_unknown(value: object) -> bool:
    return value is None


Many = Annotated[tuple[_T, ...], BeforeValidator(_none_to_empty)]
Known = Annotated[_T | None, Field(exclude_if=_is_unknown)]
"""A value that is left out of the JSON where it is null: what has none is the same bytes, and has

the same hash, as before it was a part of the format.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """The contracting authority or entity; never a contact person."""

    name: str | None = None
    siret: str | None = None
    kind: Annotated[BuyerKind, BeforeValidator(_none_to_unknown)] = "unknown"
    postcode: str | None = None
    city: str | None = None
    nuts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a contract is performed."""

    nuts: str | None = None
    postcode: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Descriptor:
    """A term of BOAMP's own vocabulary."""

    code: str
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An amount without VAT. Zero in a source means unknown and never reaches here."""

    amount: float
    currency: str = "EUR"
    basis: ValueBasis = "estimated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of a procedure that is awarded separately; ``id`` as in eForms (``LOT-0001``)."""

    id: str
    title: str | None = None
    description: str | None = None
    cpv: Many[str] = ()
    places: Many[Place] = ()
    value: Value | None = None
    duration_months: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A free text of the notice, kept by the field it was written in.

    ``document`` names the document of the consultation that the text is, of a find of staff; its
    pages are parted by ``veille.core.documents.PAGE_BREAK``.
    """

    field: TextField
    text: str
    lot: str | None = None
    document: Known[str] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A box the buyer ticked or a code the buyer chose, as published."""

    field: DeclaredField
    value: str
    lot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """Whom a contract was awarded to (titulaire)."""

    name: str | None = None
    siret: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """The result of a lot, or of the whole procedure when ``lot`` is null."""

    lot: str | None = None
    winner: Winner | None = None
    amount: float | None = None
    on: date | None = None
    tenders: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses for people: notice, consultation documents, submission, buyer profile."""

    notice: str | None = None
    documents: str | None = None
    submission: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One publication of one source, normalised.

    ``uuid`` is the eForms notice identifier (BT-701); ``deadline_approximate`` is true where the
    deadline is only the end of the publication's display. ``label`` exists in labelled files only.
    """

    id: str
    source: str
    stage: Annotated[Stage, BeforeValidator(_none_to_other)] = "other"
    kind: Annotated[Kind, BeforeValidator(_none_to_other)] = "other"
    published_on: date | None = None
    dispatched_on: date | None = None
    deadline: Annotated[datetime | None, BeforeValidator(_deadline)] = None
    deadline_approximate: bool = False
    procedure_id: str | None = None
    uuid: str | None = None
    supersedes: Many[str] = ()
    procedure_type: str | None = None
    regime: Annotated[Regime, BeforeValidator(_none_to_unknown)] = "unknown"
    title: str | None = None
    description: str | None = None
    buyer: Buyer | None = None
    departments: Many[str] = ()
    places: Many[Place] = ()
    cpv: Many[str] = ()
    descriptors: Many[Descriptor] = ()
    family: str | None = None
    contract_nature: ContractNature | None = None
    value: Value | None = None
    duration_months: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewals: int | None = None
    lots: Many[Lot] = ()
    texts: Many[Text] = ()
    declared: Many[Declared] = ()
    awards: Many[Award] = ()
    links: Links | None = None
    label: dict[str, Any] | None = None

    def all_cpv(self) -> tuple[str, ...]:
        """The CPV codes of the procedure and of every lot, each once, in order."""
        codes = [*self.cpv, *(code for lot in self.lots for code in lot.cpv)]
        return tuple(dict.fromkeys(codes))

    def all_places(self) -> tuple[Place, ...]:
        """The places of performance of the procedure and of every lot, each once, in order."""
        places = [*self.places, *(place for lot in self.lots for place in lot.places)]
        return tuple(dict.fromkeys(places))


@dataclass(frozen=True, slots=True)
class Passage:
    """One string of a notice that a person wrote.

    ``at`` is its JSON Pointer; ``field`` is ``title``, ``description``, ``lot.title``,
    ``lot.description`` or ``texts.<field>``; ``lot`` the lot it speaks for, if any; ``document``
    the document that it is, if one.
    """

    at: str
    field: str
    lot: str | None
    text: str
    document: str | None = None


def passages(notice: Notice) -> Iterator[Passage]:
    """Every free text of the notice with its JSON Pointer, in reading order."""
    if notice.title:
        yield Passage("/title", "title", None, notice.title)
    if notice.description:
        yield Passage("/description", "description", None, notice.description)
    for index, lot in enumerate(notice.lots):
        if lot.title:
            yield Passage(f"/lots/{index}/title", "lot.title", lot.id, lot.title)
        if lot.description:
            yield Passage(f"/lots/{index}/description", "lot.description", lot.id, lot.description)
    for index, text in enumerate(notice.texts):
        yield Passage(
            f"/texts/{index}/text", f"texts.{text.field}", text.lot, text.text, text.document
        )


def kind_of(stage: Stage, *, correction: bool = False, cancellation: bool = False) -> Kind:
    """Cancellation first, then change, else from the stage (other stages give ``other``)."""
    if cancellation:
        return "cancellation"
    if correction:
        return "change"
    if stage == "planning" or stage == "competition" or stage == "result":
        return stage
    return "other"
