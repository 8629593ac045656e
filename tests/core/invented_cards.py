"""Invented cards and filters, one at a time and at random."""

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from veille.core.bands import BAND_NAMES
from veille.core.cards import WHATS, Card
from veille.core.filters import Filter
from veille.core.search_terms import searchable
from veille.core.verdicts import ReservedKind

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
SETE, BEZIERS, SETE_AGGLOPOLE = "34301", "34032", "200066355"

_KINDS: tuple[ReservedKind, ...] = ("handicap", "iae", "mixed", "prison", "ess", "unspecified")
_AREAS = (SETE, BEZIERS, SETE_AGGLOPOLE, "34", "R76")
_SECTORS = ("nettoyage", "espaces_verts", "batiment")
_BUYERS = ("siret:21340301300012", "name:commune de valrouge|34999")
_OBJECTS = (
    "Nettoyage des vitres",
    "Entretien des espaces verts, lot 2 : élagage",
    "Travaux d’œuvres d'art et voirie",
    "Vitres et espaces verts",
    "100 % bio_logique",
    "",
)
_EXPRESSIONS = (
    "vitre",
    "nettoyages de vitre",
    "ŒUVRE",
    "espace vert",
    "elagage",
    "verts vitres",
    "100",
    "bio",
    "introuvable",
)


def card(procedure_id: int = 1, version: int = 1, **changed: Any) -> Card:
    """The card of a call for cleaning in Sète."""
    facts: dict[str, Any] = {
        "procedure_id": procedure_id,
        "version": version,
        "noted_at": NOW,
        "executed": frozenset({SETE, SETE_AGGLOPOLE, "34", "R76"}),
        "sectors": frozenset({"nettoyage"}),
        "text": searchable(["Nettoyage des vitres", "Commune de Valrouge"]),
        "published_on": date(2026, 11, 9),
        "state": "open",
    }
    return Card(**(facts | changed))


def _sets(values: Any) -> Any:
    return st.frozensets(st.sampled_from(values), max_size=3)


def _tuples(values: Any, least: int = 0) -> Any:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(tuple)


@st.composite
def cards(draw: st.DrawFn, procedure_id: int = 1) -> Card:
    """A card of any kind."""
    return Card(
        procedure_id=procedure_id,
        version=draw(st.integers(1, 3)),
        noted_at=NOW,
        whats=draw(_sets(WHATS)),
        executed=draw(_sets(_AREAS)),
        bought=draw(_sets(_AREAS)),
        published=draw(_sets(("34", "R76"))),
        sectors=draw(_sets(_SECTORS)),
        reserved_kinds=draw(_sets(_KINDS)),
        clause_kinds=draw(_sets(("insertion", "unspecified"))),
        band=draw(st.sampled_from([None, *BAND_NAMES])),
        obligation=draw(st.booleans()),
        buyer=draw(st.sampled_from([None, *_BUYERS])),
        text=searchable(draw(_tuples(_OBJECTS))),
        published_on=draw(st.sampled_from([None, date(2026, 11, 9)])),
        deadline=draw(st.sampled_from([None, NOW])),
        state=draw(st.sampled_from(["open", "planned", "awarded"])),
    )


@st.composite
def decks(draw: st.DrawFn) -> list[Card]:
    """A few cards, each of its own procedure."""
    count = draw(st.integers(0, 6))
    return [draw(cards(procedure_id=number)) for number in range(1, count + 1)]


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    """Any filter that may be asked, of one to three parts so that it finds something."""
    parts: dict[str, Any] = {
        "territories": _tuples((*_AREAS, "30"), 1),
        "sectors": _tuples((*_SECTORS, "numerique"), 1),
        "what": _tuples(WHATS, 1),
        "words": _tuples(_EXPRESSIONS, 1),
        "together": _tuples(_EXPRESSIONS, 1),
        "without": _tuples(_EXPRESSIONS, 1),
        "buyer": st.sampled_from(_BUYERS),
        "procedure": st.sampled_from([1, 2]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(parts)), min_size=1, max_size=3))
    asked = {name: draw(parts[name]) for name in sorted(chosen)}
    if "reserved" in asked.get("what", ()):
        asked["reserved_kinds"] = draw(_tuples(_KINDS))
    if "potential" in asked.get("what", ()):
        asked["band"] = draw(st.sampled_from([None, *BAND_NAMES]))
    return Filter(**asked)
