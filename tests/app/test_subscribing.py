"""Signing up: asked by anyone, confirmed by whoever reads the mailbox."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from tests.app.people import (
    ADDRESS,
    DAY,
    KEYS,
    NOW,
    ORGANISATION,
    SCOPES,
    Mailbox,
    found,
    known,
    sign_up_of,
    store,
)
from tests.english import english_in
from veille.app.people import self_service, subscribing
from veille.app.people.request_limits import Limits, TooManyRequestsError
from veille.app.people.subscribing import (
    ANSWER,
    Confirmed,
    SignUp,
    UnknownRequestError,
)
from veille.core import consent_texts
from veille.core.addresses import address_hash
from veille.core.filters import Filter
from veille.core.refusals import Refusal
from veille.core.tokens import TokenError, sign
from veille.store import Store, consents, retention, subscribers, subscriptions

__all__ = ["store"]


def sign_up(store: Store, asked: SignUp, mailbox: Mailbox, now: Any = NOW, **changed: Any) -> str:
    return subscribing.sign_up(store, asked, KEYS, SCOPES, now, mailbox.send, **changed)


def confirm(store: Store, token: str, now: Any = NOW) -> Confirmed:
    with store.transaction() as session:
        return subscribing.confirm(session, KEYS, token, now)


def served(store: Store, now: Any = NOW) -> list[str]:
    with store.read() as session:
        return [one.address for one, _ in subscriptions.recipients(session, "weekly", now)]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


def test_nobody_is_served_before_they_confirmed(store: Store, mailbox: Mailbox) -> None:
    assert sign_up(store, sign_up_of(), mailbox) == ANSWER
    assert served(store) == []
    assert known(store).state == "pending"
    confirmed = confirm(store, mailbox.last.token, NOW + DAY)
    assert confirmed.is_first
    assert served(store) == [ADDRESS]
    assert confirmed.subscription.confirmed_at == NOW + DAY
    with store.read() as session:
        proof = consents.of(session, confirmed.subscriber.id)
    assert [(line.what, line.at, line.wording) for line in proof] == [
        ("requested", NOW, consent_texts.CURRENT),
        ("confirmed", NOW + DAY, consent_texts.CURRENT),
    ]


def test_looking_at_the_link_changes_nothing(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    for _ in range(2):
        with store.read() as session:
            shown = subscribing.pending(session, KEYS, mailbox.last.token, NOW)
            assert shown == mailbox.last
    assert len(mailbox.requests) == 1
    assert served(store) == []


def test_a_request_made_again_gets_another_mail_and_another_week(
    store: Store, mailbox: Mailbox
) -> None:
    for now in (NOW, NOW + 5 * DAY):
        sign_up(store, sign_up_of(), mailbox, now)
    first, second = mailbox.requests
    assert first.subscription.id == second.subscription.id
    assert (first.at, second.at) == (NOW, NOW + 5 * DAY)
    with store.transaction() as session:
        due = retention.people_due(session, NOW + 8 * DAY, retention.Periods())
        retention.forget_unconfirmed(session, due)
    assert confirm(store, second.token, NOW + 11 * DAY).is_first


def test_confirming_twice_changes_nothing(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    confirm(store, mailbox.last.token)
    again = confirm(store, mailbox.last.token, NOW + DAY)
    assert not again.is_first
    assert again.subscription.confirmed_at == NOW
    with store.read() as session:
        assert len(consents.of(session, again.subscriber.id)) == 2


def test_a_known_address_is_answered_and_written_to_alike(store: Store, mailbox: Mailbox) -> None:
    for address in (ADDRESS, "Camille@Valrouge.example", "inconnue@valrouge.example"):
        assert sign_up(store, sign_up_of(address), mailbox) == ANSWER
        assert len(mailbox.requests) == 1
        confirm(store, mailbox.requests.pop().token)


def test_as_much_is_done_for_a_known_address_as_for_an_unknown_one(
    store: Store, mailbox: Mailbox
) -> None:
    statements: list[str] = []

    def note(*args: object) -> None:
        statements.append(str(args[2]))

    def done_for(address: str) -> int:
        statements.clear()
        sign_up(store, sign_up_of(address), mailbox)
        return len(statements)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        unknown = done_for(ADDRESS)
        confirm(store, mailbox.last.token)
        known_one = done_for(ADDRESS)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert abs(known_one - unknown) <= 2


def test_somebody_known_is_changed_by_nobody_else(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(display_name="Camille"), mailbox)
    confirm(store, mailbox.last.token)
    before = known(store)
    stranger = sign_up_of(display_name="Pirate", kind="staff", rhythm="daily")
    sign_up(store, stranger, mailbox, NOW + DAY)
    assert known(store) == before
    with store.read() as session:
        assert subscriptions.recipients(session, "daily", NOW + DAY) == []


def test_a_second_subscription_joins_the_first(store: Store, mailbox: Mailbox) -> None:
    for rhythm in ("weekly", "daily"):
        sign_up(store, sign_up_of(rhythm=rhythm), mailbox)
        confirm(store, mailbox.last.token)
    with store.read() as session:
        own = subscriptions.of(session, known(store).id)
    assert [one.rhythm for one in own] == ["weekly", "daily"]


def test_unconfirmed_requests_vanish_after_seven_days(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    token = mailbox.last.token
    for now, stays in ((NOW + 7 * DAY, True), (NOW + 7 * DAY + timedelta(seconds=1), False)):
        with store.transaction() as session:
            due = retention.people_due(session, now, retention.Periods())
            retention.forget_unconfirmed(session, due)
        assert (found(store) is not None) is stays
    with pytest.raises(UnknownRequestError):
        confirm(store, token, NOW + 6 * DAY)
    with pytest.raises(TokenError, match="expiré"):
        confirm(store, token, NOW + 8 * DAY)


def test_an_unconfirmed_wish_of_a_subscriber_vanishes_alone(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    confirm(store, mailbox.last.token)
    sign_up(store, sign_up_of(rhythm="daily"), mailbox)
    with store.transaction() as session:
        due = retention.people_due(session, NOW + 8 * DAY, retention.Periods())
        retention.forget_unconfirmed(session, due)
    with store.read() as session:
        assert [one.rhythm for one in subscriptions.of(session, known(store).id)] == ["weekly"]


def test_an_address_is_not_flooded(store: Store, mailbox: Mailbox) -> None:
    for number in range(3):
        sign_up(store, sign_up_of(host=f"192.0.{number}.1"), mailbox)
    with pytest.raises(TooManyRequestsError, match="pour cette adresse"):
        sign_up(store, sign_up_of(ADDRESS.upper(), host="198.51.100.1"), mailbox)
    assert len(mailbox.requests) == 3
    sign_up(store, sign_up_of(), mailbox, NOW + DAY + timedelta(seconds=1))


def test_a_network_is_held_back_whatever_the_host(store: Store, mailbox: Mailbox) -> None:
    limits = Limits(by_network=4)
    for number in range(4):
        asked = sign_up_of(f"a{number}@valrouge.example", host=f"2001:db8::{number}")
        sign_up(store, asked, mailbox, limits=limits)
    refused = sign_up_of("b@valrouge.example", host="2001:db8::ffff")
    with pytest.raises(TooManyRequestsError, match="depuis ce réseau"):
        sign_up(store, refused, mailbox, limits=limits)
    elsewhere = sign_up_of("b@valrouge.example", host="2001:db8:1::1")
    sign_up(store, elsewhere, mailbox, limits=limits)
    later = sign_up_of("c@valrouge.example", host="2001:db8::5")
    sign_up(store, later, mailbox, NOW + timedelta(minutes=61), limits=limits)


def test_neither_address_nor_network_can_be_read_from_what_is_counted(
    store: Store, mailbox: Mailbox
) -> None:
    sign_up(store, sign_up_of(), mailbox)
    with store.read() as session:
        buckets = [row[0] for row in session.execute(text("SELECT bucket FROM attempts"))]
    assert len(buckets) == 2
    assert not any("valrouge" in one or "192" in one[:4] for one in buckets)
    assert all(len(one) == 64 for one in buckets)


def test_after_a_complaint_nothing_is_sent_and_the_answer_is_the_same(
    store: Store, mailbox: Mailbox
) -> None:
    with store.transaction() as session:
        consents.oppose(session, ORGANISATION, address_hash(ADDRESS), "complaint", NOW)
    assert sign_up(store, sign_up_of(), mailbox) == ANSWER
    assert (mailbox.requests, found(store)) == ([], None)


def test_whoever_left_comes_back_by_confirming(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    confirm(store, mailbox.last.token)
    with store.transaction() as session:
        assert self_service.leave(session, known(store), NOW + DAY)
    assert served(store) == []
    sign_up(store, sign_up_of(), mailbox, NOW + 2 * DAY)
    assert served(store) == []
    confirm(store, mailbox.last.token, NOW + 3 * DAY)
    assert served(store) == [ADDRESS]
    assert known(store).confirmed_at == NOW + 3 * DAY
    with store.read() as session:
        assert consents.opposed(session, ORGANISATION, [address_hash(ADDRESS)]) == {}


def test_a_suspended_address_that_confirms_works_again(store: Store, mailbox: Mailbox) -> None:
    sign_up(store, sign_up_of(), mailbox)
    confirm(store, mailbox.last.token)
    with store.transaction() as session:
        subscribers.suspend(session, known(store).id, "boîte pleine")
    sign_up(store, sign_up_of(), mailbox, NOW + DAY)
    assert confirm(store, mailbox.last.token, NOW + DAY).is_first
    assert served(store) == [ADDRESS]


def test_a_person_has_so_many_subscriptions_and_no_more(
    store: Store, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribing, "MOST_SUBSCRIPTIONS", 1)
    sign_up(store, sign_up_of(), mailbox)
    confirm(store, mailbox.last.token)
    sign_up(store, sign_up_of(rhythm="daily"), mailbox)
    with pytest.raises(subscribing.TooManySubscriptionsError):
        confirm(store, mailbox.last.token)


@pytest.mark.parametrize(
    "changed",
    [
        {"address": "x" * 320},
        {"address": "a@valrouge.example\nBcc: b@valrouge.example"},
        {"display_name": "Camille\r\nBcc: b@valrouge.example"},
        {"display_name": "\u202eellimac"},
        {"label": "a\x00b"},
        {"label": "x" * 101},
        {"filter": Filter(territories=("75",))},
        {"filter": Filter(territories=("inconnu",))},
    ],
)
def test_what_cannot_be_used_is_refused_in_french_and_leaves_nothing(
    store: Store, mailbox: Mailbox, changed: dict[str, Any]
) -> None:
    with pytest.raises(Refusal) as refused:
        sign_up(store, sign_up_of(**changed), mailbox)
    assert english_in(str(refused.value)) == []
    assert mailbox.requests == []
    with store.read() as session:
        assert subscribers.every(session) == []


@pytest.mark.parametrize(
    "token",
    [
        "",
        "forged",
        "é",
        "x" * 5_000,
        sign(KEYS, "manage", [1, 1], NOW),
        sign(("autre-clé-0123456789",), "confirm", [1, 1], NOW),
    ],
)
def test_a_token_that_is_not_ours_is_refused(store: Store, token: str) -> None:
    with pytest.raises(TokenError):
        confirm(store, token)


def test_the_text_that_a_proof_names_is_there_to_be_read() -> None:
    assert consent_texts.CURRENT in consent_texts.CONSENT_TEXTS
    assert all(english_in(words) == [] for words in consent_texts.CONSENT_TEXTS.values())


@pytest.mark.parametrize("data", [[1], "1", [1, "1"], {"a": 1}, [99, 99]])
def test_a_token_of_nothing_that_exists_is_refused(store: Store, data: object) -> None:
    with pytest.raises(UnknownRequestError):
        confirm(store, sign(KEYS, "confirm", data, NOW))


def test_nobody_is_stored_when_the_mail_cannot_be_put_in_the_outbox(store: Store) -> None:
    def broken(session: object, request: object) -> None:
        raise RuntimeError("outbox")

    with pytest.raises(RuntimeError):
        subscribing.sign_up(store, sign_up_of(), KEYS, SCOPES, NOW, broken)
    assert found(store) is None
