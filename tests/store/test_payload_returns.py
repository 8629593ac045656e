"""A source that goes back to an older content: that is its newest word."""

from tests.store.invented import NOW, notice, payload
from veille.store import Store, notices, payload_returns, payloads
from veille.store.payloads import ParseOutcome


def parsed(*ids: int) -> list[ParseOutcome]:
    return [ParseOutcome(payload_id=one, state="parsed", dialect="mapa") for one in ids]


def test_a_payload_that_nothing_read_yet_is_read(store: Store) -> None:
    with store.transaction() as session:
        pending, done = payloads.add(session, [payload("a"), payload("b")])
        payloads.record_parsed(session, parsed(done.id))
        assert payload_returns.unsettled(session, [pending.id, done.id]) == {pending.id}
        assert payload_returns.unsettled(session, []) == set()


def test_a_content_that_comes_back_is_read_again_and_its_notice_waits_for_it(store: Store) -> None:
    first, second = notice(title="Première version"), notice(title="Seconde version")
    with store.transaction() as session:
        old, new, other = payloads.add(
            session, [payload(content=b"old"), payload(content=b"new"), payload("26-2")]
        )
        notices.save(session, [(first, old.id, False), (second, new.id, False)], NOW)
        payloads.record_parsed(session, parsed(old.id, new.id, other.id))

        assert payload_returns.unsettled(session, [old.id, other.id]) == {old.id}
        assert [one.state for one in payloads.iterate(session)] == [
            "pending",
            "superseded",
            "parsed",
        ]
        notices.save(session, [(first, old.id, False)], NOW)
        payloads.record_parsed(session, parsed(old.id))
        assert notices.get(session, first.id) == first
        assert payload_returns.unsettled(session, [old.id]) == set()
