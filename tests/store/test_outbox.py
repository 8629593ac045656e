"""The outbox: each message once, in the caller's transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.invented import NOW
from tests.store.mail import content, enqueued, message, people
from veille.store import Store, outbox
from veille.store.models import OutboxRow


def test_a_content_is_stored_once_whoever_sends_it(store: Store) -> None:
    with store.transaction() as session:
        first = outbox.put_content(session, content("a"))
        assert outbox.put_content(session, content("a")) == first
        other = outbox.put_content(session, content("b"))
        assert outbox.contents(session, [first, other]) == {
            first: content("a"),
            other: content("b"),
        }


def test_a_message_with_a_known_key_is_not_stored_again(store: Store) -> None:
    with store.transaction() as session:
        content_id = outbox.put_content(session, content())
        one, two = message(1, content_id), message(2, content_id)
        assert outbox.enqueue(session, [one, one]) == 1
        assert outbox.enqueue(session, [replace(one, address="x@other.example"), two]) == 1
        ids = outbox.ids_of(session, [one.key, two.key, "nothing"])
        assert set(ids) == {one.key, two.key}
        assert session.get_one(OutboxRow, ids[one.key]).address == one.address
        assert outbox.counts(session) == {"waiting": 2}


def test_what_is_undone_enqueues_nothing(store: Store) -> None:
    def crash() -> None:
        with store.transaction() as session:
            enqueued(session, 3)
            raise RuntimeError("the process is gone")

    with pytest.raises(RuntimeError):
        crash()
    with store.read() as session:
        assert outbox.counts(session) == {}


def test_the_identifier_of_a_message_comes_from_its_key_alone() -> None:
    made = outbox.message_id("weekly/2026-W46/12", "veille.example")
    assert made == outbox.message_id("weekly/2026-W46/12", "veille.example")
    assert made != outbox.message_id("weekly/2026-W46/13", "veille.example")
    assert made.startswith("<")
    assert made.endswith("@veille.example>")


def test_a_message_bears_the_date_from_which_it_may_leave(store: Store) -> None:
    monday = NOW + timedelta(days=1)
    with store.transaction() as session:
        content_id = outbox.put_content(session, content())
        later = replace(message(1, content_id), not_before=monday)
        outbox.enqueue(session, [later, message(2, content_id)])
        ids = outbox.ids_of(session, [later.key, message(2, content_id).key])
        dates = [session.get_one(OutboxRow, found).dated_at for found in ids.values()]
    assert sorted(dates) == [NOW, monday]


def test_who_left_gets_nothing_more_but_the_goodbye(store: Store) -> None:
    with store.transaction() as session:
        leaving, staying = people(session, 2)
        content_id = outbox.put_content(session, content())
        goodbye = replace(message(1, content_id), kind="goodbye", subscriber_id=leaving)
        digest = replace(message(2, content_id), subscriber_id=leaving)
        other = replace(message(3, content_id), subscriber_id=staying)
        outbox.enqueue(session, [goodbye, digest, other])
        assert outbox.cancel(session, leaving, "désabonnement", NOW) == 1
        assert outbox.cancel(session, leaving, "désabonnement", NOW) == 0
        assert outbox.counts(session) == {"waiting": 2, "cancelled": 1}
        cancelled = session.get_one(OutboxRow, outbox.ids_of(session, [digest.key])[digest.key])
        assert (cancelled.state, cancelled.reason) == ("cancelled", "désabonnement")
