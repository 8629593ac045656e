"""What follows from a report: once, for the right person, whatever it claims."""

from dataclasses import replace
from datetime import timedelta

import pytest

from newsletters.assembly import assemble
from newsletters.bounces import handling
from newsletters.bounces.handling import handle
from tests.newsletters.bounces.reports import complaint, delivery_report, letter
from tests.newsletters.letters import CONTENT, IDENTITY, RETURNS, claimed
from tests.store.conftest import Databases, databases, empty_url, store
from tests.store.invented import NOW
from tests.store.mail import content, message, people
from veille.core.addresses import address_hash
from veille.store import Store, bounces, consents, outbox, subscribers
from veille.store.models import OutboxRow
from veille.store.subscribers import MOST_SOFT_BOUNCES, Subscriber

__all__ = ["Databases", "databases", "empty_url", "store"]


@pytest.fixture
def reader(store: Store) -> int:
    """A subscriber to whom message 1 was sent, and for whom message 2 waits."""
    with store.transaction() as session:
        [reader] = people(session, 1)
        content_id = outbox.put_content(session, content())
        outbox.enqueue(
            session,
            [replace(message(n, content_id), subscriber_id=reader) for n in (1, 2)],
        )
        row = session.get_one(OutboxRow, 1)
        row.state, row.ended_at = "sent", NOW
    return reader


def person(store: Store, reader: int) -> Subscriber:
    with store.read() as session:
        found = subscribers.get(session, reader)
    assert found is not None
    return found


def bounce(outbox_id: int = 1) -> str:
    return RETURNS.address(outbox_id, "bounce")


def test_a_hard_bounce_suspends_and_cancels_what_waits(store: Store, reader: int) -> None:
    assert handle(store, delivery_report(to=bounce()), RETURNS, NOW) == "hard"
    assert person(store, reader).state == "suspended"
    assert person(store, reader).suspended_reason == (
        "retour du serveur du destinataire\u00a0: 5.1.1 «\u00a0smtp; 550 5.1.1 unknown user\u00a0»"
    )
    with store.read() as session:
        assert outbox.counts(session) == {"sent": 1, "cancelled": 1}
        assert [line.what for line in consents.of(session, reader)] == ["suspended"]
        [kept] = bounces.recent(session)
    assert (kept.kind, kept.action, kept.outbox_id) == ("hard", "suspended", 1)


def test_a_report_is_acted_upon_once(store: Store, reader: int) -> None:
    raw = delivery_report(status="5.2.2", to=bounce())
    assert handle(store, raw, RETURNS, NOW) == "soft"
    assert handle(store, raw, RETURNS, NOW) is None
    assert person(store, reader).soft_bounces == 1


def test_failures_in_a_row_suspend(store: Store, reader: int) -> None:
    for number in range(1, MOST_SOFT_BOUNCES + 1):
        assert person(store, reader).state == "active"
        raw = delivery_report(status="5.2.2", to=bounce(), extra=f"X-Number: {number}\n")
        handle(store, raw, RETURNS, NOW + number * timedelta(days=7))
    assert person(store, reader).state == "suspended"
    assert "5\u00a0envois de suite" in str(person(store, reader).suspended_reason)


def test_a_mail_that_arrived_in_between_begins_the_count_again(store: Store, reader: int) -> None:
    for number in range(1, 4):
        raw = delivery_report(status="5.2.2", to=bounce(), extra=f"X-Number: {number}\n")
        handle(store, raw, RETURNS, NOW)
    with store.transaction() as session:
        row = session.get_one(OutboxRow, 2)
        row.state, row.ended_at = "sent", NOW + timedelta(days=7)
    later = delivery_report(status="5.2.2", to=bounce(), extra="X-Number: 4\n")
    handle(store, later, RETURNS, NOW + timedelta(days=30))
    assert person(store, reader).soft_bounces == 1


def test_a_complaint_ends_everything_and_is_remembered(store: Store, reader: int) -> None:
    ours = assemble(claimed(id=1), CONTENT, IDENTITY).data
    assert handle(store, complaint(quoted=ours), RETURNS, NOW) == "complaint"
    ended = person(store, reader)
    assert ended.state == "ended"
    with store.read() as session:
        assert outbox.counts(session) == {"sent": 1, "cancelled": 1}
        digest = address_hash(ended.address_key)
        assert consents.opposed(session, ended.organisation, [digest]) == {digest: "complaint"}


def test_who_writes_to_leave_leaves(store: Store, reader: int) -> None:
    asked = letter(RETURNS.address(1, "unsubscribe"))
    assert handle(store, asked, RETURNS, NOW) == "unsubscribe"
    ended = person(store, reader)
    assert ended.state == "ended"
    with store.read() as session:
        digest = address_hash(ended.address_key)
        assert consents.opposed(session, ended.organisation, [digest]) == {digest: "left"}


@pytest.mark.parametrize(
    "raw",
    [
        delivery_report(to=RETURNS.address(1, "bounce").replace("+1-", "+2-")),
        delivery_report(to="bounce@mission.example"),
        delivery_report("delayed", "4.4.1", to=RETURNS.address(1, "bounce")),
        letter(RETURNS.address(1, "unsubscribe"), Auto_Submitted="auto-replied"),
        letter(RETURNS.address(1, "bounce")),
        delivery_report(to=RETURNS.address(999_999, "bounce")),
        b"",
    ],
)
def test_nothing_follows_from_what_proves_nothing(store: Store, reader: int, raw: bytes) -> None:
    handle(store, raw, RETURNS, NOW)
    assert (person(store, reader).state, person(store, reader).soft_bounces) == ("active", 0)
    with store.read() as session:
        assert [one.action for one in bounces.recent(session)] == ["none"]


def test_a_crash_while_acting_leaves_nothing_and_the_report_can_come_again(
    store: Store, reader: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = delivery_report(to=bounce())

    def crash(*_: object) -> None:
        raise RuntimeError("the process is gone")

    with monkeypatch.context() as patched:
        patched.setattr(handling.bounces, "note_action", crash)
        with pytest.raises(RuntimeError):
            handle(store, raw, RETURNS, NOW)
    assert person(store, reader).state == "active"
    assert handle(store, raw, RETURNS, NOW) == "hard"


def test_a_report_of_a_message_without_a_subscriber_is_kept(store: Store, reader: int) -> None:
    with store.transaction() as session:
        content_id = outbox.put_content(session, content())
        outbox.enqueue(session, [message(9, content_id)])
        number = outbox.ids_of(session, [message(9, content_id).key])[message(9, content_id).key]
    assert handle(store, delivery_report(to=bounce(number)), RETURNS, NOW) == "hard"
    assert person(store, reader).state == "active"
