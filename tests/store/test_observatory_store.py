"""What the observatory counts, on both databases: once each, real apart from invented."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, event, select, text
from sqlalchemy.orm import Session

from tests.store.invented_observatory import (
    METROPOLIS,
    NOW,
    SETE_AGGLOPOLE,
    fill,
    one,
    with_clause,
    years,
)
from veille.core.estimates import Interval
from veille.core.observatory.figures import Counts, Recall, Scope
from veille.core.observatory.observed import NamedWinner
from veille.store import Store, observatory, observatory_counts, procedures
from veille.store.models import ObservedFacetRow, ObservedRow, ReadingRow

HERAULT = Scope(2026, "34")


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.transaction() as session:
        yield session


def total(session: Session, scope: Scope = HERAULT) -> Counts:
    months = observatory_counts.by_month(session, scope)
    return months.get(11, Counts())


def label(code: str) -> str:
    return code


def test_each_procedure_is_counted_once_whatever_it_is_in(session: Session) -> None:
    two_sectors = frozenset({"nettoyage", "batiment"})
    fill(
        session, [with_clause(1, sectors=two_sectors, outside=False), one(2), one(3, called=False)]
    )
    assert total(session) == Counts(
        procedures=2, publications=2, clause=1, flagged=1, placed=1, obligation_unknown=2, opened=2
    )
    sectors = observatory_counts.by_facet(session, HERAULT, "sector", label)
    assert [(group.code, group.procedures, group.clause) for group in sectors] == [
        ("nettoyage", 2, 1),
        ("batiment", 1, 1),
    ]
    assert observatory_counts.only_awarded(session, HERAULT) == 1


def test_hours_stated_and_estimated_are_summed_apart(session: Session) -> None:
    fill(
        session,
        [
            with_clause(1, hours=140),
            with_clause(2, hours=70),
            with_clause(3, low=60, high=180),
            one(4, low=10, high=30),
        ],
    )
    found = total(session)
    assert (found.hours, found.with_hours) == (210, 2)
    assert (found.clause_low, found.clause_high, found.clause_estimated) == (60, 180, 1)
    assert (found.open_low, found.open_high, found.open_estimated) == (10, 30, 1)


def test_what_contradicts_itself_is_neither(session: Session) -> None:
    fill(session, [one(1, clause="unclear"), one(2, clause="unclear", reserved="yes")])
    found = total(session)
    assert (found.clause, found.reserved, found.flagged, found.unclear) == (0, 1, 1, 1)


def test_an_obligation_is_seen_where_a_clause_or_a_reservation_is(session: Session) -> None:
    fill(
        session,
        [
            one(1, obligation="expected"),
            with_clause(2, obligation="expected"),
            one(3, obligation="expected", reserved="yes"),
            one(4, obligation="exempt"),
        ],
    )
    found = total(session)
    assert (found.expected_seen, found.expected_unseen, found.exempt) == (2, 1, 1)


def test_a_territory_holds_what_is_in_it(session: Session) -> None:
    elsewhere = frozenset({SETE_AGGLOPOLE, "34", "R76"})
    fill(
        session, [with_clause(1), with_clause(2, areas=elsewhere), one(3, areas=frozenset({"69"}))]
    )
    assert total(session).procedures == 2
    assert total(session, Scope(2026, METROPOLIS)).procedures == 1
    assert total(session, Scope(2026, None)).procedures == 3
    found = observatory_counts.by_facet(
        session, HERAULT, "area", label, (METROPOLIS, SETE_AGGLOPOLE)
    )
    assert {group.code: group.flagged for group in found} == {METROPOLIS: 1, SETE_AGGLOPOLE: 1}


def test_years_stand_side_by_side(session: Session) -> None:
    fill(session, [one(1, day=date(2024, 5, 2)), one(2), one(3)])
    found = observatory_counts.by_year(session, Scope(None, "34"))
    assert {year: counts.procedures for year, counts in found.items()} == {2024: 1, 2026: 2}
    assert observatory.first_and_last_day(session, sample=False) == (
        date(2024, 5, 2),
        date(2026, 11, 9),
    )


def test_invented_ones_are_never_mixed_with_real_ones(session: Session) -> None:
    fill(session, [one(1, sample=True)])
    assert observatory_counts.is_sample(session)
    assert total(session, Scope(2026, "34", sample=True)).procedures == 1
    fill(session, [one(2)])
    assert not observatory_counts.is_sample(session)
    assert total(session).procedures == 1


def test_buyers_with_most_come_first_with_all_they_published(session: Session) -> None:
    other = {"buyer": "siret:2", "buyer_name": "Autre acheteur", "buyer_sort": "state"}
    fill(session, [with_clause(1), one(2), with_clause(3, **other), with_clause(4, **other),
                   one(5, buyer="siret:3")])  # fmt: skip
    found, known, with_one = observatory_counts.by_buyer(session, HERAULT, 10)
    assert [(group.label, group.procedures, group.flagged) for group in found] == [
        ("Autre acheteur", 2, 2),
        ("Commune de Valrouge", 2, 1),
    ]
    assert (known, with_one) == (3, 2)
    sorts = observatory_counts.by_buyer_sort(session, HERAULT, label)
    assert {group.code: group.flagged for group in sorts} == {"state": 2, "commune": 1}


def test_winners_of_flagged_ones_and_persons_without_a_name(session: Session) -> None:
    company, person = NamedWinner("a" * 16, "Entreprise inventée"), NamedWinner("b" * 16, None)
    fill(
        session,
        [
            with_clause(1, winners=(company, person), awarded=True),
            with_clause(2, winners=(company,), awarded=True),
            one(3, winners=(NamedWinner("c" * 16, "Ailleurs"),), awarded=True),
        ],
    )
    found, known = observatory_counts.winners(session, HERAULT, 10)
    assert [(group.label, group.procedures) for group in found] == [("Entreprise inventée", 2)]
    assert known == 2


def test_waits_are_a_histogram(session: Session) -> None:
    fill(session, [one(1), with_clause(2), one(3, wait=20), one(4, wait=None)])
    found = observatory_counts.waits(session, HERAULT)
    assert (found.every, found.flagged) == ({35: 2, 20: 1}, {35: 1})


def test_counting_anew_replaces_and_says_that_something_changed(session: Session) -> None:
    fill(session, [with_clause(1), one(2)])
    before = observatory.state(session).revision
    observatory.save(session, [one(1, sectors=frozenset({"eau_assainissement"}))], [1])
    assert total(session).clause == 0
    assert session.scalar(
        select(ObservedFacetRow.value).where(
            ObservedFacetRow.procedure_id == 1, ObservedFacetRow.facet == "sector"
        )
    ) == ("eau_assainissement")
    assert observatory.state(session).revision > before
    observatory.save(session, [], [])
    assert observatory.state(session).revision == before + 1


def test_what_was_read_waits_to_be_counted_once(session: Session) -> None:
    fill(session, [one(1)])
    assert observatory.to_observe(session, 10) == []
    session.query(ReadingRow).update({"to_observe": True})
    assert observatory.to_observe(session, 10) == [1]


def test_a_merged_or_emptied_procedure_counts_no_more(session: Session) -> None:
    fill(session, [one(1), one(2), one(3)])
    procedures.merge(session, 1, 2)
    observatory.forget(session, {3})
    assert list(session.scalars(select(ObservedRow.procedure_id))) == [1]
    assert set(session.scalars(select(ObservedFacetRow.procedure_id))) == {1}


def test_the_recall_is_kept_with_its_interval(session: Session) -> None:
    assert observatory.state(session).recall is None
    observatory.save_recall(session, Recall(None), NOW)
    assert observatory.state(session).recall == Recall(None)
    found = Recall(Interval(0.9, 0.8, 0.95))
    observatory.save_recall(session, found, NOW + timedelta(days=1))
    state = observatory.state(session)
    assert (state.recall, state.recall_at) == (found, NOW + timedelta(days=1))


def test_an_empty_store_has_nothing_to_count(session: Session) -> None:
    assert observatory.first_and_last_day(session, sample=False) is None
    assert observatory_counts.by_month(session, HERAULT) == {}
    assert not observatory_counts.is_sample(session)
    assert observatory_counts.by_buyer(session, HERAULT, 5) == ((), 0, 0)


def test_a_year_of_a_territory_is_found_by_an_index(store: Store) -> None:
    with store.transaction() as session:
        fill(session, years(300))
    asked: list[tuple[str, object]] = []
    with store.read() as session:
        connection = session.connection()
        if connection.dialect.name != "sqlite":
            pytest.skip("the planner of PostgreSQL reads small tables whole")

        def note(_c: object, _cursor: object, statement: str, values: object, *_: object) -> None:
            asked.append((statement, values))

        event.listen(connection, "before_cursor_execute", note)
        scope = Scope(2026, METROPOLIS)
        observatory_counts.by_month(session, scope)
        observatory_counts.by_facet(session, scope, "sector", label)
        observatory_counts.by_buyer(session, scope, 5)
        observatory_counts.winners(session, scope, 5)
        observatory_counts.waits(session, scope)
        event.remove(connection, "before_cursor_execute", note)
        plans = [
            str(row.detail)
            for statement, values in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len(asked) == 7
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
    assert [plan for plan in plans if "notices" in plan] == []


def test_a_copy_of_the_database_keeps_its_facets_with_their_procedure(session: Session) -> None:
    fill(session, [replace(one(1), sectors=frozenset())])
    session.execute(delete(ReadingRow))
    assert session.scalar(text("SELECT count(*) FROM observed")) == 0
    assert session.scalar(text("SELECT count(*) FROM observed_facets")) == 0
