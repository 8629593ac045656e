"""What the forms offer to choose from, in French."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from veille.core.areas import area
from veille.core.asking import RESERVED_NAMES, WHAT_NAMES
from veille.core.bands import BAND_LABELS
from veille.core.cards import Rhythm, What
from veille.core.people import SubscriberKind
from veille.core.reasons import sector_name
from veille.core.reference import communes as register
from veille.core.reference.sectors import SECTORS
from veille.core.search import Sort
from veille.core.search_asking import SOURCE_NAMES, STATE_NAMES
from veille.core.territory import territory
from veille.core.wording import CLAUSE_LABELS

Choice = tuple[str, str]

_WHATS: dict[What, str] = {
    "reserved": "Les marchés réservés (EA, ESAT, SIAE…)",
    "clause": "Les marchés avec une clause sociale",
    "potential": "Les marchés qui pourraient en porter une",
    "obligation": "Ceux où la loi attend une clause qui n’a pas été vue",
    "planning": "Les achats annoncés, pas encore en consultation",
    "correction": "Les rectificatifs et annulations",
    "award": "Les attributions",
    "renewal": "Les contrats qui se terminent bientôt",
}
_RHYTHMS: dict[Rhythm, str] = {
    "weekly": "chaque lundi matin",
    "daily": "chaque jour ouvré",
    "immediate": "dès qu’un avis paraît",
    "monthly": "une fois par mois",
}
_SORTS: dict[Sort, str] = {
    "relevance": "ce qui répond le mieux",
    "newest": "les plus récents",
    "deadline": "à rendre bientôt",
}
_KINDS: dict[SubscriberKind, str] = {
    "facilitator": "Je facilite les clauses sociales",
    "buyer_agent": "J’achète pour un organisme public",
    "structure": "Je travaille dans un ESAT, une EA ou une SIAE",
    "public": "Autre",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen, each as code and words."""

    areas: tuple[Choice, ...]
    sectors: tuple[Choice, ...]
    whats: tuple[Choice, ...]
    reserved: tuple[Choice, ...]
    bands: tuple[Choice, ...]
    rhythms: tuple[Choice, ...]
    kinds: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class SearchOffer:
    """What only a search can be narrowed by, each as code and words."""

    whats: tuple[Choice, ...]
    states: tuple[Choice, ...]
    clauses: tuple[Choice, ...]
    sources: tuple[Choice, ...]
    sorts: tuple[Choice, ...]


@cache
def search_offer() -> SearchOffer:
    """What a search offers besides what subscriptions do."""
    return SearchOffer(
        whats=tuple(WHAT_NAMES.items()),
        states=tuple(STATE_NAMES.items()),
        clauses=tuple((code, name) for code, name in CLAUSE_LABELS.items() if name),
        sources=tuple(SOURCE_NAMES.items()),
        sorts=tuple(_SORTS.items()),
    )


@cache
def offer(scopes: tuple[str, ...]) -> Offer:
    """What an install that covers ``scopes`` offers."""
    return Offer(
        areas=tuple(_areas(scopes)),
        sectors=tuple((code, sector_name(code)) for code in SECTORS),
        whats=tuple(_WHATS.items()),
        reserved=tuple((code, name) for code, name in RESERVED_NAMES.items() if code != "mixed"),
        bands=tuple(BAND_LABELS.items()),
        rhythms=tuple(_RHYTHMS.items()),
        kinds=tuple(_KINDS.items()),
    )


def _areas(scopes: Sequence[str]) -> list[Choice]:
    own = [(code, territory(code).label) for code in scopes]
    inside = sorted(register.epcis(), key=lambda code: area(code).label)
    return own + [(code, area(code).label) for code in inside if code not in scopes]
