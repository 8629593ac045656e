"""The search index: both databases find what holds, in the order that was asked for."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests.core import invented_searches
from tests.core.invented_searches import DAY, NOW, card, entry_of, holds, tier
from veille.core.cards import Card
from veille.core.filters import Filter
from veille.core.notices import Buyer
from veille.core.search import Search
from veille.core.search_asking import search_of
from veille.core.search_entry import SearchEntry
from veille.core.search_words import words_of
from veille.store import Store, cards, procedures, search_index, searching
from veille.store.cards import StoredCard
from veille.store.models import CardRow, ProcedureRow, SearchEntryRow, SearchTextRow
from veille.store.searching import Place

PROCEDURES = 60


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session with procedures, numbered from 1, of which nothing can be found yet."""
    with store.transaction() as session:
        procedures.create(session, PROCEDURES, NOW)
        yield session


def put(session: Session, world: Sequence[tuple[Card, SearchEntry]]) -> None:
    """Make of the store what the world is."""
    session.execute(delete(CardRow))
    gone = set(range(1, PROCEDURES + 1)) - {one.procedure_id for one, _ in world}
    search_index.remove(session, gone)
    stored = [
        StoredCard(card=one, facts="{}", cause="publication", effective_on=entry.day)
        for one, entry in world
    ]
    cards.save(session, stored)
    search_index.write(session, [entry for _, entry in world])


def everything(session: Session, search: Search, size: int = 2) -> list[int]:
    """What is found on all pages, read forward; and backward it is the same."""
    found: list[int] = []
    after: Place | None = None
    pages = []
    while True:
        page = searching.find(session, search, NOW, most=size, after=after)
        pages.append([one.card.procedure_id for one in page.cards])
        found += pages[-1]
        if page.next is None:
            break
        after = page.next
    back, before = [pages[-1]], page.previous
    while before is not None:
        page = searching.find(session, search, NOW, most=size, before=before)
        back.insert(0, [one.card.procedure_id for one in page.cards])
        before = page.previous
    assert [one for some in back for one in some] == found
    return found


def in_order(search: Search, world: Sequence[tuple[Card, SearchEntry]]) -> list[int]:
    """What should be found, in the order in which it should be."""
    found = [(one, entry) for one, entry in world if holds(search, one, entry)]
    found.sort(key=lambda pair: pair[1].place, reverse=True)
    if search.sort == "deadline":
        found.sort(key=lambda pair: (pair[0].deadline, pair[1].place))
    elif search.sort == "relevance" and search.words.alternatives:
        found.sort(key=lambda pair: tier(search, pair[1]))
    return [one.procedure_id for one, _ in found]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(search=invented_searches.searches(), world=invented_searches.worlds())
def test_what_holds_is_found_in_order_and_counted(
    session: Session, search: Search, world: list[tuple[Card, SearchEntry]]
) -> None:
    put(session, world)
    expected = in_order(search, world)
    assert everything(session, search) == expected
    assert searching.every(session, search, NOW, most=10) == expected
    assert searching.count(session, search, NOW) == len(expected)
    assert searching.count(session, search, NOW, most=2) == min(2, len(expected))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ENTRETIENS", True),
        ("entretien d’un espace vert", True),
        ("vert espace", True),
        ('"vert espace"', False),
        ("oeuvres art", True),
        ('"heures d’insertion"', True),
        ("140 insertion", True),
        ("insertions -tonte", False),
        ("piscine, insertion", True),
        ("piscine insertion", False),
        ("valrouge", True),
        ("26-1", True),
        ("atelier", False),
    ],
)
def test_words_are_found_wherever_the_notice_says_them(
    session: Session, typed: str, found: bool
) -> None:
    one = card(1, text=" entretien espac vert | commun valroug ")
    texts = ("140 heures d’insertion pour la tonte", "Œuvres d’art")
    put(session, [(one, entry_of(one, DAY, *texts, title="Entretien des espaces verts"))])
    search = Search(words=words_of(typed))
    assert (searching.count(session, search, NOW) == 1) is found


def test_a_subscription_s_words_are_not_looked_for_in_the_conditions(session: Session) -> None:
    one = card(1, text=" tont ")
    put(session, [(one, entry_of(one, DAY, "140 heures d’insertion"))])
    assert searching.count(session, Search(filter=Filter(words=("insertion",))), NOW) == 0
    assert searching.count(session, Search(filter=Filter(words=("tontes",))), NOW) == 1
    assert searching.count(session, Search(filter=Filter(without=("insertion",))), NOW) == 1


def test_a_new_version_takes_the_place_of_the_one_before(session: Session) -> None:
    one, later = card(1), DAY + timedelta(days=3)
    put(session, [(one, entry_of(one, DAY, "balayage"))])
    put(session, [(card(1, 2), entry_of(card(1, 2), later, "peinture"))])
    assert searching.count(session, Search(words=words_of("balayage")), NOW) == 0
    page = searching.find(session, Search(words=words_of("peinture")), NOW, most=5)
    assert [(one.card.procedure_id, one.card.version) for one in page.cards] == [(1, 2)]
    assert searching.count(session, Search(published_to=DAY), NOW) == 0
    assert searching.count(session, Search(), NOW) == 1


def test_writing_the_same_again_writes_nothing(session: Session) -> None:
    world = [(card(number), entry_of(card(number), DAY, "balayage")) for number in range(1, 5)]
    put(session, world)
    before = session.scalar(select(func.count()).select_from(SearchTextRow))
    search_index.write(session, [entry for _, entry in world])
    assert session.scalar(select(func.count()).select_from(SearchTextRow)) == before == 4
    assert searching.count(session, Search(words=words_of("balayage")), NOW) == 4


def test_a_merged_procedure_is_found_no_more(session: Session) -> None:
    put(session, [(card(number), entry_of(card(number), DAY, "balayage")) for number in (1, 2)])
    procedures.merge(session, 1, 2)
    assert everything(session, Search(words=words_of("balayage"))) == [1]
    assert list(session.scalars(select(SearchEntryRow.procedure_id))) == [1]


def test_what_is_to_be_indexed_is_told_once(session: Session) -> None:
    session.execute(ProcedureRow.__table__.update().values(to_index=True))
    assert search_index.to_index(session, 3) == [1, 2, 3]
    put(session, [(card(1), entry_of(card(1), DAY))])
    assert search_index.to_index(session, PROCEDURES) == []


def test_buyers_are_found_by_a_part_of_their_name(session: Session) -> None:
    def of(number: int, name: str, identity: str) -> tuple[Card, SearchEntry]:
        one = card(number, buyer=identity)
        return one, entry_of(one, DAY, "Ville", buyer=Buyer(name=name))

    put(
        session,
        [
            of(1, "Ville de Sète", "name:sete"),
            of(2, "Ville de Béziers", "siret:21340032800017"),
            of(3, "Ville de Béziers", "siret:21340032800017"),
            of(4, "Communauté d’agglomération", "name:agglo"),
        ],
    )

    def named(text: str) -> list[searching.NamedBuyer]:
        return searching.buyers(session, search_of(Filter(), buyer_name=text), NOW, most=5)

    assert [(one.identity, one.count) for one in named("villes")] == [
        ("siret:21340032800017", 2),
        ("name:sete", 1),
    ]
    assert [one.procedure_id for one in named("SETE")] == [1]
    assert named("") == named("introuvable") == []
    assert everything(session, search_of(Filter(), buyer_name="ville béziers")) == [3, 2]


def test_a_place_far_away_begins_where_it_says(session: Session) -> None:
    world = [
        (card(number), entry_of(card(number), date(2026, 1, 1) + timedelta(days=number), "voirie"))
        for number in range(1, PROCEDURES + 1)
    ]
    put(session, world)
    search = Search(words=words_of("voirie"))
    page = searching.find(session, search, NOW, most=3, after=Place(date(2026, 1, 21), 20))
    assert [one.card.procedure_id for one in page.cards] == [19, 18, 17]
    assert everything(session, search, 7) == list(range(PROCEDURES, 0, -1))


@pytest.mark.parametrize("typed", ["' OR 1=1 --", "NEAR(a b)", "card : x", "x* ^y", "\\' & | !z"])
def test_what_databases_would_read_as_operators_is_text(session: Session, typed: str) -> None:
    one = card(1)
    put(session, [(one, entry_of(one, DAY, typed))])
    search = Search(words=words_of(typed))
    assert searching.count(session, search, NOW) == 1
    assert searching.count(session, Search(filter=Filter(buyer=typed)), NOW) == 0
