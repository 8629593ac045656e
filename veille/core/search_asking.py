"""A search from what was typed and chosen, in codes or in French: for the form and the API."""

from collections.abc import Iterable, Mapping

from veille.core import by_hand
from veille.core.asking import codes
from veille.core.filters import Filter, FilterError
from veille.core.procedures import State
from veille.core.search import SEARCHED_STATES, Search, Sort, day_of, euros_of
from veille.core.search_terms import phrase
from veille.core.search_words import LONGEST, words_of
from veille.core.second_ways import SECOND_WAYS
from veille.core.source_labels import SOURCE_LABELS
from veille.core.wording import CLAUSE_LABELS, STATE_LABELS

STATE_NAMES: Mapping[State, str] = {state: STATE_LABELS[state] for state in SEARCHED_STATES}
_NOT_ASKED = {"decp", by_hand.SOURCE, *SECOND_WAYS}
"""Contracts, what staff type in, and what has no notice of its own."""
SOURCE_NAMES: Mapping[str, str] = {
    **{name: label for name, label in SOURCE_LABELS.items() if name not in _NOT_ASKED},
    "feed": "autres sites",
}
_MOST_BUYER_WORDS = 10


def search_of(
    asked: Filter,
    *,
    words: str = "",
    without: str = "",
    clause_kinds: Iterable[str] = (),
    states: Iterable[str] = (),
    sources: Iterable[str] = (),
    published: tuple[str, str] = ("", ""),
    deadline: tuple[str, str] = ("", ""),
    amount: tuple[str, str] = ("", ""),
    buyer_name: str = "",
    sort: Sort | None = None,
) -> Search:
    """The search that these words ask for; ``published``, ``deadline`` and ``amount`` are from–to.

    Without a ``sort``, the newest first.

    Raises:
        Refusal: a word is not known, a date or an amount cannot be read, or the parts do not go
            together.
    """
    return Search(
        filter=asked,
        words=words_of(words, without),
        clause_kinds=codes(CLAUSE_LABELS, clause_kinds),
        states=codes(STATE_NAMES, states),
        sources=codes(SOURCE_NAMES, sources),
        published_from=day_of(published[0]),
        published_to=day_of(published[1]),
        deadline_from=day_of(deadline[0]),
        deadline_to=day_of(deadline[1]),
        amount_from=euros_of(amount[0]),
        amount_to=euros_of(amount[1]),
        buyer_name=_buyer_terms(buyer_name),
        sort=sort or "newest",
    )


def _buyer_terms(name: str) -> tuple[str, ...]:
    if len(name) > LONGEST:
        raise FilterError(f"nom d’acheteur trop long : {LONGEST} caractères au plus")
    terms = tuple(dict.fromkeys(phrase(name).split()))
    if name.strip() and not terms:
        raise FilterError(f"nom que rien ne peut contenir : « {name.strip()} »")
    return terms[:_MOST_BUYER_WORDS]
