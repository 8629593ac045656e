"""A search: the one filter, and what only makes sense of what is known today."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from veille.core.filters import Filter, FilterError
from veille.core.procedures import State
from veille.core.search_words import Words
from veille.core.verdicts import ClauseKind

Sort = Literal["relevance", "newest", "deadline"]
SORTS: tuple[Sort, ...] = get_args(Sort)

SEARCHED_STATES: tuple[State, ...] = ("planned", "open", "closed", "awarded", "cancelled")
MOST_EUROS = 1e13


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is looked for. Nothing in a field means anything; all fields must hold.

    ``words`` are looked for in everything that the notices say, those of ``filter`` in what a
    subscription reads (object, lots, buyer). Days are in Paris, both included; ``published_*`` are
    of the publication that made the newest version; amounts are in euros. ``buyer_name`` are terms,
    all of which are in the name of who buys.

    ``sort="deadline"`` finds only what can still be answered, the most urgent first.

    Raises:
        FilterError: a part that could find nothing.
    """

    filter: Filter = field(default_factory=Filter)
    words: Words = field(default_factory=Words)
    clause_kinds: tuple[ClauseKind, ...] = ()
    states: tuple[State, ...] = ()
    sources: tuple[str, ...] = ()
    buyer_name: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    amount_from: float | None = None
    amount_to: float | None = None
    sort: Sort = "newest"

    def __post_init__(self) -> None:
        if self.clause_kinds and "clause" not in self.filter.what:
            raise FilterError(
                "type de clause choisi sans les clauses sociales : les demander aussi"
            )
        _check_order("publication", self.published_from, self.published_to)
        _check_order("date limite", self.deadline_from, self.deadline_to)
        if (self.amount_from or 0) > (MOST_EUROS if self.amount_to is None else self.amount_to):
            raise FilterError("montants à l’envers : le plus petit d’abord")

    @property
    def asks_entries(self) -> bool:
        """Is something asked that the index of words does not say: a state, a day, an amount?"""
        spans = (self.deadline_from, self.deadline_to, self.amount_from, self.amount_to)
        timed = bool(self.states) or self.sort == "deadline"
        return timed or any(end is not None for end in spans)


def _check_order(what: str, first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise FilterError(f"dates à l’envers ({what}) : la plus ancienne d’abord")


def day_of(text: str) -> date | None:
    """The day that a text says, ``2026-11-09`` or ``09/11/2026``; null for an empty one.

    Raises:
        FilterError: it says none.
    """
    given = text.strip()
    if not given:
        return None
    parts = given.split("/")
    iso = "-".join(reversed(parts)) if len(parts) == 3 else given
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise FilterError(
            f"date illisible : « {given[:40]} », écrire par exemple 09/11/2026"
        ) from None


def euros_of(text: str) -> float | None:
    """The amount that a text says (« 40 000 », « 40000,50 € »); null for an empty one.

    Raises:
        FilterError: it says none.
    """
    given = "".join(text.replace("€", "").split()).replace(",", ".")
    if not given:
        return None
    try:
        amount = float(given)
    except ValueError:
        amount = -1.0
    if not 0 <= amount <= MOST_EUROS:
        raise FilterError(f"montant illisible : « {text.strip()[:40]} »")
    return amount
