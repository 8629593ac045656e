"""The life of an edition: each step once, drafts at their time, nothing held goes out."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, keep_apart, notice
from tests.store.mail import content, message, people
from veille.store import Store, edition_life, editions, ledger, outbox
from veille.store.editions import NewEdition, StoredEdition, StoredEntry
from veille.store.ledger import Told

EDITION = NewEdition(
    organisation="mission/34",
    kind="weekly",
    period_start=MONDAY,
    period_end=MONDAY + timedelta(days=7),
    composed_at=NOW,
    due_at=NOW + timedelta(hours=2),
    coverage="{}",
)
DUE = NOW + timedelta(hours=2)


def made(session: Session, edition: NewEdition = EDITION) -> StoredEdition:
    edition_id = editions.create(session, edition, [], [])
    assert edition_id is not None
    return at(session, edition_id)


def at(session: Session, edition_id: int) -> StoredEdition:
    found = editions.get(session, edition_id)
    assert found is not None
    return found


def due(session: Session, now: datetime, *, hold: bool = False) -> list[int]:
    return [one.id for one in edition_life.due(session, now, hold=hold)]


def test_a_draft_goes_out_at_its_time_and_not_before(store: Store) -> None:
    with store.transaction() as session:
        draft = made(session)
        assert due(session, DUE - timedelta(seconds=1)) == []
        assert due(session, DUE) == [draft.id]


def test_with_the_setting_hold_only_what_is_approved_goes_out(store: Store) -> None:
    with store.transaction() as session:
        draft = made(session)
        assert due(session, DUE, hold=True) == []
        assert edition_life.approve(session, draft.id, "Camille", NOW)
        assert due(session, DUE, hold=True) == [draft.id]


def test_what_is_approved_waits_for_its_time(store: Store) -> None:
    with store.transaction() as session:
        draft = made(session)
        edition_life.approve(session, draft.id, "Camille", NOW)
        assert due(session, NOW) == []
        approved = at(session, draft.id)
    assert (approved.state, approved.approved_by, approved.approved_at) == (
        "approved",
        "Camille",
        NOW,
    )


def test_what_staff_hold_goes_out_once_approved(store: Store) -> None:
    with store.transaction() as session:
        draft = made(session)
        assert edition_life.hold(session, draft.id)
        assert due(session, DUE) == []
        assert edition_life.approve(session, draft.id, "Camille", NOW)
        assert due(session, DUE) == [draft.id]


@pytest.mark.parametrize("approved", [True, False])
def test_of_two_that_send_one_does_and_the_mark_says_if_nobody_approved(
    store: Store, approved: bool
) -> None:
    with store.transaction() as session:
        edition = made(session)
        if approved:
            edition_life.approve(session, edition.id, "Camille", NOW)
            edition = at(session, edition.id)
        assert edition_life.start_sending(session, [edition], DUE)
        assert not edition_life.start_sending(session, [edition], DUE)
        gone = at(session, edition.id)
    assert (gone.state, gone.unapproved, gone.addressed_at) == ("sending", not approved, DUE)


def test_what_was_approved_while_it_was_prepared_is_prepared_again(store: Store) -> None:
    with store.transaction() as session:
        as_read = made(session)
        edition_life.approve(session, as_read.id, "Camille", NOW)
        assert not edition_life.start_sending(session, [as_read], DUE)


def test_what_is_going_out_can_be_neither_approved_held_nor_taken_back(store: Store) -> None:
    with store.transaction() as session:
        edition = made(session)
        edition_life.start_sending(session, [edition], DUE)
        assert not edition_life.approve(session, edition.id, "Camille", DUE)
        assert not edition_life.hold(session, edition.id)
        assert not editions.empty(session, edition.id)
        assert not edition_life.edit(session, edition.id)


def test_it_is_sent_when_every_message_has_ended(store: Store) -> None:
    with store.transaction() as session:
        edition = made(session)
        edition_life.start_sending(session, [edition], DUE)
        content_id = outbox.put_content(session, content())
        (person,) = people(session, 1)
        waiting = replace(message(1, content_id), edition_id=edition.id, subscriber_id=person)
        outbox.enqueue(session, [waiting])
        assert edition_life.finish(session, DUE) == []
        outbox.cancel(session, person, "parti", DUE)
        assert edition_life.finish(session, DUE) == [edition.id]
        assert at(session, edition.id).sent_at == DUE
        assert edition_life.finish(session, DUE) == []


def test_a_draft_that_is_emptied_tells_nothing_and_can_be_filled_anew(store: Store) -> None:
    with store.transaction() as session:
        (procedure,) = keep_apart(session, notice(1))
        entry = StoredEntry(
            position=0, section="reserved", procedure_id=procedure, version=1, content="{}"
        )
        told = Told(procedure_id=procedure, topic="facts", version=1, facts="{}")
        first = editions.create(session, EDITION, [entry], [told], {procedure: 1})
        assert first is not None
        assert edition_life.drafts(session) == [at(session, first)]
        assert editions.empty(session, first)
        assert ledger.last(session, "mission/34", "weekly", [procedure]) == {}
        assert editions.entries(session, first) == []
        editions.refill(session, first, EDITION, [entry], [told], {procedure: 1})
        assert editions.entries(session, first) == [entry]
        assert ledger.last(session, "mission/34", "weekly", [procedure]) == {procedure: (told,)}
        assert at(session, first).revision == 1


def test_what_was_changed_since_it_was_seen_is_neither_approved_nor_sent(store: Store) -> None:
    with store.transaction() as session:
        seen = made(session)
        assert edition_life.edit(session, seen.id)
        assert not edition_life.approve(session, seen.id, "Camille", NOW, revision=seen.revision)
        assert not edition_life.start_sending(session, [seen], DUE)
        assert edition_life.approve(session, seen.id, "Camille", NOW, revision=1)


def test_the_immediate_editions_of_a_day_are_numbered(store: Store) -> None:
    with store.transaction() as session:
        immediate = replace(EDITION, kind="immediate", period_end=MONDAY + timedelta(days=1))
        assert editions.parts(session, "mission/34", MONDAY) == 0
        made(session, replace(immediate, part=1))
        assert editions.create(session, replace(immediate, part=1), [], []) is None
        made(session, replace(immediate, part=2))
        assert editions.parts(session, "mission/34", MONDAY) == 2
        assert editions.made_until(session, "mission/34", "immediate") == immediate.period_end
        assert editions.made_until(session, "mission/34", "weekly") is None
