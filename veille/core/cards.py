"""A card: what selection knows of one version of a procedure, and the facets it is found by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from veille.core.bands import BAND_NAMES, BandName
from veille.core.procedures import State
from veille.core.refusals import Refusal, value_refusal
from veille.core.verdicts import ReservedKind

What = Literal[
    "reserved", "clause", "potential", "obligation", "planning", "correction", "award", "renewal"
]
Rhythm = Literal["immediate", "daily", "weekly", "monthly"]
Facet = Literal["territory", "sector", "topic", "buyer", "procedure"]

WHATS: tuple[What, ...] = get_args(What)
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)

# A reservation answers those whom it names, and may be for them where it names nobody.
_ANSWERED_BY: Mapping[ReservedKind, frozenset[str]] = {
    "handicap": frozenset({"handicap", "mixed", "unspecified"}),
    "iae": frozenset({"iae", "mixed", "unspecified"}),
    "mixed": frozenset({"mixed", "unspecified"}),
    "prison": frozenset({"prison", "unspecified"}),
    "ess": frozenset({"ess", "unspecified"}),
    "unspecified": frozenset({"unspecified"}),
}


class CardError(Refusal):
    """A stored card that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What selection knows of one version of a procedure.

    ``executed``, ``bought`` and ``published`` are codes of areas, each with all that hold it;
    ``obligation`` is true where the law expects a clause that was not seen; ``buyer`` is an
    identity (``veille.core.buyer_identity``); ``text`` is ``searchable`` (object, lots, buyer).
    """

    procedure_id: int
    version: int
    noted_at: datetime
    whats: frozenset[What] = frozenset()
    executed: frozenset[str] = frozenset()
    bought: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    reserved_kinds: frozenset[str] = frozenset()
    clause_kinds: frozenset[str] = frozenset()
    band: BandName | None = None
    obligation: bool = False
    buyer: str | None = None
    text: str = ""
    published_on: date | None = None
    deadline: datetime | None = None
    state: State = "unknown"

    @property
    def is_flagged(self) -> bool:
        """Was a reservation or a clause seen?"""
        return bool(self.reserved_kinds or self.clause_kinds)

    @property
    def territories(self) -> frozenset[str]:
        """The areas whose subscribers it may concern.

        What is only published in an area concerns it only where a reservation or a clause was seen.
        """
        related = self.executed | self.bought
        return related | self.published if self.is_flagged else related

    def facets(self) -> Mapping[Facet, frozenset[str]]:
        """All that a filter can ask for, but words: the values of each facet."""
        return {
            "territory": self.territories,
            "sector": self.sectors,
            "topic": self._topics(),
            "buyer": frozenset({self.buyer} if self.buyer else ()),
            "procedure": frozenset({str(self.procedure_id)}),
        }

    def _topics(self) -> frozenset[str]:
        """What it tells: ``reserved`` also as ``reserved:<for whom>``, ``potential`` also as

        ``potential:<band>`` for its band and each one below.
        """
        found: set[str] = set(self.whats)
        if "reserved" in self.whats:
            found |= {
                reserved_topic(kind)
                for kind, answering in _ANSWERED_BY.items()
                if self.reserved_kinds & answering
            }
        if "potential" in self.whats and self.band:
            found |= {potential_topic(band) for band in BAND_NAMES[BAND_NAMES.index(self.band) :]}
        return frozenset(found)


def reserved_topic(kind: ReservedKind) -> str:
    """The topic of what may be reserved for ``kind``."""
    return f"reserved:{kind}"


def potential_topic(least: BandName) -> str:
    """The topic of what has a potential of at least this band."""
    return f"potential:{least}"


def card_to_json(card: Card) -> str:
    """The card as one line of JSON: the same card is always the same line."""
    raw = {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(card).items()
    }
    return to_json(raw).decode()


def card_from_json(line: str | bytes) -> Card:
    """What ``card_to_json`` wrote.

    Raises:
        CardError: the line is no card.
    """
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise CardError(value_refusal(error)) from None


@cache
def _adapter() -> TypeAdapter[Card]:
    return TypeAdapter(Card)
