"""The week's queue, proposals, joins: on both databases."""

from datetime import timedelta

import pytest

from tests.store.invented import MONDAY, NOW
from tests.store.tagged_notices import CLAUSE, RULES, false, keep_judged, spoken
from veille.core.estimates import Interval
from veille.core.people import SubscriberKind
from veille.core.tags import quote_hash
from veille.store import (
    Store,
    joins,
    proposals,
    review_queue,
    same_sentence,
    subscribers,
    tag_reading,
    tags,
)
from veille.store.proposals import AlreadyProposedError
from veille.store.review_queue import Waiting
from veille.store.subscribers import NewSubscriber

KEY = ("clause", quote_hash(CLAUSE))


def homes(store: Store, count: int = 3) -> list[int]:
    with store.transaction() as session:
        return keep_judged(session, *(spoken(number) for number in range(1, count + 1)))


def person(store: Store, name: str = "camille", kind: SubscriberKind = "public") -> int:
    with store.transaction() as session:
        new = NewSubscriber(
            organisation="veille",
            kind=kind,
            address=f"{name}@structure.example",
            address_key=f"{name}@structure.example",
            legal_basis="consent",
            created_at=NOW,
            display_name=name.capitalize(),
        )
        return subscribers.add(session, new)


def test_the_queue_keeps_its_order_and_counts_what_left(store: Store) -> None:
    one, two, three = homes(store)
    with store.transaction() as session:
        review_queue.fill(
            session,
            MONDAY,
            [
                Waiting(procedure_id=two, why="rare", detail="qpv", title="Deux"),
                Waiting(procedure_id=one, why="flagged"),
                Waiting(procedure_id=three, why="sample", deadline=NOW),
            ],
            NOW,
        )
    with store.transaction() as session:
        assert [found.procedure_id for found in review_queue.waiting(session, most=9)] == [
            two,
            one,
            three,
        ]
        assert review_queue.place_of(session, one) == (
            Waiting(procedure_id=one, why="flagged"),
            1,
        )
        assert review_queue.next_after(session, one) == three
        assert review_queue.next_after(session, three) == two
        review_queue.settle(session, two, None, NOW)
        done = review_queue.progress(session)
        assert (done.done, done.left, done.waiting) == (1, 2, {"flagged": 1, "sample": 1})
        review_queue.settle(session, two, Waiting(procedure_id=two, why="reopened"), NOW)
        assert review_queue.waiting(session, most=1)[0].why == "reopened"


def test_another_week_begins_with_nothing_done(store: Store) -> None:
    one, two, _ = homes(store)
    later = MONDAY + timedelta(days=7)
    with store.transaction() as session:
        review_queue.fill(session, MONDAY, [Waiting(procedure_id=one, why="sample")], NOW)
        review_queue.begin(session, MONDAY, "Camille", None, NOW)
        review_queue.settle(session, one, None, NOW)
        review_queue.fill(session, later, [Waiting(procedure_id=two, why="sample")], NOW)
        review_queue.begin(session, later, None, Interval(0.9, 0.8, 0.95), NOW)
        review_queue.begin(session, later, "Sacha", Interval(0.9, 0.8, 0.95), NOW)
    with store.read() as session:
        assert review_queue.progress(session).done == 0
        assert review_queue.listed(session) == {two}
        week = review_queue.last_week(session)
    assert week is not None
    assert (week.week, week.started_by, week.recall) == (later, None, Interval(0.9, 0.8, 0.95))


def test_how_many_other_cards_have_a_sentence(store: Store) -> None:
    one, two, three = homes(store)
    with store.transaction() as session:
        assert same_sentence.others(session, KEY, one, RULES, None, most=9) == [two, three]
        assert same_sentence.others(session, KEY, one, RULES, None, most=1) == [two]
        tags.add(session, [false(spoken(2))], author="Camille", now=NOW)
        assert same_sentence.others(session, KEY, one, RULES, None, most=9) == [three]
        (made,) = tags.add(session, [false(spoken(1))], author="Camille", now=NOW)
        assert (
            same_sentence.apply_to_all(session, made, RULES, None, author="Camille", now=NOW) == 1
        )
        assert tag_reading.homes(session, [made]) == {one, three}
        assert tag_reading.copies(session, [made]) == {made: 1}


def test_a_proposal_is_its_author_s_and_one_of_a_sentence(store: Store) -> None:
    homes(store)
    who = person(store)
    with store.transaction() as session:
        (made,) = tags.add(session, [false(spoken(1))], author="public", now=NOW, proposed=True)
        facts = {"subscriber_id": who, "sentence": "1.clause", "comment": "Vu", "now": NOW}
        proposals.record(session, made, **facts)  # type: ignore[arg-type]
        (other,) = tags.add(session, [false(spoken(1))], author="public", now=NOW, proposed=True)
        with pytest.raises(AlreadyProposedError):
            proposals.record(session, other, **facts)  # type: ignore[arg-type]
        first, second = proposals.waiting(session, most=9)
        assert (first.who, first.kind, first.comment) == ("Camille", "public", "Vu")
        assert second.who is None
        assert proposals.count(session) == 2
        assert proposals.comments(session, [made, other]) == {made: "Vu"}


def test_a_join_is_undone_once(store: Store) -> None:
    one, two, three = homes(store)
    with store.transaction() as session:
        made = joins.record(session, two, three, ("boamp:26-3",), by="Camille", now=NOW)
        joins.move(session, two, one)
        (found,) = joins.standing(session, one)
        assert (found.id, found.other_id, found.notices) == (made, three, ("boamp:26-3",))
        assert joins.undo(session, made, by="Sacha", now=NOW) is not None
        assert joins.undo(session, made, by="Sacha", now=NOW) is None
        assert joins.standing(session, one) == []
