"""What the index of words is asked, as a small tree that each database says in its own way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from veille.core.filters import Filter
from veille.core.procedures import State
from veille.core.search import Search
from veille.core.search_entry import EVERYTHING, token
from veille.core.search_words import Words

Field = Literal["title", "card", "anywhere", "buyer_name", "tokens"]
ANSWERABLE: tuple[State, ...] = ("planned", "open", "unknown")
"""The states in which a deadline still means something."""

TIERS: tuple[Field, ...] = ("title", "card", "anywhere")
"""Where words are worth the most first; each holds what the one before it holds."""


@dataclass(frozen=True, slots=True)
class Has:
    """These terms follow each other in the field."""

    field: Field
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    parts: "tuple[Question, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """One of these holds."""

    parts: "tuple[Question, ...]"


Question = Has | Every | Some


@dataclass(frozen=True, slots=True)
class Asked:
    """``must`` hold, all of them, and none of ``must_not``."""

    must: tuple[Question, ...]
    must_not: tuple[Question, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Is nothing asked of words and facets?"""
        return not self.must and not self.must_not


def asked_of(search: Search) -> Asked:
    """What a search asks of the index of words; its days and amounts are columns of entries."""
    own = search.filter
    facets = [
        _one_of((facet, value) for value in sorted(values))
        for facet, values in own.facets().items()
    ]
    for facet, several in (("clause", search.clause_kinds), ("source", search.sources)):
        if several:
            facets.append(_one_of((facet, value) for value in several))
    named = (Has("buyer_name", (term,)) for term in search.buyer_name)
    must = [*facets, *named, *_words_of_filter(own), *_found_in("anywhere", search.words)]
    must_not = [
        *(_has("card", one) for one in own.excluded_phrases()),
        *(_has("anywhere", one) for one in search.words.without),
    ]
    states = _stored_states(search, is_alone=not must and not must_not)
    if states:
        must.append(_one_of(("state", state) for state in states))
    if must_not and not must:
        must.append(Has("tokens", (EVERYTHING,)))
    return Asked(tuple(must), tuple(must_not))


def tiers_of(search: Search) -> Iterator[Asked]:
    """The same in parts, those where the words are worth the most first; none comes twice."""
    whole = asked_of(search)
    before: tuple[Question, ...] = ()
    for field in TIERS:
        here = tuple(_found_in(field, search.words))
        yield Asked((*whole.must, *here), (*whole.must_not, *before))
        before = here


def _stored_states(search: Search, *, is_alone: bool) -> list[str]:
    """The states among which all that is looked for is: entries say the rest.

    A call that is over is stored as open: nobody publishes that it closed. By deadline nothing is
    asked where nothing else is: the deadlines are in order in an index of their own.
    """
    if search.sort == "deadline":
        return [] if is_alone else sorted(ANSWERABLE)
    states = set[str](search.states)
    return sorted(states | {"open"} if "closed" in states else states)


def _words_of_filter(asked: Filter) -> list[Question]:
    required: list[Question] = [_has("card", one) for one in asked.required_phrases()]
    phrases = asked.phrases()
    return [*required, *([Some(tuple(_has("card", one) for one in phrases))] if phrases else [])]


def _found_in(field: Field, words: Words) -> list[Question]:
    if not words.alternatives:
        return []
    return [
        Some(tuple(Every(tuple(_has(field, one) for one in some)) for some in words.alternatives))
    ]


def _one_of(values: Iterable[tuple[str, str]]) -> Question:
    return Some(tuple(Has("tokens", (token(facet, value),)) for facet, value in values))


def _has(field: Field, one: str) -> Has:
    return Has(field, tuple(one.split()))
