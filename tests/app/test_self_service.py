"""What people do about their own subscriptions."""

from datetime import UTC, datetime

import pytest

from tests.app.people import ADDRESS, DAY, KEYS, NOW, ORGANISATION, SCOPES, known, store
from tests.store.invented_people import new_subscription, subscribed
from veille.app.people import self_service
from veille.app.people.self_service import PauseError, UnknownSubscriberError
from veille.core.addresses import UnshowableName, address_hash
from veille.core.filters import Filter
from veille.core.refusals import Refusal
from veille.core.tokens import TokenError, sign
from veille.store import Store, consents, outbox, subscriptions
from veille.store.outbox import Content, NewMessage

__all__ = ["store"]

LATER = NOW + 40 * DAY


@pytest.fixture
def camille(store: Store) -> int:
    """Somebody who subscribed at ``NOW``."""
    with store.transaction() as session:
        return subscribed(session)


def served(store: Store, now: datetime = LATER) -> list[str]:
    with store.read() as session:
        found = subscriptions.recipients(session, "weekly", now)
        return [f"{person.address_key}:{one.label}" for person, own in found for one in own]


def noted(store: Store, subscriber_id: int) -> list[tuple[str, str, str | None]]:
    with store.read() as session:
        return [(line.what, line.how, line.detail) for line in consents.of(session, subscriber_id)]


def test_a_link_says_who_and_changes_nothing(store: Store, camille: int) -> None:
    token = sign(KEYS, "manage", camille, NOW)
    for now in (NOW, LATER):
        with store.read() as session:
            assert self_service.who(session, KEYS, token, now) == known(store)
    assert known(store).last_sign_of_life == NOW


def test_a_link_that_says_nobody_is_refused(store: Store, camille: int) -> None:
    with store.read() as session:
        with pytest.raises(UnknownSubscriberError):
            self_service.who(session, KEYS, sign(KEYS, "manage", 99, NOW), NOW)
        for token in (sign(KEYS, "manage", "1", NOW), sign(KEYS, "confirm", camille, NOW), "x"):
            with pytest.raises(TokenError):
                self_service.who(session, KEYS, token, NOW)
        old = sign(KEYS, "manage", camille, NOW)
        with pytest.raises(TokenError, match="expiré"):
            self_service.who(session, KEYS, old, NOW + 401 * DAY)


def test_going_on_is_a_sign_of_life(store: Store, camille: int) -> None:
    with store.transaction() as session:
        self_service.keep(session, known(store), LATER)
    assert known(store).last_sign_of_life == LATER
    assert noted(store, camille) == [("kept", "page", None)]


def test_a_pause_goes_to_the_morning_of_a_day_in_paris(store: Store, camille: int) -> None:
    september = datetime(2027, 9, 1, 15, 0, tzinfo=UTC)
    with store.transaction() as session:
        assert self_service.pause(session, known(store), september, NOW)
    assert known(store).paused_until == datetime(2027, 8, 31, 22, 0, tzinfo=UTC)
    assert served(store, datetime(2027, 8, 31, 21, 59, tzinfo=UTC)) == []
    assert len(served(store, datetime(2027, 8, 31, 22, 0, tzinfo=UTC))) == 1
    assert noted(store, camille) == [("paused", "page", "jusqu’au 2027-09-01")]
    with store.transaction() as session:
        assert self_service.resume(session, known(store), NOW)
        assert not self_service.resume(session, known(store), NOW)
    assert len(served(store, NOW)) == 1


@pytest.mark.parametrize("until", [NOW, NOW - DAY, NOW + 367 * DAY])
def test_a_pause_ends_in_the_year_to_come(store: Store, camille: int, until: datetime) -> None:
    with store.transaction() as session, pytest.raises(PauseError):
        self_service.pause(session, known(store), until, NOW)


def test_a_name_is_changed_and_a_bad_one_is_not(store: Store, camille: int) -> None:
    with store.transaction() as session:
        self_service.rename(
            session, known(store), display_name=" Camille ", kind="public", now=LATER
        )
    changed = known(store)
    assert (changed.display_name, changed.kind, changed.last_sign_of_life) == (
        "Camille",
        "public",
        LATER,
    )
    with store.transaction() as session, pytest.raises(UnshowableName):
        self_service.rename(session, changed, display_name="a\r\nb", kind="public", now=LATER)


def test_one_more_subscription_is_served_at_once(store: Store, camille: int) -> None:
    with store.transaction() as session:
        self_service.subscribe(
            session,
            known(store),
            label="Sète",
            asked=Filter(territories=("34301",)),
            rhythm="weekly",
            scopes=SCOPES,
            now=LATER,
        )
        with pytest.raises(Refusal, match="hors de cette veille"):
            self_service.subscribe(
                session,
                known(store),
                label="Paris",
                asked=Filter(territories=("75",)),
                rhythm="weekly",
                scopes=SCOPES,
                now=LATER,
            )
    assert served(store) == [f"{ADDRESS}:L’Hérault", f"{ADDRESS}:Sète"]
    with store.read() as session:
        _, added = subscriptions.of(session, camille)
    assert added.confirmed_at == LATER


def test_a_subscription_is_changed_by_its_owner_alone(store: Store, camille: int) -> None:
    with store.transaction() as session:
        subscribed(session, "dominique")
        [own] = subscriptions.of(session, camille)
        wanted = {
            "label": "Espaces verts",
            "asked": Filter(sectors=("espaces_verts",)),
            "rhythm": "weekly",
            "scopes": SCOPES,
            "now": LATER,
        }
        other = known_in(session, "dominique@valrouge.example")
        assert not self_service.change(session, other, own, **wanted)
        assert self_service.change(session, known_in(session, ADDRESS), own, **wanted)
        [changed] = subscriptions.of(session, camille)
    assert (changed.label, changed.filter, changed.confirmed_at) == (
        "Espaces verts",
        Filter(sectors=("espaces_verts",)),
        NOW,
    )


def known_in(session, address: str):  # type: ignore[no-untyped-def]
    from veille.store import subscribers

    return subscribers.find(session, ORGANISATION, address)


def test_leaving_one_keeps_the_others(store: Store, camille: int) -> None:
    with store.transaction() as session:
        other = subscriptions.add(session, new_subscription(camille, label="Autre", rhythm="daily"))
        stranger = subscribed(session, "dominique")
        [theirs] = subscriptions.of(session, stranger)
    with store.transaction() as session:
        person = known(store)
        assert self_service.leave_some(session, person, [theirs.id], LATER) == 0
        assert self_service.leave_some(session, person, [other], LATER) == 1
        assert self_service.leave_some(session, person, [other], LATER) == 0
    assert known(store).state == "active"
    assert noted(store, camille) == [("changed", "page", "retrait : Autre")]


def test_leaving_the_last_one_is_leaving(store: Store, camille: int) -> None:
    with store.transaction() as session:
        [only] = subscriptions.of(session, camille)
        assert self_service.leave_some(session, known(store), [only.id], LATER, "mail") == 1
    assert known(store).state == "ended"


def test_leaving_ends_everything_that_waits(store: Store, camille: int) -> None:
    with store.transaction() as session:
        content = outbox.put_content(
            session, Content(kind="weekly", subject="Veille", html="<p>Veille</p>", text="Veille")
        )
        waiting = NewMessage(
            key="weekly/1",
            kind="weekly",
            address=ADDRESS,
            content_id=content,
            message_id="<1@veille.example>",
            created_at=NOW,
            subscriber_id=camille,
        )
        outbox.enqueue(session, [waiting])
    with store.transaction() as session:
        assert self_service.leave(session, known(store), LATER)
        assert not self_service.leave(session, known(store), LATER)
    with store.transaction() as session:
        assert outbox.counts(session) == {"cancelled": 1}
        assert consents.opposed(session, ORGANISATION, [address_hash(ADDRESS)]) == {
            address_hash(ADDRESS): "left"
        }
    assert served(store) == []
    assert noted(store, camille) == [("ended", "page", "désabonnement")]
