"""Invented searches and what they are asked of, at random."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.core import invented_cards
from tests.core.invented_cards import NOW, card
from veille.core.cards import Card
from veille.core.filters import Filter
from veille.core.notices import Award, Buyer, Notice, Text, Value, Winner
from veille.core.procedures import Facts
from veille.core.search import SEARCHED_STATES, Search
from veille.core.search_entry import SearchEntry, search_entry
from veille.core.search_words import Words, words_of

DAY = date(2026, 11, 9)

_PROSE = (
    "Nettoyage des vitres",
    "Entretien des espaces verts, lot 2 : élagage",
    "Travaux d’œuvres d'art et voirie",
    "ŒUVRES D’ARTS",
    "espace vert nettoyages 100 % bio_logique",
    "Insertion de 140 heures ; vitre, voirie.",
    "Ελλάδα 东京 naïve ﬁn",
    "",
)
_TYPED = (
    "vitre",
    "nettoyages de vitre",
    '"nettoyages de vitre"',
    "« espace vert »",
    "ŒUVRE, voirie",
    "oeuvre d’art -vitre",
    "espaces-verts",
    "100 bio",
    "140 heures insertion",
    "-vitres",
    "Ελλάδα 东京",
    '"verts nettoyage"',
    "introuvable, art",
    "sète",
)


def entry_of(one: Card, day: date, *texts: str, title: str = "", **known: Any) -> SearchEntry:
    """The entry of a card whose notice says these texts."""
    facts = Facts(state=one.state, stage="competition", title=title, **known)
    told = Notice(
        id=f"boamp:26-{one.procedure_id}",
        source="boamp",
        title=title,
        texts=tuple(Text(field="conditions", text=text) for text in texts),
    )
    return search_entry(one, day, facts, [told])


@st.composite
def entries(draw: st.DrawFn, procedure_id: int) -> tuple[Card, SearchEntry]:
    """A card with its entry."""
    drawn = draw(invented_cards.cards(procedure_id=procedure_id))
    one = replace(
        drawn,
        state=draw(st.sampled_from([*SEARCHED_STATES, "unknown"])),
        deadline=draw(st.sampled_from([None, *(NOW + timedelta(days=n) for n in (-9, -1, 2, 9))])),
    )
    return one, entry_of(
        one,
        DAY + timedelta(days=draw(st.integers(-2, 2))),
        *draw(st.lists(st.sampled_from(_PROSE), max_size=2)),
        title=draw(st.sampled_from(_PROSE)),
        value=draw(st.sampled_from([None, Value(amount=40_000), Value(amount=9.5)])),
        buyer=draw(st.sampled_from([None, Buyer(name="Ville de Sète")])),
        awards=draw(st.sampled_from([(), (Award(winner=Winner(name="Atelier des vitres")),)])),
        sources=draw(st.sampled_from([("boamp",), ("boamp", "ted")])),
    )


@st.composite
def worlds(draw: st.DrawFn) -> list[tuple[Card, SearchEntry]]:
    """A few cards with their entries, each of its own procedure."""
    return [draw(entries(number)) for number in range(1, draw(st.integers(0, 6)) + 1)]


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Any search of a few parts, so that it finds something."""
    asked = draw(st.one_of(st.just(Filter()), invented_cards.filters()))
    parts: dict[str, Any] = {
        "words": st.sampled_from(_TYPED).map(words_of),
        "states": st.lists(st.sampled_from(SEARCHED_STATES), min_size=1, max_size=2).map(tuple),
        "sources": st.just(("ted",)),
        "published_from": st.sampled_from([DAY, DAY + timedelta(days=1)]),
        "published_to": st.just(DAY + timedelta(days=1)),
        "deadline_from": st.just(NOW.date()),
        "deadline_to": st.just(NOW.date() + timedelta(days=5)),
        "amount_from": st.just(10.0),
        "amount_to": st.just(40_000.0),
        "sort": st.sampled_from(["relevance", "deadline"]),
    }
    chosen = draw(st.sets(st.sampled_from(sorted(parts)), max_size=3))
    kinds = ("insertion",) if "clause" in asked.what and draw(st.booleans()) else ()
    known = {name: draw(parts[name]) for name in sorted(chosen)}
    return Search(filter=asked, clause_kinds=kinds, **known)


def holds(search: Search, one: Card, entry: SearchEntry) -> bool:
    """Is it what is looked for? Said plainly, without an index."""
    state: str = one.state
    if state == "open" and one.deadline and one.deadline < NOW:
        state = "closed"
    deadline = one.deadline.date() if one.deadline else None
    return all(
        (
            search.filter.matches(one),
            reads(search.words, entry),
            not search.clause_kinds or set(search.clause_kinds) & one.clause_kinds,
            not search.sources or any(f"|source:{name}" in entry.tokens for name in search.sources),
            not search.states or state in search.states,
            not search.published_from or entry.day >= search.published_from,
            not search.published_to or entry.day <= search.published_to,
            not search.deadline_from or (deadline and deadline >= search.deadline_from),
            not search.deadline_to or (deadline and deadline <= search.deadline_to),
            search.amount_from is None or (entry.amount or -1) >= search.amount_from,
            search.amount_to is None or (entry.amount or 1e99) <= search.amount_to,
            search.sort != "deadline"
            or (one.deadline and one.deadline >= NOW and state in ("planned", "open", "unknown")),
        )
    )


def reads(words: Words, entry: SearchEntry) -> bool:
    """Do the texts of the entry have these words?"""

    def is_there(one: str) -> bool:
        return one in entry.card or one in entry.rest

    wanted = words.alternatives
    return (not wanted or any(all(map(is_there, some)) for some in wanted)) and not any(
        map(is_there, words.without)
    )


def tier(search: Search, entry: SearchEntry) -> int:
    """Where the words are: in the title, in what a subscription reads, elsewhere."""
    for number, text in enumerate((entry.title, entry.card)):
        if any(all(one in text for one in some) for some in search.words.alternatives):
            return number
    return 2


__all__ = ["DAY", "NOW", "card", "entries", "entry_of", "holds", "searches", "tier", "worlds"]
