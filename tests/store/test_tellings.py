"""The ledgers: what persons were told, what editions looked at; both databases."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, keep_apart, notice, version
from tests.store.mail import enqueued, people
from veille.core.versions import Reading, noted
from veille.store import (
    AlreadyToldError,
    Store,
    cards,
    considering,
    outbox,
    personal_data,
    procedures,
    readings,
    tellings,
)
from veille.store.tellings import Telling


def told(person: int, procedure: int, version: int = 1, **known: object) -> Telling:
    defaults: dict[str, object] = {"topic": "facts", "told_at": NOW, "subscriptions": (4, 7)}
    return Telling(
        subscriber_id=person,
        procedure_id=procedure,
        version=version,
        **(defaults | known),  # type: ignore[arg-type]
    )


class TestTellings:
    def test_a_person_is_told_a_version_once(self, store: Store) -> None:
        with store.transaction() as session:
            (procedure,) = keep_apart(session, notice(1))
            (person,) = people(session, 1)
            tellings.record(session, [told(person, procedure)])
        with pytest.raises(AlreadyToldError), store.transaction() as session:
            tellings.record(session, [told(person, procedure, 2), told(person, procedure)])
        with store.read() as session:
            assert tellings.of_subscriber(session, person) == [told(person, procedure)]

    def test_the_end_of_a_contract_is_told_beside_its_facts(self, store: Store) -> None:
        with store.transaction() as session:
            (procedure,) = keep_apart(session, notice(1))
            (person,) = people(session, 1)
            end = told(person, procedure, topic="renewal:2027-05-31")
            tellings.record(session, [told(person, procedure), end])
            assert len(tellings.of_subscriber(session, person)) == 2

    def test_what_was_told_is_asked_by_procedure_person_and_moment(self, store: Store) -> None:
        with store.transaction() as session:
            one, other = keep_apart(session, notice(1), notice(2))
            first, second = people(session, 2)
            later = NOW + timedelta(days=7)
            given = [
                told(first, one),
                told(first, one, 2, told_at=later),
                told(second, one),
                told(second, other),
            ]
            tellings.record(session, given)
            asked = tellings.of_procedures(session, [one], subscriber_id=first, before=later)
            assert asked == [told(first, one)]
            assert len(tellings.of_procedures(session, [one])) == 3

    def test_who_is_erased_leaves_no_row(self, store: Store) -> None:
        with store.transaction() as session:
            (procedure,) = keep_apart(session, notice(1))
            (person,) = people(session, 1)
            message = enqueued(session, 1)[0]
            sent = outbox.ids_of(session, [message.key])[message.key]
            tellings.record(session, [told(person, procedure, outbox_id=sent)])
        with store.transaction() as session:
            personal_data.erase(session, person)
        with store.read() as session:
            assert tellings.of_procedures(session, [procedure]) == []

    def test_a_merged_procedure_brings_what_was_told_of_it(self, store: Store) -> None:
        with store.transaction() as session:
            older, newer = keep_apart(session, notice(1), notice(2))
            both, one = people(session, 2)
            cards.save(session, [version(older, 1), version(newer, 1), version(newer, 2)])
            given = [told(both, older), told(both, newer), told(one, newer), told(one, newer, 2)]
            tellings.record(session, given)
            procedures.merge(session, older, newer)
            found = tellings.of_procedures(session, [older, newer])
        assert [(row.subscriber_id, row.procedure_id, row.version) for row in found] == [
            (both, older, 1),
            (one, older, 1),
            (both, newer, 1),
        ]


class TestConsidering:
    def pending(self, session: Session, *, day: int = 7) -> list[tuple[int, int]]:
        before = MONDAY + timedelta(days=day)
        found = considering.pending(session, "mission/34", "weekly", "34", before)
        return [(one.procedure_id, one.version) for one in found]

    def test_what_no_edition_looked_at_is_pending_whenever_it_came(self, store: Store) -> None:
        with store.transaction() as session:
            one, other, elsewhere = keep_apart(session, notice(1), notice(2), notice(3))
            given = [
                version(one, 1, day=-300),
                version(one, 2, day=3),
                version(other, 1, day=9),
                version(elsewhere, 1, territory="30"),
            ]
            cards.save(session, given)
            assert self.pending(session) == [(one, 2)]
            assert self.pending(session, day=14) == [(one, 2), (other, 1)]
            considering.record(session, "mission/34", "weekly", {one: 2})
            assert self.pending(session) == []
            cards.save(session, [version(one, 3, day=4)])
            assert self.pending(session) == [(one, 3)]

    def test_each_kind_of_edition_looks_for_itself(self, store: Store) -> None:
        with store.transaction() as session:
            (one,) = keep_apart(session, notice(1))
            cards.save(session, [version(one, 1)])
            considering.record(session, "mission/34", "daily", {one: 1})
            assert self.pending(session) == [(one, 1)]

    def test_looking_again_keeps_the_newest(self, store: Store) -> None:
        with store.transaction() as session:
            (one,) = keep_apart(session, notice(1))
            cards.save(session, [version(one, 1), version(one, 2)])
            considering.record(session, "mission/34", "weekly", {one: 1})
            considering.record(session, "mission/34", "weekly", {one: 2})
            assert self.pending(session) == []
            considering.forget(session, "mission/34", "weekly", [one])
            assert self.pending(session) == [(one, 2)]

    def test_a_merged_procedure_is_looked_at_as_the_older(self, store: Store) -> None:
        with store.transaction() as session:
            older, newer = keep_apart(session, notice(1), notice(2))
            cards.save(session, [version(older, 1), version(newer, 1)])
            procedures.merge(session, older, newer)
            assert self.pending(session) == [(older, 1)]

    def test_the_card_is_that_of_the_last_version_before_a_day(self, store: Store) -> None:
        with store.transaction() as session:
            (one,) = keep_apart(session, notice(1))
            cards.save(session, [version(one, 1), version(one, 2, day=9)])
            found = considering.cards_before(session, [one], MONDAY + timedelta(days=7))
        assert {key: (card.version, card.text) for key, card in found.items()} == {
            one: (1, " tonte ")
        }


class TestReadings:
    def test_the_newest_reading_is_kept(self, store: Store) -> None:
        with store.transaction() as session:
            (one,) = keep_apart(session, notice(1))
            (known,) = procedures.load(session, [one])
            reading, _ = noted(known, None, NOW)
            assert isinstance(reading, Reading)
            readings.save(session, {one: reading}, NOW)
            readings.save(session, {one: reading}, NOW)
            assert readings.load(session, [one, 99]) == {one: reading}
            readings.forget(session, one)
            assert readings.load(session, [one]) == {}

    def test_what_changed_is_read_again_once(self, store: Store) -> None:
        with store.transaction() as session:
            one, other = keep_apart(session, notice(1), notice(2))
            assert procedures.to_version(session, 10) == [
                (one, "publication"),
                (other, "publication"),
            ]
            procedures.versions_done(session, [one, other])
            procedures.mark_tagged(session, [other])
            assert procedures.to_version(session, 10) == [(other, "tag")]
            assert procedures.to_version(session, 10, after=other) == []
