"""Subscribers and subscriptions in the store: who is written to, and who is not."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented_people import (
    NOW,
    ORGANISATION,
    new_subscriber,
    new_subscription,
    subscribed,
)
from tests.store.statements import sent
from veille.core.filters import Filter
from veille.store import Store, procedures, subscribers, subscriptions

DAY = timedelta(days=1)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session in an empty store."""
    with store.transaction() as session:
        yield session


def names(session: Session, rhythm: str = "weekly", now=NOW) -> list[str]:  # type: ignore[no-untyped-def]
    return [
        person.address_key.partition("@")[0]
        for person, _ in subscriptions.recipients(session, rhythm, now)  # type: ignore[arg-type]
    ]


def test_an_address_is_of_one_subscriber(session: Session) -> None:
    first = subscribers.add(session, new_subscriber())
    assert subscribers.add(session, new_subscriber(kind="public")) == first
    found = subscribers.find(session, ORGANISATION, "camille@valrouge.example")
    assert found == subscribers.get(session, first)
    assert found is not None
    assert found.kind == "facilitator"
    other = subscribers.add(session, new_subscriber(organisation="autre"))
    assert other != first


def test_the_same_is_not_asked_for_twice(session: Session) -> None:
    person = subscribers.add(session, new_subscriber())
    first = subscriptions.add(session, new_subscription(person))
    assert subscriptions.add(session, new_subscription(person, label="Encore")) == first
    assert subscriptions.add(session, new_subscription(person, rhythm="daily")) != first


@pytest.mark.parametrize("state", ["pending", "suspended", "ended"])
def test_only_whoever_is_active_is_written_to(session: Session, state: str) -> None:
    subscribed(session, "active")
    subscribed(session, "other", state=state)
    assert names(session) == ["active"]


def test_what_is_not_confirmed_is_not_served(session: Session) -> None:
    person = subscribers.add(session, new_subscriber())
    waiting = subscriptions.add(session, new_subscription(person, confirmed_at=None))
    assert names(session) == []
    assert subscriptions.confirm(session, person, [waiting], NOW) == 1
    assert subscriptions.confirm(session, person, [waiting], NOW + DAY) == 0
    assert names(session) == ["camille"]
    [served] = subscriptions.of(session, person)
    assert served.confirmed_at == NOW


def test_nobody_confirms_for_another(session: Session) -> None:
    person = subscribers.add(session, new_subscriber())
    other = subscribers.add(session, new_subscriber("dominique"))
    waiting = subscriptions.add(session, new_subscription(person, confirmed_at=None))
    assert subscriptions.confirm(session, other, [waiting], NOW) == 0


def test_a_pause_ends_by_itself(session: Session) -> None:
    person = subscribed(session)
    assert subscribers.pause(session, person, NOW + DAY)
    assert names(session, now=NOW) == []
    assert names(session, now=NOW + DAY) == ["camille"]
    assert subscribers.pause(session, person, None)
    assert names(session, now=NOW + 900 * DAY) == []
    assert subscribers.resume(session, person)
    assert not subscribers.resume(session, person)
    assert names(session) == ["camille"]


def test_recipients_come_with_their_subscriptions_of_that_rhythm(session: Session) -> None:
    people = [subscribed(session, name) for name in ("camille", "dominique")]
    subscriptions.add(
        session, new_subscription(people[0], label="Sète", filter=Filter(territories=("34301",)))
    )
    subscriptions.add(session, new_subscription(people[1], rhythm="daily"))
    subscribed(session, "alix", organisation="autre")
    with sent(session) as statements:
        found = subscriptions.recipients(session, "weekly", NOW, ORGANISATION)
    assert len(statements) <= 2
    assert [(person.id, [one.label for one in own]) for person, own in found] == [
        (people[0], ["L’Hérault", "Sète"]),
        (people[1], ["L’Hérault"]),
    ]
    assert found[0][1][1].filter == Filter(territories=("34301",))


def test_a_followed_procedure_is_followed_into_what_it_became(session: Session) -> None:
    older, newer = procedures.create(session, 2, NOW)
    person = subscribers.add(session, new_subscriber())
    subscriptions.add(session, new_subscription(person, filter=Filter(procedure=newer)))
    procedures.merge(session, older, newer)
    [(_, (followed,))] = subscriptions.recipients(session, "weekly", NOW)
    assert followed.filter == Filter(procedure=older)


def test_a_changed_subscription_takes_the_place_of_its_twin(session: Session) -> None:
    person = subscribed(session)
    twin = subscriptions.add(session, new_subscription(person, rhythm="daily"))
    first, second = subscriptions.of(session, person)
    assert second.id == twin
    changed = subscriptions.change(
        session, type(first)(**{**_fields(first), "rhythm": "daily", "label": "Chaque jour"})
    )
    assert changed
    assert [(one.id, one.label, one.rhythm) for one in subscriptions.of(session, person)] == [
        (first.id, "Chaque jour", "daily")
    ]


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}  # type: ignore[attr-defined]


def test_soft_bounces_are_counted_in_a_row(session: Session) -> None:
    person = subscribed(session)
    assert [subscribers.count_soft(session, person) for _ in range(3)] == [1, 2, 3]
    subscribers.clear_soft(session, person)
    assert subscribers.count_soft(session, person) == 1
    assert subscribers.count_soft(session, 999) == 0


def test_a_suspended_subscriber_comes_back_by_confirming(session: Session) -> None:
    person = subscribed(session)
    assert subscribers.suspend(session, person, "adresse inconnue")
    assert not subscribers.suspend(session, person, "encore")
    suspended = subscribers.get(session, person)
    assert suspended is not None
    assert (suspended.state, suspended.suspended_reason) == ("suspended", "adresse inconnue")
    assert subscribers.confirm(session, person, NOW + DAY)
    back = subscribers.get(session, person)
    assert back is not None
    assert (back.state, back.suspended_reason, back.soft_bounces) == ("active", None, 0)
    assert back.confirmed_at == NOW


def test_whoever_ends_is_asked_for_nothing_more_and_starts_anew(session: Session) -> None:
    person = subscribed(session)
    assert subscribers.end(session, person)
    assert not subscribers.end(session, person)
    assert subscriptions.of(session, person) == ()
    assert not subscribers.pause(session, person, None)
    assert subscribers.confirm(session, person, NOW + DAY)
    back = subscribers.get(session, person)
    assert back is not None
    assert (back.state, back.confirmed_at) == ("active", NOW + DAY)
    assert names(session) == []


def test_removing_takes_only_ones_own(session: Session) -> None:
    one, other = subscribed(session), subscribed(session, "dominique")
    [theirs] = subscriptions.of(session, other)
    assert subscriptions.remove(session, one, [theirs.id]) == 0
    assert subscriptions.remove(session, one) == 1
    assert subscriptions.of_many(session, [one, other]) == {other: (theirs,)}
