"""Payloads that come back after something else came."""

from tests.store.invented import NOW, notice, payload
from veille.store import Store, notices, payload_returns, payloads
from veille.store.payloads import ParseOutcome, PayloadState


def stored(store: Store, content: bytes, state: PayloadState) -> int:
    """A payload of one key, read so."""
    with store.transaction() as session:
        (added,) = payloads.add(session, [payload(content=content)])
        if state == "parsed":
            notices.save(session, [(notice(), added.id, False)], NOW)
        if state != "pending":
            outcome = ParseOutcome(payload_id=added.id, state=state)
            payloads.record_parsed(session, [outcome])
    return added.id


def unsettled(store: Store, *sent: int) -> set[int]:
    with store.transaction() as session:
        return payload_returns.unsettled(session, sent)


def states(store: Store) -> dict[int, PayloadState]:
    with store.read() as session:
        return {one.id: one.state for one in payloads.iterate(session)}


def test_what_is_read_and_newest_is_settled(store: Store) -> None:
    newest = stored(store, b"one", "parsed")
    failed = stored(store, b"two", "failed")
    assert unsettled(store, failed) == set()
    assert unsettled(store) == set()
    assert states(store) == {newest: "parsed", failed: "failed"}


def test_what_nothing_read_yet_is_to_be_read(store: Store) -> None:
    pending = stored(store, b"one", "pending")
    assert unsettled(store, pending) == {pending}


def test_what_was_replaced_is_the_newest_again(store: Store) -> None:
    old = stored(store, b"old", "parsed")
    new = stored(store, b"new", "parsed")
    assert states(store) == {old: "superseded", new: "parsed"}
    assert unsettled(store, old) == {old}
    assert states(store) == {old: "pending", new: "superseded"}
    with store.transaction() as session:
        again = notices.save(session, [(notice(title="Other"), old, False)], NOW)
    assert again.changed == 1


def test_what_came_before_a_payload_nobody_could_read_is_the_newest_again(store: Store) -> None:
    old = stored(store, b"old", "parsed")
    new = stored(store, b"new", "failed")
    assert unsettled(store, old) == {old}
    assert states(store) == {old: "pending", new: "superseded"}
