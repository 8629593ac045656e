"""A procedure as search knows it: what its row in the search index says.

``place`` orders the index: the newest day last, then by number, so that reading it backwards gives
the newest first without sorting.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from veille.core.cards import Card
from veille.core.notices import Notice
from veille.core.procedures import Facts, State
from veille.core.search_terms import searchable

EVERYTHING = "|all"
"""The token that every entry has."""

_ID_BITS = 40
_IDS = 1 << _ID_BITS
_PLAIN_VALUE = re.compile(r"[a-z0-9_:]{1,60}")
_DIGEST_BYTES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """The newest version of a procedure, as it is searched.

    ``card`` is the text of its card; ``rest`` what else its notices say; ``title`` and
    ``buyer_name`` are parts of the card's, apart: all are terms as ``searchable`` gives them.
    ``tokens`` are its facets, ``amount`` is in euros.
    """

    procedure_id: int
    version: int
    day: date
    state: State
    deadline: datetime | None
    amount: float | None
    buyer: str | None
    title: str
    card: str
    rest: str
    buyer_name: str
    tokens: tuple[str, ...]

    @property
    def place(self) -> int:
        """Where it stands among the others."""
        return place_of(self.day, self.procedure_id)


def place_of(day: date, procedure_id: int) -> int:
    """The place of a procedure whose newest version took effect on ``day``."""
    return (day.toordinal() << _ID_BITS) | procedure_id


def day_and_id(place: int) -> tuple[date, int]:
    """The day and the procedure of a place."""
    return date.fromordinal(place >> _ID_BITS), place % _IDS


def token(facet: str, value: str) -> str:
    """One value of one facet as a term that no text has: ``|sector:nettoyage``.

    A value with other characters is told by a digest.
    """
    if _PLAIN_VALUE.fullmatch(value):
        return f"|{facet}:{value}"
    digest = hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES)
    return f"|{facet}::{digest.hexdigest()}"


def search_entry(card: Card, day: date, known: Facts, notices: Sequence[Notice]) -> SearchEntry:
    """The entry of a procedure from its newest card, the facts of that and its notices."""
    value = known.value
    buyer = known.buyer
    return SearchEntry(
        procedure_id=card.procedure_id,
        version=card.version,
        day=day,
        state=card.state,
        deadline=card.deadline,
        amount=value.amount if value and value.currency == "EUR" else None,
        buyer=card.buyer,
        title=searchable([known.title]),
        card=card.text,
        rest=searchable(dict.fromkeys(_rest(known, notices))),
        buyer_name=searchable([buyer.name if buyer else None]),
        tokens=tuple(_tokens(card, known)),
    )


def _rest(known: Facts, notices: Iterable[Notice]) -> Iterator[str | None]:
    """What the card does not say, the shortest and most telling first: long texts are bounded.

    Documents that staff found are not looked into: they are not published, and would swell it.
    """
    for award in known.awards:
        if award.winner:
            yield award.winner.name
            yield award.winner.city
    if known.buyer:
        yield known.buyer.name
        yield known.buyer.city
    read = list(notices)
    for notice in read:
        yield notice.id
        yield notice.procedure_id
        yield notice.title
        if notice.buyer:
            yield notice.buyer.name
            yield notice.buyer.city
        yield from (place.city for place in notice.all_places())
    for notice in read:
        yield notice.description
        for lot in notice.lots:
            yield lot.title
            yield lot.description
        yield from (text.text for text in notice.texts if text.document is None)


def _tokens(card: Card, known: Facts) -> Iterator[str]:
    yield EVERYTHING
    for facet, values in card.facets().items():
        yield from (token(facet, value) for value in sorted(values))
    yield from (token("clause", kind) for kind in sorted(card.clause_kinds))
    yield from (token("source", source) for source in known.sources)
    yield token("state", card.state)
