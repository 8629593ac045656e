"""Delivering: each message once, whatever the server or the database does."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from itertools import pairwise

import pytest

from newsletters import relay
from newsletters.delivery import LEASE, Delivery, Tally
from newsletters.pace import Pace
from newsletters.relay import Relay
from newsletters.relay_address import RelayAddress
from newsletters.retries import LONGEST, MOST_UNCERTAIN, next_try
from scripts.mail_server import Fault, MailServer
from tests.newsletters.letters import IDENTITY
from tests.store.conftest import Databases, databases, empty_url, store
from tests.store.invented import NOW
from tests.store.mail import content, enqueued, message, people
from veille.store import Store, StoreError, deliveries, outbox, subscribers
from veille.store.models import OutboxRow

__all__ = ["Databases", "databases", "empty_url", "store"]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


def delivery(store: Store, server: MailServer, clock: Clock, worker: str = "a") -> Delivery:
    address = RelayAddress(host="127.0.0.1", port=server.port, security="none")
    return Delivery(
        store=store,
        courier=Relay(address, name="mission.example"),
        identity=IDENTITY,
        clock=clock,
        worker=worker,
    )


def answers(server: MailServer, *faults: Fault) -> None:
    waiting = list(faults)
    server.choose = lambda _sender, _recipient: waiting.pop(0) if waiting else "none"


def recipients(server: MailServer) -> list[str]:
    return [one.recipient for one in server.received]


def state_of(store: Store, number: int) -> OutboxRow:
    with store.read() as session:
        row = session.get_one(OutboxRow, number)
        session.expunge(row)
        return row


@pytest.fixture
def three(store: Store) -> Store:
    with store.transaction() as session:
        enqueued(session, 3)
    return store


def test_everything_due_is_delivered_once(three: Store, server: MailServer, clock: Clock) -> None:
    said: list[int] = []
    assert delivery(three, server, clock).run(said.append) == Tally(sent=3)
    assert said == [1, 2, 3]
    assert recipients(server) == [f"lecteur{n}@mission.example" for n in (1, 2, 3)]
    assert delivery(three, server, clock).run() == Tally()
    assert len(server.received) == 3
    with three.read() as session:
        [attempt] = deliveries.attempts_of(session, 1)
    assert (attempt.outcome, attempt.code, attempt.answer) == ("sent", 250, "kept")


def test_one_bad_recipient_does_not_stop_the_others(
    three: Store, server: MailServer, clock: Clock
) -> None:
    answers(server, "none", "refuse_recipient", "none")
    tally = delivery(three, server, clock).run()
    assert (tally.sent, tally.failed) == (2, 1)
    assert [*tally.reasons] == [state_of(three, 2).reason]
    assert state_of(three, 2).reason == (
        "le serveur refuse le destinataire\u00a0: 550 «\u00a05.1.1 no such user here\u00a0»"
    )
    clock.now += timedelta(days=9)
    assert delivery(three, server, clock).run() == Tally()


def test_an_address_that_is_none_fails_alone(
    store: Store, server: MailServer, clock: Clock
) -> None:
    with store.transaction() as session:
        content_id = outbox.put_content(session, content())
        bad = replace(message(1, content_id), address="a@b.example\r\nRCPT TO:<c@d.example>")
        empty = replace(message(2, content_id), personal={})
        outbox.enqueue(session, [bad, empty, message(3, content_id)])
    tally = delivery(store, server, clock).run()
    assert (tally.sent, tally.failed) == (1, 2)
    assert recipients(server) == ["lecteur3@mission.example"]
    assert "pas une adresse" in str(state_of(store, 1).reason)
    assert "champ personnel sans valeur" in str(state_of(store, 2).reason)


@pytest.mark.parametrize("fault", ["defer_recipient", "defer_content", "busy", "cut_recipient"])
def test_a_passing_failure_is_tried_again_later_and_arrives_once(
    three: Store, server: MailServer, clock: Clock, fault: Fault
) -> None:
    answers(server, fault)
    assert delivery(three, server, clock).run() == Tally(sent=2, deferred=1)
    assert state_of(three, 1).due_at == NOW + timedelta(minutes=5)
    assert delivery(three, server, clock).run() == Tally()
    clock.now += timedelta(minutes=5)
    assert delivery(three, server, clock).run() == Tally(sent=1)
    assert sorted(recipients(server)) == [f"lecteur{n}@mission.example" for n in (1, 2, 3)]


def test_after_two_days_a_passing_failure_is_a_failure(
    store: Store, server: MailServer, clock: Clock
) -> None:
    with store.transaction() as session:
        enqueued(session, 1)
    server.choose = lambda _sender, _recipient: "defer_recipient"
    tries: list[timedelta] = []
    while True:
        tries.append(clock.now - NOW)
        tally = delivery(store, server, clock).run()
        if tally.failed:
            break
        clock.now = state_of(store, 1).due_at
    assert tries[:4] == [timedelta(minutes=minutes) for minutes in (0, 5, 20, 50)]
    assert tries[-1] == LONGEST
    assert all(later - one <= timedelta(hours=4) for one, later in pairwise(tries))
    reason = str(state_of(store, 1).reason)
    assert reason.startswith("non remis en 48 heures")
    assert "greylisted" in reason
    assert server.received == []


@pytest.mark.parametrize(("fault", "copies"), [("cut_before_keeping", 1), ("cut_after_keeping", 2)])
def test_what_nobody_can_know_is_repeated_once_with_the_same_identifier(
    three: Store, server: MailServer, clock: Clock, fault: Fault, copies: int
) -> None:
    answers(server, fault)
    assert delivery(three, server, clock).run() == Tally(sent=2, uncertain=1)
    clock.now += timedelta(minutes=5)
    assert delivery(three, server, clock).run() == Tally(sent=1, repeated=1)
    kept = [one for one in server.received if one.recipient == "lecteur1@mission.example"]
    assert len(kept) == copies
    assert {message_from_bytes(one.data)["Message-ID"] for one in kept} == {
        state_of(three, 1).message_id
    }
    assert len({one.data for one in kept}) == 1


def test_a_reader_does_not_get_it_for_ever(store: Store, server: MailServer, clock: Clock) -> None:
    with store.transaction() as session:
        enqueued(session, 1)
    server.choose = lambda _sender, _recipient: "cut_after_keeping"
    for _ in range(20):
        delivery(store, server, clock).run()
        clock.now += timedelta(hours=4)
    assert len(server.received) == MOST_UNCERTAIN
    assert "peut-être arrivé" in str(state_of(store, 1).reason)


def test_a_crash_before_the_answer_is_written_repeats_that_one_only(
    three: Store, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hand-over succeeds, the save fails."""

    def fail(*_: object) -> bool:
        raise StoreError("plus de place sur le disque")

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "record", fail)
        with pytest.raises(StoreError):
            delivery(three, server, clock).run()
    assert recipients(server) == ["lecteur1@mission.example"]
    assert delivery(three, server, clock).run() == Tally(sent=2)
    clock.now += LEASE
    assert delivery(three, server, clock).run() == Tally(sent=1, repeated=1)
    assert sorted(recipients(server)) == [f"lecteur{n}@mission.example" for n in (1, 1, 2, 3)]


def test_a_crash_before_the_hand_over_repeats_nothing(
    three: Store, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save succeeds, the hand-over fails: a message that was only claimed was never sent."""

    def fail(*_: object) -> None:
        raise StoreError("base occupée")

    with monkeypatch.context() as patched:
        patched.setattr(deliveries, "begin", fail)
        with pytest.raises(StoreError):
            delivery(three, server, clock).run()
    assert server.received == []
    clock.now += LEASE
    assert delivery(three, server, clock).run() == Tally(sent=3)
    assert len(server.received) == 3


def test_a_message_that_fails_badly_does_not_block_the_others(
    three: Store, server: MailServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def sign(self, letter: object) -> object:
            raise RuntimeError("a mistake of the program")

    broken = delivery(three, server, clock)
    broken.signer = Broken()  # type: ignore[assignment]
    with pytest.raises(RuntimeError):
        broken.run()
    assert delivery(three, server, clock).run() == Tally(sent=2)


def test_a_relay_that_is_away_touches_no_message(
    three: Store, server: MailServer, clock: Clock
) -> None:
    with MailServer() as away:
        pass
    tally = delivery(three, away, clock).run()
    assert tally.sent == tally.deferred == tally.failed == 0
    assert "connexion refusée" in str(tally.stopped)
    assert [state_of(three, number).attempts for number in (1, 2, 3)] == [0, 0, 0]
    assert delivery(three, server, clock).run() == Tally(sent=3)


def test_a_relay_that_refuses_who_writes_touches_no_message(
    three: Store, server: MailServer, clock: Clock
) -> None:
    server.on_sender = lambda _sender: "refuse_sender"
    tally = delivery(three, server, clock).run()
    assert "le serveur refuse l’expéditeur" in str(tally.stopped)
    server.on_sender = lambda _sender: "none"
    assert delivery(three, server, clock).run() == Tally(sent=3)


def test_a_relay_that_cuts_again_and_again_is_left_alone(
    store: Store, server: MailServer, clock: Clock
) -> None:
    with store.transaction() as session:
        enqueued(session, 30)
    server.choose = lambda _sender, _recipient: "cut_recipient"
    tally = delivery(store, server, clock).run()
    assert (tally.deferred, tally.sent) == (5, 0)
    assert "connexion perdue 5 fois de suite" in str(tally.stopped)
    server.choose = lambda _sender, _recipient: "none"
    assert delivery(store, server, clock).run() == Tally(sent=25)


def test_an_address_that_does_not_exist_is_suspended(
    store: Store, server: MailServer, clock: Clock
) -> None:
    with store.transaction() as session:
        gone, there = people(session, 2)
        content_id = outbox.put_content(session, content())
        later = NOW + timedelta(days=7)
        outbox.enqueue(
            session,
            [
                replace(message(1, content_id), subscriber_id=gone),
                replace(message(2, content_id), subscriber_id=there),
                replace(message(3, content_id), subscriber_id=gone, not_before=later),
            ],
        )
    answers(server, "refuse_recipient")
    delivery(store, server, clock).run()
    with store.read() as session:
        person = subscribers.get(session, gone)
        assert person is not None
        assert person.state == "suspended"
        assert "no such user here" in str(person.suspended_reason)
        assert outbox.counts(session) == {"sent": 1, "failed": 1, "cancelled": 1}


def test_a_refused_content_blames_nobody(store: Store, server: MailServer, clock: Clock) -> None:
    with store.transaction() as session:
        [person_id] = people(session, 1)
        content_id = outbox.put_content(session, content())
        outbox.enqueue(session, [replace(message(1, content_id), subscriber_id=person_id)])
    answers(server, "refuse_content")
    delivery(store, server, clock).run()
    with store.read() as session:
        person = subscribers.get(session, person_id)
        assert person is not None
        assert (person.state, person.soft_bounces) == ("active", 0)


def test_of_two_that_deliver_at_once_nobody_gets_it_twice(
    store: Store, server: MailServer, clock: Clock
) -> None:
    with store.transaction() as session:
        enqueued(session, 60)
    tallies: list[Tally] = []
    together = threading.Barrier(3)

    def deliver(worker: str) -> None:
        own = delivery(store, server, clock, worker)
        together.wait()
        tallies.append(own.run())

    threads = [threading.Thread(target=deliver, args=(str(name),)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(tallies) == 3
    assert sum(tally.sent for tally in tallies) == 60
    assert len(set(recipients(server))) == len(server.received) == 60


def test_what_is_cancelled_while_it_is_held_is_not_sent(
    three: Store, server: MailServer, clock: Clock
) -> None:
    def leave(_sender: str) -> Fault:
        with three.transaction() as session:
            row = session.get_one(OutboxRow, 2)
            row.state = "cancelled"
        return "none"

    server.on_sender = leave
    assert delivery(three, server, clock).run() == Tally(sent=2, withdrawn=1)
    assert "lecteur2@mission.example" not in recipients(server)


def test_what_is_held_is_given_back_when_a_person_stops_the_run(
    three: Store, server: MailServer, clock: Clock
) -> None:
    def stop(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        delivery(three, server, clock).run(stop)
    with three.read() as session:
        assert outbox.counts(session) == {"waiting": 2, "sent": 1}


def test_the_pace_is_kept() -> None:
    now, slept = 100.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    pace = Pace(per_minute=30, monotonic=lambda: now, sleep=sleep)
    for _ in range(3):
        pace.wait()
    now += 60
    pace.wait()
    assert slept == [2.0, 2.0]
    Pace(sleep=sleep).wait()
    assert len(slept) == 2


def test_delays_grow_and_end() -> None:
    assert next_try(1, NOW, NOW) == NOW + timedelta(minutes=5)
    assert next_try(99, NOW, NOW) == NOW + timedelta(hours=4)
    assert next_try(99, NOW, NOW + timedelta(hours=47)) == NOW + LONGEST
    assert next_try(99, NOW, NOW + LONGEST) is None


def test_a_lease_outlives_the_longest_hand_over() -> None:
    longest = relay.LAST_WORD_SECONDS + 2 * relay.COMMAND_SECONDS
    assert timedelta(seconds=longest) < LEASE
