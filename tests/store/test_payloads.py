"""Payloads: nothing is lost, nothing is stored twice."""

import zlib
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, payload
from tests.store.statements import sent
from veille.store import Store, payload_reports, payloads
from veille.store.payloads import CURRENT, ParseOutcome, PayloadState


def parsed(payload_id: int, **changed: object) -> ParseOutcome:
    outcome = ParseOutcome(payload_id=payload_id, state="parsed", dialect="mapa")
    return replace(outcome, **changed)  # type: ignore[arg-type]


def states(session: Session) -> list[PayloadState]:
    return [one.state for one in payloads.iterate(session)]


def test_a_payload_is_stored_whole_before_it_is_read(store: Store) -> None:
    given = payload(address="https://boamp.example/26-1", sample=True)
    with store.transaction() as session:
        (added,) = payloads.add(session, [given])
    assert added.new
    assert added.key == "26-1"
    with store.read() as session:
        (stored,) = payloads.iterate(session)
        assert payloads.get(session, stored.id) == stored
        assert payloads.get(session, stored.id + 1) is None
    assert stored.id == added.id
    assert stored.content == given.content
    assert (stored.state, stored.notice_id, stored.unread) == ("pending", None, ())
    assert (stored.fetched_at, stored.published_on) == (NOW, MONDAY)
    assert (stored.address, stored.sample) == ("https://boamp.example/26-1", True)


def test_the_same_payload_twice_is_stored_once(store: Store) -> None:
    with store.transaction() as session:
        first, twin = payloads.add(session, [payload(), payload()])
    with store.transaction() as session:
        (again,) = payloads.add(session, [payload()])
        assert len(states(session)) == 1
    assert (first.new, twin.new, again.new) == (True, False, False)
    assert first.id == twin.id == again.id


def test_answers_come_in_the_order_of_what_was_sent(store: Store) -> None:
    with store.transaction() as session:
        payloads.add(session, [payload("b")])
        added = payloads.add(session, [payload(key) for key in "cbac"])
    assert [one.key for one in added] == ["c", "b", "a", "c"]
    assert [one.new for one in added] == [True, False, True, False]
    assert added[0].id == added[3].id


def test_the_same_content_under_another_key_or_source_is_another_payload(store: Store) -> None:
    with store.transaction() as session:
        added = payloads.add(session, [payload("a"), payload("b"), payload("a", source="ted")])
    assert len({one.id for one in added}) == 3


def test_a_page_of_100_takes_few_statements(store: Store) -> None:
    with store.transaction() as session, sent(session) as statements:
        added = payloads.add(session, [payload(str(number)) for number in range(100)])
        payloads.record_parsed(session, [parsed(one.id) for one in added])
    assert len(statements) <= 6


def test_a_payload_that_a_newer_one_replaces_is_superseded_once_that_is_read(store: Store) -> None:
    with store.transaction() as session:
        (old,) = payloads.add(session, [payload(content=b"old")])
        payloads.record_parsed(session, [parsed(old.id)])
        (new, other) = payloads.add(session, [payload(content=b"new"), payload("26-2")])
        assert states(session) == ["parsed", "pending", "pending"]
        payloads.record_parsed(session, [parsed(new.id), parsed(other.id)])
        assert states(session) == ["superseded", "parsed", "parsed"]
        assert [one.id for one in payloads.iterate(session, states=CURRENT)] == [new.id, other.id]


def test_a_newer_payload_that_cannot_be_read_supersedes_nothing(store: Store) -> None:
    with store.transaction() as session:
        old, new = payloads.add(session, [payload(content=b"old"), payload(content=b"new")])
        payloads.record_parsed(
            session,
            [parsed(old.id), ParseOutcome(payload_id=new.id, state="failed", error="no JSON")],
        )
        assert states(session) == ["parsed", "failed"]


def test_a_failed_payload_is_kept_counted_shown_and_read_again(store: Store) -> None:
    with store.transaction() as session:
        broken, fine = payloads.add(session, [payload(content=b"{"), payload("26-2")])
        payloads.record_parsed(
            session,
            [
                ParseOutcome(payload_id=broken.id, state="failed", error="JSON ends too early"),
                parsed(fine.id, notice_id="boamp:26-2"),
            ],
        )
    with store.transaction() as session:
        (failed,) = payload_reports.failed(session)
        assert (failed.id, failed.error) == (broken.id, "JSON ends too early")
        counts = {(one.state, one.count) for one in payload_reports.counts(session)}
        assert counts == {("failed", 1), ("parsed", 1)}
        (again,) = payloads.iterate(session, states=["failed"])
        assert again.content == b"{"
        payloads.record_parsed(session, [parsed(again.id)])
        assert payload_reports.failed(session) == []


def test_payloads_are_chosen_by_source_state_and_dialect(store: Store) -> None:
    with store.transaction() as session:
        a, b, c = payloads.add(
            session, [payload("a"), payload("b"), payload("c", source="ted", media="xml")]
        )
        payloads.record_parsed(session, [parsed(a.id, dialect="mapa"), parsed(b.id, dialect="dsp")])

        def chosen(**filters: object) -> list[int]:
            return [one.id for one in payloads.iterate(session, **filters)]  # type: ignore[arg-type]

        assert chosen() == [a.id, b.id, c.id]
        assert chosen(source="ted") == [c.id]
        assert chosen(states=["parsed"], dialects=["dsp"]) == [b.id]


def test_payloads_are_walked_while_they_are_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(payloads, "_PAGE", 2)
    monkeypatch.setattr(payloads, "_IDS", 3)
    with store.transaction() as session:
        added = payloads.add(session, [payload(str(number)) for number in range(8)])
        seen = []
        for one in payloads.iterate(session, states=["pending"]):
            payloads.record_parsed(session, [parsed(one.id)])
            seen.append(one.id)
    assert seen == [one.id for one in added]


def test_unread_keys_are_counted_by_dialect_with_their_first_day(store: Store) -> None:
    later = NOW.replace(day=20)
    with store.transaction() as session:
        a, b, c = payloads.add(
            session, [payload("a", fetched_at=later), payload("b"), payload("c")]
        )
        payloads.record_parsed(
            session,
            [
                parsed(a.id, unread=("x", "y")),
                parsed(b.id, unread=("x",)),
                parsed(c.id, dialect="dsp", unread=("x",)),
            ],
        )
        found = payload_reports.unread_keys(session)
    assert [(one.dialect, one.key, one.payloads, one.first_seen) for one in found] == [
        ("dsp", "x", 1, NOW),
        ("mapa", "x", 2, NOW),
        ("mapa", "y", 1, later),
    ]


def test_a_payload_of_10_mb_is_stored_and_given_back(store: Store) -> None:
    content = bytes(range(256)) * 40_000
    with store.transaction() as session:
        payloads.add(session, [payload(content=content)])
    with store.read() as session:
        (stored,) = payloads.iterate(session)
        assert stored.content == content


def test_contents_are_compressed(store: Store) -> None:
    content = b"espaces verts " * 1000
    with store.transaction() as session:
        payloads.add(session, [payload(content=content)])
        raw = session.execute(text("SELECT content FROM payloads")).scalar_one()
    assert zlib.decompress(raw) == content
    assert len(raw) < len(content) / 10


def test_keys_and_errors_that_no_database_takes_are_stored_all_the_same(store: Store) -> None:
    odd = "clé\x00 \ud800"
    long = "k" * 10_000
    with store.transaction() as session:
        first, second, third = payloads.add(
            session, [payload(odd), payload(long + "1"), payload(long + "2")]
        )
        assert first.key == odd
        assert second.id != third.id
        again = payloads.add(session, [payload(odd), payload(long + "1")])
        assert [(one.id, one.new) for one in again] == [(first.id, False), (second.id, False)]
        failed = ParseOutcome(payload_id=first.id, state="failed", error="NUL \x00 \udfff seen")
        payloads.record_parsed(session, [failed])
        (shown,) = payload_reports.failed(session)
    assert shown.key == "clé\ufffd \ufffd"
    assert shown.error == "NUL \ufffd \ufffd seen"
