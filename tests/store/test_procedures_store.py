"""Procedures: ids that live for ever, merges, and what facts and editions read."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, keep, keep_apart, notice, version
from tests.store.statements import sent
from veille.core.interchange import notice_hash
from veille.core.verdicts import Verdict
from veille.store import (
    Store,
    cards,
    editions,
    joins,
    ledger,
    linking,
    procedures,
    review_queue,
    verdicts,
)
from veille.store.editions import NewEdition, StoredEntry
from veille.store.ledger import Told
from veille.store.linking import Attachment
from veille.store.review_queue import Waiting

RULES = "rules-1"


def tell(session: Session, procedure: int, *told: Told, week: int = 0) -> None:
    start = MONDAY + timedelta(weeks=week)
    edition = NewEdition(
        organisation="34",
        kind="weekly",
        period_start=start,
        period_end=start + timedelta(days=7),
        composed_at=NOW,
        coverage="{}",
    )
    entry = StoredEntry(
        position=0, section="reserved", procedure_id=procedure, version=1, content="{}"
    )
    assert editions.create(session, edition, [entry], told) is not None


def test_a_procedure_is_loaded_whole_oldest_notice_first(store: Store) -> None:
    call = notice(9999, published_on=MONDAY)
    fix = notice(10000, published_on=MONDAY, kind="change")
    award = notice(5, published_on=None, dispatched_on=MONDAY + timedelta(days=30))
    verdict = Verdict(id=call.id, rules=RULES)
    with store.transaction() as session:
        keep(session, award, fix, call)
        mine, other = procedures.create(session, 2, NOW, sample=True)
        linking.attach_many(
            session,
            [
                Attachment(call.id, mine, "alone"),
                Attachment(fix.id, mine, "chain"),
                Attachment(award.id, mine, "folder"),
            ],
        )
        procedures.add_doubts(session, [(other, mine, "same title"), (mine, mine, "no")], NOW)
        verdicts.save(session, {notice_hash(call): verdict}, NOW)
    with store.read() as session:
        (found,) = procedures.load(session, [mine, other, 999], RULES)
        (bare,) = procedures.load(session, [mine])
    assert found.id == mine
    assert found.notices == (call, fix, award)
    assert found.verdicts == {call.id: verdict}
    assert bare.verdicts == {}
    assert found.first_seen == dict.fromkeys((call.id, fix.id, award.id), NOW)
    assert found.linked_by == {call.id: "alone", fix.id: "chain", award.id: "folder"}
    assert found.doubts == (other,)
    assert found.sample


def test_loading_many_takes_few_statements(store: Store) -> None:
    with store.transaction() as session:
        ids = keep_apart(session, *(notice(number) for number in range(150)))
    with store.read() as session, sent(session) as statements:
        assert len(list(procedures.load(session, ids, RULES))) == 150
    assert len(statements) <= 6


def test_a_merge_keeps_the_older_id_for_ever(store: Store) -> None:
    with store.transaction() as session:
        a, b, c, d = keep_apart(session, *(notice(number) for number in range(4)))
        procedures.add_doubts(
            session, [(a, b, "same title"), (b, d, "same title"), (b, c, "same place")], NOW
        )
        assert procedures.merge(session, c, b) == b
        assert procedures.merge(session, a, b) == a
        assert procedures.merge(session, c, a) == a
        assert procedures.resolve(session, [a, b, c, d, 999]) == {a: a, b: a, c: a, d: d}
        (merged, apart) = procedures.load(session, [c, b, a, d])
    assert merged.id == a
    assert [one.id for one in merged.notices] == [f"boamp:26-{number}" for number in range(3)]
    assert merged.doubts == (d,)
    assert apart.doubts == (a,)


def test_merging_what_does_not_exist_is_an_error(store: Store) -> None:
    with store.transaction() as session:
        (only,) = keep_apart(session, notice(1))
        assert procedures.merge(session, only, only) == only
        with pytest.raises(LookupError):
            procedures.merge(session, only, only + 1)


def test_what_was_told_of_the_newer_is_told_of_the_older_after_a_merge(store: Store) -> None:
    with store.transaction() as session:
        older, newer = keep_apart(session, notice(1), notice(2))
        told = [
            Told(procedure_id=newer, topic="call", version=1, facts="newer, first"),
            Told(procedure_id=newer, topic="call", version=2, facts="newer, second"),
        ]
        cards.save(session, [version(older, 1), version(older, 2)])
        tell(session, newer, *told)
        tell(
            session,
            older,
            Told(procedure_id=older, topic="call", version=1, facts="older, first"),
            week=1,
        )
        procedures.merge(session, older, newer)
        latest = ledger.last(session, "34", "weekly", [older])
    (found,) = latest[older]
    assert (found.version, found.facts) == (2, "newer, second")


@pytest.mark.parametrize("first", [1, 3])
def test_what_was_told_last_of_the_newer_is_what_was_told_last_of_the_older(
    store: Store, first: int
) -> None:
    with store.transaction() as session:
        older, newer = keep_apart(session, notice(1), notice(2))
        cards.save(session, [version(older, 1)])  # the newer one is further on
        told = [
            Told(procedure_id=newer, topic="facts", version=number, facts=f"version {number}")
            for number in range(first, 4)
        ]
        tell(session, newer, *told)
        procedures.merge(session, older, newer)
        latest = ledger.last(session, "34", "weekly", [older])
    assert latest == {
        older: (Told(procedure_id=older, topic="facts", version=1, facts="version 3"),)
    }


def test_what_a_procedure_without_a_version_will_tell_is_not_taken_for_told(store: Store) -> None:
    with store.transaction() as session:
        older, newer = keep_apart(session, notice(1), notice(2))
        told = Told(procedure_id=newer, topic="facts", version=2, facts="{}")
        tell(session, newer, told)
        procedures.merge(session, older, newer)
        latest = ledger.last(session, "34", "weekly", [older])
    assert latest == {older: (replace(told, procedure_id=older, version=0),)}


def test_a_merge_by_the_rules_keeps_what_staff_joined(store: Store) -> None:
    with store.transaction() as session:
        oldest, older, newer = keep_apart(session, notice(1), notice(2), notice(3))
        procedures.merge(session, older, newer)
        number = joins.record(session, older, newer, ("boamp:26-3",), by="Camille", now=NOW)
        procedures.merge(session, oldest, older)
        assert [made.id for made in joins.standing(session, oldest)] == [number]


@pytest.mark.parametrize("listed", [(1,), (0, 1)])
def test_the_older_one_waits_for_review_in_the_place_of_the_newer(
    store: Store, listed: tuple[int, ...]
) -> None:
    with store.transaction() as session:
        ids = keep_apart(session, notice(1), notice(2))
        waits = [Waiting(procedure_id=ids[index], why="flagged") for index in listed]
        review_queue.fill(session, MONDAY, waits, NOW)
        procedures.merge(session, *ids)
        waiting = review_queue.waiting(session, most=10)
    assert [one.procedure_id for one in waiting] == ids[:1]


def test_procedures_touched_by_a_period_have_a_notice_of_its_days(store: Store) -> None:
    sunday, next_monday = MONDAY + timedelta(days=6), MONDAY + timedelta(days=7)
    with store.transaction() as session:
        before, first, last, after, undated = keep_apart(
            session,
            notice(1, published_on=MONDAY - timedelta(days=1)),
            notice(2, published_on=MONDAY),
            notice(3, published_on=sunday),
            notice(4, published_on=next_monday),
            notice(5, published_on=None),
        )
        keep(session, notice(6, published_on=sunday))
        assert procedures.touched(session, MONDAY, next_monday) == [first, last]
        week_after = procedures.touched(session, next_monday, next_monday + timedelta(days=7))
        assert week_after == [after, undated]
        assert before not in week_after


def test_the_end_of_a_contract_is_worked_out_when_its_notices_change(store: Store) -> None:
    with store.transaction() as session:
        ids = keep_apart(session, notice(1), notice(2), notice(3))
        assert procedures.undated(session, 10) == ids
        assert procedures.undated(session, 1) == ids[:1]
        ends = [date(2027, 3, 31), date(2027, 9, 30), None]
        procedures.record_ends(session, dict(zip(ids, ends, strict=True)))
        assert procedures.undated(session, 10) == []
        spring = (date(2027, 3, 1), date(2027, 4, 1))
        assert procedures.ending_between(session, *spring) == ids[:1]
        assert procedures.ending_between(session, date(2027, 4, 1), date(2027, 9, 30)) == []
        linking.attach_many(session, [Attachment("boamp:26-3", ids[1], "folder")])
        assert procedures.undated(session, 10) == [ids[1]]
        procedures.record_ends(session, {ids[1]: date(2027, 3, 1)})
        procedures.merge(session, ids[0], ids[1])
        assert procedures.undated(session, 10) == ids[:1]
        assert procedures.ending_between(session, *spring) == ids[:1]
