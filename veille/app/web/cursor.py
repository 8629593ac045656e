"""Where the next page of a list begins, as an address carries it: ``2026-11-12.345``.

Where something else orders the list that follows: how well it answers (``….r1``), its deadline
(``….d1765713600000000``, in microseconds).
"""

import re
from datetime import UTC, date, datetime, timedelta

from veille.core.refusals import Refusal
from veille.store.searching import Place

_PLACE = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,12})(?:\.r([0-2])|\.d(\d{1,18}))?", re.ASCII)
_MOST = 2**40
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class CursorError(Refusal):
    """A place in a list that no page gave."""


def written(place: Place) -> str:
    """The place as text."""
    said = f"{place.day.isoformat()}.{place.procedure_id}"
    if place.deadline is not None:
        return f"{said}.d{(place.deadline - _EPOCH) // _TICK}"
    return said if place.tier is None else f"{said}.r{place.tier}"


def read(text: str) -> Place | None:
    """The place that a text says; null for an empty one.

    Raises:
        CursorError: it says none.
    """
    if not text:
        return None
    place = _read(text)
    if place is None or not 0 < place.procedure_id < _MOST:
        raise CursorError("page inconnue : reprendre la recherche du début")
    return place


def _read(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    day, number, tier, moment = found.groups()
    try:
        return Place(
            date.fromisoformat(day),
            int(number),
            int(tier) if tier else None,
            _EPOCH + int(moment) * _TICK if moment else None,
        )
    except (ValueError, OverflowError):
        return None
