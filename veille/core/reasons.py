"""Why a card was selected, in a few French phrases: what of the filter it answers."""

from collections.abc import Iterable, Mapping

from veille.core.areas import area
from veille.core.bands import BAND_LABELS
from veille.core.cards import Card, What
from veille.core.filters import Filter
from veille.core.french import join, quoted, typography
from veille.core.reference.sectors import SECTORS
from veille.core.search_terms import phrase
from veille.core.wording import RESERVED_LABELS

SHOWN_AREAS = 3

WHAT_LABELS: Mapping[What, str] = {
    "reserved": "marché réservé",
    "clause": "clause sociale",
    "potential": "potentiel",
    "obligation": "clause attendue par la loi, non vue dans l’avis",
    "planning": "achat annoncé",
    "correction": "rectificatif ou annulation",
    "award": "attribution",
    "renewal": "contrat qui se termine",
}

_EVERYTHING = "toute la veille"


def why(asked: Filter, card: Card) -> tuple[str, ...]:
    """« marché réservé (entreprises adaptées et ESAT) », « exécution : Sète », « mot : « tonte » ».

    One phrase for each part of a filter that matches the card.
    """
    found = (
        *_whats(asked, card),
        *_places(asked, card),
        *_sectors(asked, card),
        *_words(asked, card),
        *(["acheteur suivi"] if asked.buyer else []),
        *(["consultation suivie"] if asked.procedure is not None else []),
    )
    return tuple(typography(reason) for reason in found) or (_EVERYTHING,)


def _whats(asked: Filter, card: Card) -> Iterable[str]:
    topics = card.facets()["topic"]
    for what in asked.what:
        if topics.isdisjoint(asked.topics(what)):
            continue
        if what == "reserved":
            yield f"{WHAT_LABELS[what]} ({join(_reserved_for(card), last='ou')})"
        elif what == "potential" and card.band:
            yield f"{WHAT_LABELS[what]} {BAND_LABELS[card.band]}"
        else:
            yield WHAT_LABELS[what]


def _reserved_for(card: Card) -> list[str]:
    return [label for kind, label in RESERVED_LABELS.items() if kind in card.reserved_kinds]


def _places(asked: Filter, card: Card) -> Iterable[str]:
    """The nearest relation to the areas asked for, and the first few of these."""
    relations = (
        ("exécution", card.executed),
        ("acheteur situé ici", card.bought),
        ("publication", card.published),
    )
    for relation, areas in relations:
        shared = [code for code in asked.territories if code in areas & card.territories]
        if shared:
            yield f"{relation} : {join([area(code).label for code in shared[:SHOWN_AREAS]])}"
            return


def _sectors(asked: Filter, card: Card) -> Iterable[str]:
    shared = [code for code in asked.sectors if code in card.sectors]
    if shared:
        yield f"secteur : {join([sector_name(code) for code in shared])}"


def _words(asked: Filter, card: Card) -> Iterable[str]:
    some = [expression for expression in asked.words if phrase(expression) in card.text]
    found = [*some, *asked.together]
    if found:
        yield f"mot : {join([quoted(expression) for expression in found])}"


def sector_name(code: str) -> str:
    """« espaces verts »: the first words of a sector's label."""
    label = SECTORS.get(code, code).partition(":")[0].partition(",")[0].strip()
    return label[:1].lower() + label[1:]
