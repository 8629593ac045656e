"""The closed lists of a subscription in French, for forms, files and commands."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from veille.core.areas import find_area
from veille.core.bands import BAND_LABELS
from veille.core.cards import Rhythm, What
from veille.core.filters import Filter
from veille.core.french import join, quoted
from veille.core.people import LegalBasis, SubscriberKind, SubscriberState
from veille.core.reasons import sector_name
from veille.core.reference.sectors import SECTORS
from veille.core.refusals import Refusal
from veille.core.search_terms import terms
from veille.core.verdicts import ReservedKind

KIND_NAMES: Mapping[SubscriberKind, str] = {
    "facilitator": "facilitateur",
    "buyer_agent": "acheteur",
    "structure": "structure",
    "staff": "équipe",
    "public": "public",
}
SUBSCRIBER_STATES: Mapping[SubscriberState, str] = {
    "pending": "à confirmer",
    "active": "actif",
    "paused": "en pause",
    "suspended": "suspendu",
    "ended": "désabonné",
}
RHYTHM_NAMES: Mapping[Rhythm, str] = {
    "immediate": "immédiat",
    "daily": "quotidien",
    "weekly": "hebdomadaire",
    "monthly": "mensuel",
}
WHAT_NAMES: Mapping[What, str] = {
    "reserved": "marchés réservés",
    "clause": "clauses sociales",
    "potential": "potentiel",
    "obligation": "clause attendue",
    "planning": "achats annoncés",
    "correction": "rectificatifs",
    "award": "attributions",
    "renewal": "fins de contrat",
}
RESERVED_NAMES: Mapping[ReservedKind, str] = {
    "handicap": "EA et ESAT",
    "iae": "SIAE",
    "mixed": "EA, ESAT et SIAE",
    "prison": "prison",
    "ess": "ESS",
    "unspecified": "non précisé",
}
BASIS_NAMES: Mapping[LegalBasis, str] = {
    "consent": "consentement",
    "public_task": "mission d’intérêt public",
    "legitimate_interest": "intérêt légitime",
}

_Code = TypeVar("_Code", bound=str)


_LONGEST_SHOWN = 40


class UnknownWordError(Refusal):
    """A word that is not in a closed list."""


def named(names: Mapping[_Code, str], text: str) -> _Code:
    """The code that ``text`` means: the code itself, or its French name, whatever its spelling.

    Part of a name does where it is in one name only: « réservés », « clause sociale ».

    Raises:
        UnknownWordError: it means none, or several; the message gives the list.
    """
    asked = terms(text)
    same = [code for code, name in names.items() if code == text.strip() or asked == terms(name)]
    part = [code for code, name in names.items() if asked and set(asked) <= set(terms(name))]
    found = same or part
    if len(found) != 1:
        listed = join(list(names.values()), last="ou")
        raise UnknownWordError(f"{_shown(text)} n’est pas dans la liste : {listed}")
    return found[0]


def sector_code(text: str) -> str:
    """The code of a sector from its code or the first words of its name.

    Raises:
        UnknownWordError: no sector is called so.
    """
    asked = terms(text)
    for code in SECTORS:
        if text.strip() == code or (asked and asked in (terms(sector_name(code)), terms(code))):
            return code
    raise UnknownWordError(f"secteur inconnu : {_shown(text)}")


def area_code(text: str) -> str:
    """The code of an area from its code or its name.

    Raises:
        UnknownTerritoryError: no area is called so.
    """
    return find_area(text).code


def items(text: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by ``|``."""
    return tuple(item.strip() for item in text.split("|") if item.strip())


def codes(names: Mapping[_Code, str], texts: Iterable[str]) -> tuple[_Code, ...]:
    """The codes that several texts mean, each once."""
    return tuple(dict.fromkeys(named(names, text) for text in texts))


def filter_of(
    *,
    territories: Iterable[str] = (),
    sectors: Iterable[str] = (),
    what: Iterable[str] = (),
    reserved_for: Iterable[str] = (),
    band: str | None = None,
    words: Iterable[str] = (),
    together: Iterable[str] = (),
    without: Iterable[str] = (),
) -> Filter:
    """The filter that these French words, or codes, ask for.

    Raises:
        Refusal: a word is not known, or the parts do not go together.
    """
    return Filter(
        territories=tuple(dict.fromkeys(map(area_code, territories))),
        sectors=tuple(dict.fromkeys(map(sector_code, sectors))),
        what=codes(WHAT_NAMES, what),
        reserved_kinds=codes(RESERVED_NAMES, reserved_for),
        band=named(BAND_LABELS, band) if band else None,
        words=tuple(words),
        together=tuple(together),
        without=tuple(without),
    )


def _shown(text: str) -> str:
    return quoted(text.strip()[:_LONGEST_SHOWN])
