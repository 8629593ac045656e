"""A subscription is shown before it is saved: what four weeks would have told."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.app.people import NOW, store
from tests.core.invented_cards import BEZIERS, SETE, card
from veille.app.people.previewing import OutOfScopeError, check_scope, preview
from veille.core.filters import Filter
from veille.core.territory import UnknownTerritoryError
from veille.store import Store, cards, procedures
from veille.store.cards import StoredCard

__all__ = ["store"]

TODAY = date(2026, 11, 16)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session with one purchase in Sète a day for forty days, and three known by département."""
    with store.transaction() as session:
        ids = procedures.create(session, 43, NOW)
        deck = [card(number) for number in ids[:40]]
        deck += [card(number, executed=frozenset({"34", "R76"})) for number in ids[40:]]
        days = [TODAY - timedelta(days=index % 40) for index in range(43)]
        cards.save(
            session,
            [
                StoredCard(card=one, facts="{}", cause="publication", effective_on=day)
                for one, day in zip(deck, days, strict=True)
            ],
        )
        yield session


def test_the_last_four_weeks_are_counted(session: Session) -> None:
    found = preview(session, Filter(territories=("34",)), "weekly", NOW)
    assert [week.count for week in found.weeks] == [7, 7, 7, 10]
    assert (found.weeks[0].first, found.weeks[-1].last) == (date(2026, 10, 20), TODAY)
    assert (found.total, found.coarse, found.remarks) == (31, 0, ())


def test_what_no_commune_can_match_is_counted_apart(session: Session) -> None:
    found = preview(session, Filter(territories=(SETE,)), "weekly", NOW)
    assert (found.total, found.coarse) == (28, 3)
    both = preview(session, Filter(territories=(SETE, "34")), "weekly", NOW)
    assert (both.total, both.coarse) == (31, 0)


def test_nothing_that_matches_is_said(session: Session) -> None:
    found = preview(session, Filter(sectors=("numerique",)), "weekly", NOW)
    assert found.total == 0
    assert found.warning is not None


@pytest.mark.parametrize("code", [SETE, BEZIERS, "200066355", "34", "R76"])
def test_what_is_covered_may_be_asked_for(code: str) -> None:
    check_scope(Filter(territories=(code,)), ["34"])


def test_what_is_not_covered_may_not() -> None:
    check_scope(Filter(), ["200066355"])
    with pytest.raises(OutOfScopeError, match="hors de cette veille\u00a0: Béziers"):
        check_scope(Filter(territories=(SETE, BEZIERS)), ["200066355"])
    with pytest.raises(UnknownTerritoryError):
        check_scope(Filter(territories=("0",)), ["34"])
