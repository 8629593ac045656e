"""The sending of an edition followed: where its messages are, why some failed, tried again."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW
from tests.store.mail import content, message, people
from veille.store import Store, bounces, edition_life, editions, outbox, sendings
from veille.store.bounces import Bounce
from veille.store.editions import NewEdition
from veille.store.models import DeliveryRow, OutboxRow
from veille.store.sendings import AGAIN

EDITION = NewEdition(
    organisation="mission/34",
    kind="weekly",
    period_start=MONDAY,
    period_end=MONDAY + timedelta(days=7),
    composed_at=NOW,
    coverage="{}",
)


def sent(session: Session, count: int) -> tuple[int, list[int]]:
    """An edition addressed to that many people; the ids of its messages."""
    edition = editions.create(session, EDITION, [], [])
    assert edition is not None
    found = editions.get(session, edition)
    assert found is not None
    edition_life.start_sending(session, [found], NOW)
    content_id = outbox.put_content(session, content())
    made = [
        replace(message(number, content_id), edition_id=edition, subscriber_id=person)
        for number, person in enumerate(people(session, count), 1)
    ]
    outbox.enqueue(session, made)
    ids = outbox.ids_of(session, [one.key for one in made])
    return edition, [ids[one.key] for one in made]


def ended(session: Session, outbox_id: int, outcome: str, state: str, **values: object) -> None:
    """An attempt, and what became of the message."""
    session.execute(
        insert(DeliveryRow).values(
            outbox_id=outbox_id, number=1, started_at=NOW, ended_at=NOW, outcome=outcome
        )
    )
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == outbox_id)
        .values(state=state, attempts=1, first_tried_at=NOW, ended_at=NOW, **values)
    )


def test_messages_are_counted_by_stage_and_reason(store: Store) -> None:
    with store.transaction() as session:
        edition, ids = sent(session, 6)
        ended(session, ids[0], "sent", "sent")
        ended(session, ids[1], "refused", "failed", reason="adresse inconnue")
        ended(session, ids[2], "refused", "failed", reason="adresse inconnue")
        ended(session, ids[3], "deferred", "waiting", due_at=NOW + timedelta(hours=1))
        session.execute(update(OutboxRow).where(OutboxRow.id == ids[4]).values(state="claimed"))
        assert sendings.stages(session, [edition]) == {
            "sent": 1,
            "failed": 2,
            "deferred": 1,
            "waiting": 2,
        }
        assert sendings.next_try(session, [edition]) == NOW + timedelta(hours=1)
        (why,) = sendings.reasons(session, [edition])
        assert (why.state, why.reason, why.count) == ("failed", "adresse inconnue", 2)
        assert [one.id for one in sendings.failed(session, [edition], 9)] == ids[1:3]
        assert sendings.ended(session, [edition])[edition]["failed"] == 2
        assert sendings.stages(session, [edition + 1]) == {}


def test_what_was_sent_again_is_counted_apart(store: Store) -> None:
    with store.transaction() as session:
        edition, (first,) = sent(session, 1)
        row = session.get_one(OutboxRow, first)
        assert row.subscriber_id is not None
        again = replace(
            message(1, row.content_id),
            key=f"{row.key}{AGAIN}1",
            message_id="<again@veille.example>",
            edition_id=edition,
            subscriber_id=row.subscriber_id,
        )
        outbox.enqueue(session, [again])
        known = sendings.of_person(session, [edition], row.subscriber_id)
        assert [one.again for one in known] == [False, True]
        assert sendings.stages(session, [edition]) == {"waiting": 1}
        assert sendings.repeated(session, [edition]) == 1


def test_only_what_servers_put_off_is_tried_again(store: Store) -> None:
    with store.transaction() as session:
        edition, ids = sent(session, 4)
        ended(session, ids[0], "deferred", "failed", reason="non remis en 48 heures")
        ended(session, ids[1], "refused", "failed", reason="adresse inconnue")
        ended(session, ids[2], "uncertain", "failed", reason="peut-être arrivé", uncertain=1)
        ended(session, ids[3], "sent", "sent")
        assert edition_life.finish(session, NOW) == [edition]
        assert sendings.passing(session, [edition]) == 1
        assert sendings.retry(session, [edition], NOW) == 1
        found = editions.get(session, edition)
        assert found is not None
        edition_life.resume(session, found)
        reopened = editions.get(session, edition)
        assert reopened is not None
        assert (reopened.state, reopened.sent_at) == ("sending", None)
        row = session.get_one(OutboxRow, ids[0])
        assert (row.state, row.first_tried_at, row.reason, row.attempts) == (
            "waiting",
            None,
            None,
            1,
        )
        assert sendings.passing(session, [edition]) == 0


def test_what_came_back_is_counted_by_kind(store: Store) -> None:
    with store.transaction() as session:
        edition, ids = sent(session, 2)
        for number, one in enumerate(ids):
            report = Bounce(digest=str(number), received_at=NOW, kind="hard", outbox_id=one)
            bounces.add(session, report)
        assert sendings.returns(session, [edition]) == {"hard": 2}
