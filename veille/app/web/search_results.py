"""What a search found, as its page shows it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape
from sqlalchemy.orm import Session

from newsletters.plain import plain
from veille.app.known_facts import buyer_of
from veille.app.web.listing import Listed, listed_facts
from veille.app.web.search_choices import Choice, choices
from veille.app.web.search_form import Pair, SearchForm
from veille.core import french
from veille.core.asking import WHAT_NAMES
from veille.core.cards import What
from veille.core.excerpts import Segment, excerpts, highlighted, says_all
from veille.core.facts import facts_from_json
from veille.core.notices import passages
from veille.core.procedures import Facts, Procedure
from veille.core.search import Search
from veille.store import cards, procedures, searching
from veille.store.searching import Found

MOST_BUYERS = 8
MOST_COUNTED = 1_000
"""Up to which what another search finds is counted."""

_MOST_SUGGESTED = 5
_MOST_EXCERPTS = 2
_NARROWED: tuple[What, ...] = ("reserved", "clause", "potential", "obligation")


@dataclass(frozen=True, slots=True)
class Result:
    """A procedure that was found; ``title`` and ``excerpts`` have what was looked for marked."""

    listed: Listed
    title: Markup
    excerpts: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """Another search: its words, its address, and how many it finds, counted so far."""

    words: str
    query: str
    count: int

    @property
    def said(self) -> str:
        """How many, in words."""
        more = self.count > MOST_COUNTED
        return f"plus de {french.number(MOST_COUNTED)}" if more else french.number(self.count)


def results(session: Session, found: Found, search: Search, now: datetime) -> list[Result]:
    """What was found, in words."""
    phrases = search.words.wanted
    shown = [
        (
            listed_facts(one, known, now, sample=one.card.procedure_id in found.samples),
            known,
        )
        for one, known in ((one, facts_from_json(one.facts)) for one in found.cards)
    ]
    untold = {
        one.id: [phrase for phrase in phrases if not says_all(one.title, [phrase])]
        for one, _ in shown
    }
    read = procedures.load(session, [key for key, some in untold.items() if some])
    whole = {one.id: one for one in read}
    made = []
    for one, known in shown:
        texts = _texts(known, whole[one.id]) if one.id in whole else ()
        said = excerpts(texts, untold[one.id], phrases, _MOST_EXCERPTS)
        title = _marked(highlighted(one.title, phrases)) if phrases else escape(one.title)
        made.append(Result(one, title, tuple(map(_marked, said))))
    return made


def buyers(session: Session, form: SearchForm, search: Search, now: datetime) -> list[Way]:
    """The buyers whose name was typed, each as the search for what that one buys."""
    named = searching.buyers(session, search, now, most=MOST_BUYERS)
    known = cards.load(session, [one.procedure_id for one in named])
    typed = form.only(["acheteur_nom"])
    return [
        Way(
            buyer_of(facts_from_json(known[one.procedure_id][-1].facts)),
            form.query(without=typed, more=[("acheteur", one.identity)]),
            one.count,
        )
        for one in named
    ]


def narrower(session: Session, form: SearchForm, search: Search, now: datetime) -> list[Way]:
    """The same search for one kind alone, with how many it finds.

    None where one is chosen, nor where counting would have to look at entries one by one.
    """
    if search.filter.what or search.asks_entries:
        return []
    ways = (_way(session, form, now, WHAT_NAMES[what], (), [("quoi", what)]) for what in _NARROWED)
    return [way for way in ways if way.count]


def wider(session: Session, form: SearchForm, now: datetime) -> list[Way]:
    """The same search with one choice less, those that find something, the most first."""
    ways = (_without(session, form, now, choice) for choice in choices(form))
    found = sorted((way for way in ways if way.count), key=lambda way: -way.count)
    return found[:_MOST_SUGGESTED]


def _without(session: Session, form: SearchForm, now: datetime, choice: Choice) -> Way:
    return _way(session, form, now, choice.words, choice.pairs, [])


def _way(
    session: Session,
    form: SearchForm,
    now: datetime,
    words: str,
    without: Sequence[Pair],
    more: Sequence[Pair],
) -> Way:
    pairs = [pair for pair in form.pairs if pair not in without] + list(more)
    other = SearchForm(type(form.values)(pairs))
    count = searching.count(session, other.search(), now, most=MOST_COUNTED + 1)
    return Way(words, form.query(without=without, more=more), count)


def _texts(known: Facts, whole: Procedure) -> Iterator[str]:
    """What is read for an excerpt: nothing of a document that staff found."""
    yield from _own(known)
    for notice in whole.notices:
        told = (one for one in passages(notice) if one.field != "title" and one.document is None)
        yield from (plain(one.text) for one in told)


def _own(known: Facts) -> Iterable[str]:
    for award in known.awards:
        if award.winner and award.winner.name:
            yield plain(award.winner.name)


def _marked(segments: Iterable[Segment]) -> Markup:
    """The text with what was found marked; what others wrote stays text."""
    parts = (
        Markup("<mark>{}</mark>").format(one.text) if one.found else escape(one.text)
        for one in segments
    )
    return Markup("").join(parts)
