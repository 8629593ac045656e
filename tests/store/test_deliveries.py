"""Taking messages: one process each, what is uncertain counted, every attempt written down."""

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import delete, update

from tests.store.invented import NOW
from tests.store.mail import content, enqueued, message, people
from veille.store import Store, claims, deliveries, outbox
from veille.store.claims import Claimed
from veille.store.deliveries import Attempt
from veille.store.models import OutboxRow, SubscriberRow

LEASE = timedelta(minutes=15)
LATER = NOW + LEASE


def claim(store: Store, now=NOW, limit: int = 10, worker: str = "a") -> list[Claimed]:
    with store.transaction() as session:
        return claims.claim(session, worker, now, LEASE, limit)


def claim_again(store: Store, taken: Claimed, now=LATER) -> Claimed:
    """The same message, taken by another once the lease of the first is over."""
    return next(one for one in claim(store, now=now, worker="b") if one.id == taken.id)


def begin(store: Store, taken: Claimed, now=NOW) -> int | None:
    with store.transaction() as session:
        return deliveries.begin(session, taken, now, LEASE)


def record(store: Store, taken: Claimed, attempt: Attempt, now=NOW) -> bool:
    with store.transaction() as session:
        return deliveries.record(session, taken, attempt, now)


def states(store: Store) -> dict[str, int]:
    with store.read() as session:
        return dict(outbox.counts(session))


@pytest.fixture
def three(store: Store) -> Store:
    """A store with three messages that wait."""
    with store.transaction() as session:
        enqueued(session, 3)
    return store


def test_what_one_took_no_other_takes_before_the_lease_ends(three: Store) -> None:
    first = claim(three, limit=2)
    assert [one.key for one in first] == ["weekly/2026-W46/1", "weekly/2026-W46/2"]
    assert [one.key for one in claim(three, worker="b")] == ["weekly/2026-W46/3"]
    assert claim(three, now=LATER - timedelta(seconds=1)) == []
    assert len(claim(three, now=LATER)) == 3


def test_a_message_is_claimed_whole(three: Store) -> None:
    taken = claim(three, limit=1)[0]
    asked = message(1, taken.content_id)
    assert (taken.address, taken.display_name) == (asked.address, asked.display_name)
    assert (taken.message_id, taken.personal) == (asked.message_id, asked.personal)
    assert (taken.attempts, taken.uncertain, taken.first_tried_at) == (0, 0, None)
    assert taken.dated_at == NOW


def test_a_message_that_is_not_due_waits(store: Store) -> None:
    with store.transaction() as session:
        content_id = outbox.put_content(session, content())
        outbox.enqueue(session, [message(1, content_id)])
    assert claim(store, now=NOW - timedelta(seconds=1)) == []
    with store.read() as session:
        assert claims.next_due(session) == NOW


def test_a_confirmation_overtakes_the_digests(three: Store) -> None:
    with three.transaction() as session:
        content_id = outbox.put_content(session, content())
        asked = replace(message(9, content_id), kind="confirmation", created_at=NOW + LEASE)
        outbox.enqueue(session, [asked])
    assert claim(three, now=LATER, limit=1)[0].kind == "confirmation"


def test_an_attempt_is_written_before_and_after(three: Store) -> None:
    taken = claim(three, limit=1)[0]
    number = begin(three, taken)
    assert number == 1
    with three.read() as session:
        [running] = deliveries.attempts_of(session, taken.id)
    assert (running.started_at, running.ended_at, running.outcome) == (NOW, None, None)
    done = Attempt(outcome="sent", number=number, code=250, answer="reçu")
    assert record(three, taken, done, NOW + timedelta(seconds=2))
    with three.read() as session:
        [ended] = deliveries.attempts_of(session, taken.id)
    assert (ended.outcome, ended.code, ended.answer) == ("sent", 250, "reçu")
    assert ended.ended_at == NOW + timedelta(seconds=2)
    assert states(three) == {"waiting": 2, "sent": 1}
    assert claim(three, now=NOW + timedelta(days=30), limit=9) != []
    assert states(three)["sent"] == 1


def test_a_message_found_as_it_was_being_sent_is_uncertain_once(three: Store) -> None:
    lost = claim(three, limit=1)[0]
    assert begin(three, lost) == 1
    assert [one.uncertain for one in claim(three, limit=9)] == [0, 0]
    again = claim_again(three, lost)
    assert (again.uncertain, again.attempts, again.message_id) == (1, 1, lost.message_id)
    with three.read() as session:
        assert [one.outcome for one in deliveries.attempts_of(session, lost.id)] == ["uncertain"]
    assert claim_again(three, lost, LATER + LEASE).uncertain == 1


def test_who_lost_the_lease_cannot_begin(three: Store) -> None:
    late = claim(three, limit=1)[0]
    taken = claim_again(three, late)
    assert begin(three, late, LATER) is None
    assert begin(three, taken, LATER) == 1
    assert begin(three, taken, LATER) is None


def test_what_was_cancelled_since_cannot_begin(three: Store) -> None:
    taken = claim(three, limit=1)[0]
    with three.transaction() as session:
        session.execute(update(OutboxRow).values(state="cancelled"))
    assert begin(three, taken) is None
    assert not record(three, taken, Attempt(outcome="deferred", retry_at=LATER))


def test_an_accepted_message_is_sent_even_if_another_took_it_since(three: Store) -> None:
    slow = claim(three, limit=1)[0]
    number = begin(three, slow)
    other = claim_again(three, slow)
    assert record(three, slow, Attempt(outcome="sent", number=number), LATER)
    assert begin(three, other, LATER) is None
    assert states(three)["sent"] == 1


def test_who_lost_the_lease_does_not_decide_of_a_refusal(three: Store) -> None:
    slow = claim(three, limit=1)[0]
    number = begin(three, slow)
    other = claim_again(three, slow)
    refused = Attempt(outcome="refused", number=number, reason="adresse inconnue")
    assert not record(three, slow, refused, LATER)
    assert begin(three, other, LATER) == 2


def test_a_deferred_message_comes_back_when_it_was_told_to(three: Store) -> None:
    taken = claim(three, limit=1)[0]
    deferred = Attempt(outcome="deferred", number=begin(three, taken), code=451, retry_at=LATER)
    assert record(three, taken, deferred)
    assert taken.id not in [one.id for one in claim(three, now=LATER - timedelta(seconds=1))]
    again = claim_again(three, taken)
    assert (again.attempts, again.first_tried_at) == (1, NOW)
    with three.read() as session:
        [past] = deliveries.attempts_of(session, taken.id)
    assert (past.outcome, past.started_at, past.ended_at) == ("deferred", NOW, NOW)


@pytest.mark.parametrize("outcome", ["refused", "deferred", "uncertain"])
def test_giving_up_keeps_the_reason(three: Store, outcome: deliveries.Outcome) -> None:
    taken = claim(three, limit=1)[0]
    attempt = Attempt(outcome=outcome, number=begin(three, taken), reason="refusé : 550 inconnu")
    assert record(three, taken, attempt)
    with three.read() as session:
        row = session.get_one(OutboxRow, taken.id)
        assert (row.state, row.reason, row.ended_at) == ("failed", "refusé : 550 inconnu", NOW)
        assert row.uncertain == (1 if outcome == "uncertain" else 0)


def test_an_attempt_of_which_no_byte_left_is_taken_back(three: Store) -> None:
    taken = claim(three, limit=1)[0]
    number = begin(three, taken)
    assert number is not None
    with three.transaction() as session:
        deliveries.take_back(session, taken, number)
        claims.release(session, [taken])
    again = claim(three, limit=1)[0]
    assert (again.id, again.attempts, again.uncertain) == (taken.id, 0, 0)
    assert again.first_tried_at is None
    with three.read() as session:
        assert deliveries.attempts_of(session, taken.id) == []


def test_what_was_not_tried_is_given_back(three: Store) -> None:
    first, *others = claim(three)
    begin(three, first)
    with three.transaction() as session:
        claims.release(session, [first, *others])
    assert [one.id for one in claim(three)] == [one.id for one in others]


@pytest.mark.parametrize("state", ["suspended", "ended"])
def test_who_is_no_longer_written_to_gets_nothing_but_answers(store: Store, state: str) -> None:
    with store.transaction() as session:
        gone, there = people(session, 2)
        content_id = outbox.put_content(session, content())
        asked = [
            replace(message(1, content_id), subscriber_id=gone),
            replace(message(2, content_id), subscriber_id=gone, kind="goodbye"),
            replace(message(3, content_id), subscriber_id=there),
        ]
        outbox.enqueue(session, asked)
        session.get_one(SubscriberRow, gone).state = state
    assert [one.key for one in claim(store)] == ["weekly/2026-W46/2", "weekly/2026-W46/3"]
    assert states(store) == {"claimed": 2, "cancelled": 1}


def test_erasing_a_person_erases_what_was_sent_to_them(three: Store) -> None:
    with three.transaction() as session:
        [person] = people(session, 1)
        session.execute(update(OutboxRow).where(OutboxRow.id < 3).values(subscriber_id=person))
    taken = claim(three)
    begin(three, taken[0])
    with three.transaction() as session:
        session.execute(delete(SubscriberRow).where(SubscriberRow.id == person))
    assert not record(three, taken[0], Attempt(outcome="sent", number=1))
    assert begin(three, taken[1]) is None
    assert states(three) == {"claimed": 1}


def test_of_many_that_take_at_once_each_message_goes_to_one(store: Store) -> None:
    with store.transaction() as session:
        enqueued(session, 120)
    taken: list[int] = []
    failures: list[Exception] = []
    together = threading.Barrier(4)
    names = count(1)

    def take() -> None:
        worker = f"worker {next(names)}"
        together.wait()
        try:
            while batch := claim(store, worker=worker, limit=7):
                taken.extend(one.id for one in batch)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(taken) == sorted(set(taken))
    assert len(taken) == 120
