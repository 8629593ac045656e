"""Versions in the store: kept as noted, found by the one filter."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from tests.core import invented_cards
from tests.core.invented_cards import NOW, card
from veille.core.cards import Card
from veille.core.filters import Filter
from veille.core.search_terms import searchable
from veille.store import Store, cards, procedures
from veille.store.cards import StoredCard
from veille.store.models import CardFacetRow, CardRow

DAY = date(2026, 11, 9)


def stored(one: Card, day: date = DAY) -> StoredCard:
    return StoredCard(card=one, facts='{"state":"open"}', cause="publication", effective_on=day)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session with six procedures, numbered from 1."""
    with store.transaction() as session:
        assert procedures.create(session, 6, NOW) == [1, 2, 3, 4, 5, 6]
        yield session


def found(session: Session, asked: Filter) -> set[tuple[int, int]]:
    return {(row[0], row[1]) for row in session.execute(cards.matching(asked))}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(asked=invented_cards.filters(), deck=invented_cards.decks())
def test_sql_finds_what_the_filter_matches(
    session: Session, asked: Filter, deck: list[Card]
) -> None:
    session.execute(delete(CardRow))
    cards.save(session, [stored(one) for one in deck])
    expected = {(one.procedure_id, one.version) for one in deck if asked.matches(one)}
    assert found(session, asked) == expected


def test_a_card_comes_back_as_it_was_saved(session: Session) -> None:
    one = card(
        1,
        reserved_kinds=frozenset({"iae"}),
        whats=frozenset({"reserved"}),
        band="high",
        deadline=NOW,
    )
    cards.save(session, [stored(one)])
    assert cards.load(session, [1, 2]) == {1: (stored(one),)}


def test_a_version_that_was_noted_stays_as_it_was(session: Session) -> None:
    cards.save(session, [stored(card(1))])
    cards.save(session, [stored(card(1, sectors=frozenset({"batiment"}))), stored(card(1, 2))])
    assert cards.load(session, [1]) == {1: (stored(card(1)), stored(card(1, 2)))}
    assert found(session, Filter(sectors=("batiment",))) == set()


def test_a_new_reading_replaces_the_card_but_not_when_it_was_noted(session: Session) -> None:
    cards.save(session, [stored(card(1))])
    later = card(1, noted_at=NOW + timedelta(days=3), band="low", sectors=frozenset({"batiment"}))
    cards.refresh(session, [stored(later), stored(card(2))])
    [read], [new] = cards.load(session, [1, 2]).values()
    assert (read.card.band, read.card.noted_at) == ("low", NOW)
    assert new.card == card(2)
    assert found(session, Filter(sectors=("batiment",))) == {(1, 1)}
    assert found(session, Filter(sectors=("nettoyage",))) == {(2, 1)}


def test_the_versions_since_a_moment_come_in_order(session: Session) -> None:
    for number in (3, 1, 2):
        noted = NOW + timedelta(hours=number)
        cards.save(session, [stored(card(number, noted_at=noted))])
    ids = [one.card.procedure_id for one in cards.since(session, NOW + timedelta(hours=2))]
    assert ids == [2, 3]
    before = NOW + timedelta(hours=3)
    ids = [one.card.procedure_id for one in cards.since(session, NOW, before=before)]
    assert ids == [1, 2]


def test_a_merged_procedure_tells_no_more(session: Session) -> None:
    cards.save(session, [stored(card(1)), stored(card(2))])
    procedures.merge(session, 1, 2)
    assert [one.card.procedure_id for one in cards.since(session, NOW)] == [1]
    assert cards.counted_by_day(session, Filter(), DAY, DAY + timedelta(days=1)) == {
        DAY: frozenset({1})
    }


def test_days_count_each_procedure_once(session: Session) -> None:
    next_day = DAY + timedelta(days=1)
    cards.save(
        session,
        [stored(card(1)), stored(card(1, 2)), stored(card(2)), stored(card(3), next_day)],
    )
    counted = cards.counted_by_day(session, Filter(), DAY, next_day)
    assert counted == {DAY: frozenset({1, 2})}
    assert cards.oldest_day(session) == DAY


def test_facets_go_with_their_card(session: Session) -> None:
    cards.save(session, [stored(card(1))])
    session.execute(delete(CardRow))
    assert session.execute(select(CardFacetRow.value)).all() == []


def test_hostile_text_is_kept_and_looked_for_as_text(session: Session) -> None:
    hostile = "siret:' OR 1=1 -- %_ \\"
    text = searchable(["100 % vitres_ \\ ' OR 1=1\x00\ud800"])
    cards.save(session, [stored(card(1, buyer=hostile, text=text)), stored(card(2))])
    assert found(session, Filter(buyer=hostile)) == {(1, 1)}
    assert found(session, Filter(words=("100%",))) == {(1, 1)}
    assert found(session, Filter(words=("' OR 1=1",))) == {(1, 1)}
    assert found(session, Filter(words=("vitres",))) == {(1, 1), (2, 1)}
