"""Who is due to be asked or forgotten, at which moment."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented_people import (
    NOW,
    ORGANISATION,
    new_subscriber,
    new_subscription,
    subscribed,
)
from veille.store import Store, attempts, consents, retention, subscribers, subscriptions
from veille.store.consents import Consent
from veille.store.retention import PeopleDue, Periods

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
PERIODS = Periods()


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session in an empty store."""
    with store.transaction() as session:
        yield session


def due(session: Session, now: datetime) -> PeopleDue:
    return retention.people_due(session, now, PERIODS)


def test_a_request_is_due_after_seven_days(session: Session) -> None:
    person = subscribers.add(session, new_subscriber(state="pending", confirmed_at=None))
    asked = subscriptions.add(session, new_subscription(person, confirmed_at=None))
    assert due(session, NOW + 7 * DAY) == PeopleDue()
    found = due(session, NOW + 7 * DAY + SECOND)
    assert found == PeopleDue(unconfirmed_subscriptions=(asked,), unconfirmed_subscribers=(person,))


def test_whoever_asks_again_is_kept_for_the_newer_request(session: Session) -> None:
    person = subscribers.add(session, new_subscriber(state="pending", confirmed_at=None))
    subscriptions.add(session, new_subscription(person, confirmed_at=None))
    later = NOW + 5 * DAY
    newer = subscriptions.add(
        session, new_subscription(person, rhythm="daily", confirmed_at=None, created_at=later)
    )
    found = due(session, NOW + 8 * DAY)
    assert found.unconfirmed_subscribers == ()
    retention.forget_unconfirmed(session, found)
    assert [one.id for one in subscriptions.of(session, person)] == [newer]


def test_what_was_confirmed_in_the_meantime_stays(session: Session) -> None:
    person = subscribers.add(session, new_subscriber(state="pending", confirmed_at=None))
    asked = subscriptions.add(session, new_subscription(person, confirmed_at=None))
    found = due(session, NOW + 8 * DAY)
    subscribers.confirm(session, person, NOW + 8 * DAY)
    subscriptions.confirm(session, person, [asked], NOW + 8 * DAY)
    retention.forget_unconfirmed(session, found)
    assert len(subscriptions.of(session, person)) == 1


def test_the_silent_are_asked_before_they_are_forgotten(session: Session) -> None:
    person = subscribed(session)
    end = NOW + PERIODS.inactive
    assert due(session, end - PERIODS.answer).to_ask == ()
    asked_at = end - PERIODS.answer + SECOND
    assert due(session, asked_at).to_ask == (person,)
    subscribers.note_asked(session, [person], asked_at)
    assert due(session, asked_at + DAY) == PeopleDue()
    assert due(session, end + SECOND).to_erase == ()
    assert due(session, asked_at + PERIODS.answer + SECOND).to_erase == (person,)


def test_nobody_is_forgotten_without_having_been_asked(session: Session) -> None:
    person = subscribed(session)
    late = NOW + PERIODS.inactive + 300 * DAY
    found = due(session, late)
    assert (found.to_ask, found.to_erase) == ((person,), ())
    subscribers.note_asked(session, [person], late)
    assert due(session, late + PERIODS.answer).to_erase == ()
    assert due(session, late + PERIODS.answer + SECOND).to_erase == (person,)


def test_a_sign_of_life_starts_anew(session: Session) -> None:
    person = subscribed(session)
    late = NOW + PERIODS.inactive
    subscribers.note_asked(session, [person], late)
    subscribers.sign_of_life(session, person, late + DAY)
    assert due(session, late + PERIODS.inactive - PERIODS.answer) == PeopleDue()
    assert due(session, late + PERIODS.inactive).to_ask == (person,)


def test_whoever_is_out_of_reach_is_forgotten_unasked(session: Session) -> None:
    person = subscribed(session)
    subscribers.suspend(session, person, "adresse inconnue")
    assert due(session, NOW + PERIODS.inactive) == PeopleDue()
    assert due(session, NOW + PERIODS.inactive + SECOND).to_erase == (person,)


def test_the_proof_of_whoever_left_is_kept_a_year_from_the_leaving(session: Session) -> None:
    person = subscribed(session)
    left = NOW + 200 * DAY
    subscribers.end(session, person)
    consents.note(session, person, Consent(at=left, what="ended", how="page"))
    assert due(session, left + PERIODS.ended) == PeopleDue()
    assert due(session, left + PERIODS.ended + SECOND).to_erase == (person,)


def test_oppositions_and_counted_requests_end_too(session: Session) -> None:
    consents.oppose(session, ORGANISATION, "hash", "left", NOW)
    attempts.add(session, ["one", "two"], NOW)
    assert retention.forget_oppositions(session, NOW + PERIODS.opposition, PERIODS) == 0
    assert retention.forget_oppositions(session, NOW + PERIODS.opposition + SECOND, PERIODS) == 1
    assert consents.opposed(session, ORGANISATION, ["hash"]) == {}
    assert attempts.count(session, "one", NOW) == 1
    assert attempts.forget(session, NOW) == 0
    assert attempts.forget(session, NOW + SECOND) == 2
