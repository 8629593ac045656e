"""Where the next page of a list begins, as an address carries it: ``2026-11-12.345``."""

from datetime import date

from veille.core.refusals import Refusal
from veille.store.searching import Place

_LONGEST = 40
_MOST = 2**63


class CursorError(Refusal):
    """A place in a list that no page gave."""


def written(place: Place) -> str:
    """The place as text."""
    return f"{place.day.isoformat()}.{place.procedure_id}"


def read(text: str) -> Place | None:
    """The place that a text says; null for an empty one.

    Raises:
        CursorError: it says none.
    """
    if not text:
        return None
    day, _, number = text[:_LONGEST].partition(".")
    try:
        place = Place(date.fromisoformat(day), int(number))
    except ValueError:
        place = None
    if place is None or not 0 < place.procedure_id < _MOST:
        raise CursorError("page inconnue : reprendre la recherche du début")
    return place
