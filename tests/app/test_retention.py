"""Retention: people are asked, then erased; what was kept long enough goes; again, nothing does."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.english import english_in
from tests.store.conftest import Databases, databases, store
from tests.store.invented import MONDAY, NOW, keep, keep_apart, notice, payload
from veille.app.clock.retention import Applied, apply
from veille.core.french import long_date
from veille.core.handover import Event
from veille.core.people import SubscriberState
from veille.settings import Settings
from veille.store import (
    Store,
    acknowledgements,
    attempts,
    consents,
    crawl_units,
    crawls,
    expiry,
    handovers,
    notices,
    outbox,
    payloads,
    runs,
    source_days,
    staff_warnings,
    subscribers,
)
from veille.store.models import (
    AcknowledgementRow,
    ContentRow,
    CrawlRow,
    CrawlUnitRow,
    OutboxRow,
    PayloadRow,
    SourceDayRow,
    StaffWarningRow,
)
from veille.store.outbox import Content, NewMessage
from veille.store.payloads import ParseOutcome
from veille.store.source_days import SourceDay
from veille.store.subscribers import NewSubscriber, Subscriber

__all__ = ["Databases", "databases", "store"]

DAY = timedelta(days=1)
YEAR = timedelta(days=365)
NOTHING = Applied()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(var_dir=tmp_path, public_url="https://veille.example.org")


def add_person(store: Store, name: str, since: datetime, state: SubscriberState = "active") -> int:
    address = f"{name}@agence.example"
    new = NewSubscriber(
        organisation="veille",
        kind="facilitator",
        address=address,
        address_key=address,
        legal_basis="consent",
        created_at=since,
        state=state,
        confirmed_at=None if state == "pending" else since,
    )
    with store.transaction() as session:
        return subscribers.add(session, new)


def person(store: Store, subscriber_id: int) -> Subscriber | None:
    with store.read() as session:
        return subscribers.get(session, subscriber_id)


def messages(store: Store) -> list[Any]:
    with store.read() as session:
        return list(session.execute(select(OutboxRow.__table__).order_by(OutboxRow.id)))


def rows_of(store: Store, model: type[Any]) -> int:
    with store.read() as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def test_somebody_silent_is_asked_once_then_erased(store: Store, settings: Settings) -> None:
    silent = add_person(store, "silence", NOW - 3 * YEAR + 40 * DAY)
    recent = add_person(store, "presence", NOW - YEAR)
    assert apply(store, settings, NOW) == Applied(asked=1)
    [question] = messages(store)
    assert (question.kind, question.subscriber_id) == ("staying", silent)
    assert "https://veille.example.org/" in json.loads(question.personal)["manage_url"]
    assert apply(store, settings, NOW + DAY) == NOTHING
    assert apply(store, settings, NOW + 44 * DAY) == NOTHING
    assert apply(store, settings, NOW + 46 * DAY) == Applied(erased=1)
    assert person(store, silent) is None
    assert person(store, recent) is not None
    assert apply(store, settings, NOW + 47 * DAY) == NOTHING


def test_somebody_who_answers_stays(store: Store, settings: Settings) -> None:
    silent = add_person(store, "silence", NOW - 3 * YEAR)
    assert apply(store, settings, NOW).asked == 1
    with store.transaction() as session:
        subscribers.sign_of_life(session, silent, NOW + 10 * DAY)
        assert [one.what for one in consents.of(session, silent)] == ["asked"]
    assert apply(store, settings, NOW + 100 * DAY) == NOTHING
    assert person(store, silent) is not None


def test_the_question_is_french_and_says_until_when(store: Store, settings: Settings) -> None:
    add_person(store, "silence", NOW - 3 * YEAR)
    apply(store, settings, NOW)
    with store.read() as session:
        said = session.execute(select(ContentRow.subject, ContentRow.text, ContentRow.html)).one()
    assert english_in(said.text) == []
    assert said.subject.endswith("\u00a0?")
    assert "⟦manage_url⟧" in said.text
    until = long_date((NOW + 45 * DAY).date())
    assert until.replace("\u00a0", " ") in " ".join(said.text.replace("\u00a0", " ").split())
    assert "⟦manage_url⟧" in said.html


def test_the_period_is_a_setting(store: Store, settings: Settings) -> None:
    add_person(store, "silence", NOW - 200 * DAY)
    shorter = settings.model_copy(update={"keep_subscribers_days": 180})
    assert apply(store, settings, NOW) == NOTHING
    assert apply(store, shorter, NOW) == Applied(asked=1)


def test_a_request_that_nobody_confirmed_vanishes(store: Store, settings: Settings) -> None:
    asked = add_person(store, "demande", NOW, state="pending")
    assert apply(store, settings, NOW + 6 * DAY) == NOTHING
    assert apply(store, settings, NOW + 8 * DAY) == Applied(unconfirmed=1)
    assert person(store, asked) is None


def test_attempts_and_runs_are_forgotten(store: Store, settings: Settings) -> None:
    with store.transaction() as session:
        attempts.add(session, ["somebody"], NOW)
        run = runs.claim(
            session, "gather", "a", due_at=NOW, worker="me", now=NOW, lease=timedelta(minutes=5)
        )
        assert run is not None
        runs.done(session, run, NOW)
    later = NOW + 401 * DAY
    assert apply(store, settings, later) == Applied(runs=1)
    with store.read() as session:
        assert attempts.count(session, "somebody", NOW - DAY) == 0


def enqueue(store: Store, key: str, state: str, ended: datetime | None) -> None:
    with store.transaction() as session:
        content = Content(kind="weekly", subject=key, html="<p></p>", text="Veille")
        message = NewMessage(
            key=key,
            kind="weekly",
            address="camille@agence.example",
            content_id=outbox.put_content(session, content),
            message_id=f"<{key}@veille.example>",
            created_at=NOW,
        )
        outbox.enqueue(session, [message])
        session.execute(
            OutboxRow.__table__.update()  # type: ignore[attr-defined]
            .where(OutboxRow.key == key)
            .values(state=state, ended_at=ended)
        )


def test_messages_go_when_they_are_over_for_long(store: Store, settings: Settings) -> None:
    enqueue(store, "sent", "sent", NOW)
    enqueue(store, "failed", "failed", NOW)
    enqueue(store, "waiting", "waiting", None)
    later = NOW + 401 * DAY
    assert apply(store, settings, NOW + 300 * DAY) == NOTHING
    assert apply(store, settings, later) == Applied(messages=2)
    assert [message.key for message in messages(store)] == ["waiting"]
    assert rows_of(store, ContentRow) == 1
    assert apply(store, settings, later) == NOTHING


def test_what_a_newer_payload_replaced_goes(store: Store, settings: Settings) -> None:
    with store.transaction() as session:
        for content in (b'{"idweb":"26-1"}', b'{"idweb":"26-1","objet":"corrected"}'):
            [added] = payloads.add(session, [payload("26-1", content)])
            payloads.record_parsed(session, [ParseOutcome(payload_id=added.id, state="parsed")])
    later = NOW + 91 * DAY
    assert apply(store, settings, later) == Applied(payloads=1)
    with store.read() as session:
        [left] = payloads.iterate(session)
    assert left.content == b'{"idweb":"26-1","objet":"corrected"}'
    assert apply(store, settings, later) == NOTHING


def test_an_old_payload_is_emptied_and_its_notice_stays(store: Store, settings: Settings) -> None:
    with store.transaction() as session:
        keep(session, notice(1))
        before = list(notices.iterate(session))
    later = NOW + 5 * YEAR + 2 * DAY
    assert apply(store, settings, later) == Applied(payloads=1)
    with store.read() as session:
        assert list(notices.iterate(session)) == before
        assert [one.content for one in payloads.iterate(session)] == [b""]
        assert list(payloads.iterate(session, states=payloads.CURRENT)) == []
    assert apply(store, settings, later) == NOTHING


def test_what_was_summed_up_and_told_of_sources_goes_with_the_runs(
    store: Store, settings: Settings
) -> None:
    with store.transaction() as session:
        crawl = crawls.start(session, "boamp", MONDAY, MONDAY, NOW)
        crawls.finish(session, crawl, "complete", NOW)
        total = crawl_units.DayTotal(day=MONDAY, announced=1, received=1)
        crawl_units.note(session, crawl, "boamp", [total])
        day = SourceDay(source="boamp", day=MONDAY, notices=1, latest=NOW, filled={})
        source_days.save(session, [day])
        acknowledgements.add(
            session, "boamp", "silence", until=MONDAY, why="essai", who="Camille", now=NOW
        )
        for number, kind in enumerate(("new", "settled"), start=1):
            staff_warnings.add(session, "veille", number, kind, (), NOW)  # type: ignore[arg-type]
    tables = (CrawlUnitRow, SourceDayRow, AcknowledgementRow, StaffWarningRow)
    apply(store, settings, NOW + 390 * DAY)
    assert [rows_of(store, table) for table in tables] == [1, 1, 1, 2]
    apply(store, settings, NOW + 409 * DAY)
    assert [rows_of(store, table) for table in tables] == [0, 0, 0, 1]
    assert rows_of(store, CrawlRow) == 1


def test_many_rows_go_a_batch_at_a_time(store: Store) -> None:
    with store.transaction() as session:
        payloads.add(session, [payload(f"26-{number}", b"{%d}" % number) for number in range(7)])
    dropped = []
    for _ in range(3):
        with store.transaction() as session:
            dropped.append(expiry.empty_old(session, NOW + DAY, 3))
    assert dropped == [3, 3, 1]
    assert rows_of(store, PayloadRow) == 7


def test_what_staff_wrote_of_a_procedure_is_emptied_and_what_was_done_stays(
    store: Store, settings: Settings
) -> None:
    with store.transaction() as session:
        (home,) = keep_apart(session, notice(1))
        done = Event(
            at=NOW, what="note", by=None, who="Camille", outcome="called", comment="rappeler"
        )
        handovers.add(session, "veille", home, done)
    apply(store, settings, NOW + 3 * YEAR)
    with store.read() as session:
        assert handovers.of(session, "veille", home) == (done,)
    apply(store, settings, NOW + 3 * YEAR + 5 * DAY)
    with store.read() as session:
        assert handovers.of(session, "veille", home) == (replace(done, comment=None),)
