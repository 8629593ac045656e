"""The one filter: what a subscription, a preview, a search, a feed or the API asks for.

``veille.core.selecting`` selects for many filters at once, ``veille.core.reasons`` says why a card
was selected, ``veille.store.cards`` is the same filter in SQL: a property test ties them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from veille.core.bands import BandName
from veille.core.cards import Card, Facet, What, potential_topic, reserved_topic
from veille.core.notices import Many
from veille.core.refusals import Refusal, value_refusal
from veille.core.search_terms import phrase
from veille.core.verdicts import ReservedKind
from veille.core.visible import has_invisible

MOST_WORDS = 20
LONGEST_EXPRESSION = 80
MOST_CODES = 400
_LONGEST_CODE = 200


class FilterError(Refusal):
    """A filter that asks for nothing that can be found; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is asked for. Nothing in a field means anything; all fields must hold.

    Within a field one value is enough, and one of ``words``; all of ``together`` must be there and
    none of ``without`` may. An expression of several words is looked for as they follow each
    other. ``reserved_kinds`` says for whom, of what is ``reserved``; ``band`` the least one, of
    ``potential``.

    Raises:
        FilterError: a part that would change nothing, or is beyond bounds.
    """

    territories: Many[str] = ()
    sectors: Many[str] = ()
    what: Many[What] = ()
    reserved_kinds: Many[ReservedKind] = ()
    band: BandName | None = None
    words: Many[str] = ()
    together: Many[str] = ()
    without: Many[str] = ()
    buyer: str | None = None
    procedure: int | None = None

    def __post_init__(self) -> None:
        if self.reserved_kinds and "reserved" not in self.what:
            raise FilterError(
                "bénéficiaires choisis sans les marchés réservés : les demander aussi"
            )
        if self.band and "potential" not in self.what:
            raise FilterError("niveau de potentiel choisi sans le potentiel : le demander aussi")
        _check_codes((*self.territories, *self.sectors, self.buyer or ""))
        for expressions in (self.words, self.together, self.without):
            _check_expressions(expressions)

    def matches(self, card: Card) -> bool:
        """Is this card asked for?"""
        held = card.facets()
        return all(wanted & held[facet] for facet, wanted in self.facets().items()) and self._reads(
            card.text
        )

    def facets(self) -> Mapping[Facet, frozenset[str]]:
        """The values of each facet that is asked for, one of which a card must have."""
        asked: dict[Facet, frozenset[str]] = {
            "territory": frozenset(self.territories),
            "sector": frozenset(self.sectors),
            "topic": frozenset(topic for what in self.what for topic in self.topics(what)),
            "buyer": frozenset({self.buyer} if self.buyer else ()),
            "procedure": frozenset({str(self.procedure)} if self.procedure is not None else ()),
        }
        return {facet: values for facet, values in asked.items() if values}

    def phrases(self) -> tuple[str, ...]:
        """The terms one of which must be in the text, see ``veille.core.search_terms.phrase``."""
        return tuple(phrase(expression) for expression in self.words)

    def required_phrases(self) -> tuple[str, ...]:
        """The terms all of which must be in the text."""
        return tuple(phrase(expression) for expression in self.together)

    def excluded_phrases(self) -> tuple[str, ...]:
        """The terms none of which may be in the text."""
        return tuple(phrase(expression) for expression in self.without)

    def topics(self, what: What) -> tuple[str, ...]:
        """The topics of a card that answer ``what`` as it is asked for here."""
        if what == "reserved" and self.reserved_kinds:
            return tuple(reserved_topic(kind) for kind in self.reserved_kinds)
        if what == "potential" and self.band:
            return (potential_topic(self.band),)
        return (what,)

    def _reads(self, text: str) -> bool:
        phrases = self.phrases()
        return (
            (not phrases or any(one in text for one in phrases))
            and all(one in text for one in self.required_phrases())
            and not any(one in text for one in self.excluded_phrases())
        )


def filter_to_json(asked: Filter) -> str:
    """The filter as one line of JSON, without what asks for anything."""
    return _adapter().dump_json(asked, exclude_defaults=True).decode()


def filter_from_json(line: str | bytes) -> Filter:
    """What ``filter_to_json`` wrote; keys added since ask for anything.

    Raises:
        FilterError: the line is no filter.
    """
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> FilterError:
    """A refusal of ours comes wrapped: it is a ValueError raised while validating."""
    own = error.errors()[0].get("ctx", {}).get("error")
    return own if isinstance(own, FilterError) else FilterError(value_refusal(error))


def _check_codes(codes: tuple[str, ...]) -> None:
    if len(codes) > MOST_CODES:
        raise FilterError(f"au plus {MOST_CODES} territoires et secteurs par abonnement")
    if any(len(code) > _LONGEST_CODE or has_invisible(code) for code in codes):
        raise FilterError("territoire, secteur ou acheteur inconnu")


def _check_expressions(expressions: tuple[str, ...]) -> None:
    if len(expressions) > MOST_WORDS:
        raise FilterError(f"au plus {MOST_WORDS} mots ou expressions par abonnement")
    for expression in expressions:
        if len(expression) > LONGEST_EXPRESSION:
            raise FilterError(f"mot trop long : {LONGEST_EXPRESSION} caractères au plus")
        if has_invisible(expression):
            raise FilterError("mot refusé : il contient un caractère invisible")
        if not phrase(expression):
            raise FilterError(f"mot que rien ne peut contenir : « {expression} »")


@cache
def _adapter() -> TypeAdapter[Filter]:
    return TypeAdapter(Filter)
