"""A copy of everything, and the erasure of everything, whatever tables there are."""

import json
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tests.app.people import ADDRESS, DAY, NOW, ORGANISATION, known, store
from tests.store.invented import keep_apart, notice
from tests.store.invented_contracts import contract, keep_contracts
from tests.store.invented_people import subscribed
from veille.app.people import rights
from veille.core.addresses import address_hash
from veille.core.consent_texts import CONSENT_TEXTS, CURRENT
from veille.core.tags import NewTag
from veille.store import (
    Store,
    consents,
    outbox,
    personal_data,
    procedures,
    proposals,
    subscribers,
    tags,
)
from veille.store.consents import Consent
from veille.store.models import Base, BounceRow, DeliveryRow, EndingTellingRow, TellingRow
from veille.store.outbox import Content, NewMessage

__all__ = ["store"]


def fill(session: Session, subscriber_id: int, address: str) -> None:
    """Something in every table that can hold something of a subscriber."""
    consents.note(
        session, subscriber_id, Consent(at=NOW, what="confirmed", how="page", wording=CURRENT)
    )
    content = outbox.put_content(
        session, Content(kind="weekly", subject="Veille", html="<p></p>", text="Veille")
    )
    key = f"weekly/{subscriber_id}"
    outbox.enqueue(
        session,
        [
            NewMessage(
                key=key,
                kind="weekly",
                address=address,
                content_id=content,
                message_id=f"<{subscriber_id}@veille.example>",
                created_at=NOW,
                subscriber_id=subscriber_id,
                personal={"address": address},
            )
        ],
    )
    message = outbox.ids_of(session, [key])[key]
    session.execute(insert(DeliveryRow).values(outbox_id=message, number=1, started_at=NOW))
    session.execute(
        insert(BounceRow).values(
            digest=key, received_at=NOW, kind="soft", action="counted", outbox_id=message,
            said=f"{address} : boîte pleine",
        )
    )  # fmt: skip
    [procedure] = procedures.create(session, 1, NOW)
    session.execute(
        insert(TellingRow).values(
            subscriber_id=subscriber_id, procedure_id=procedure, version=1, topic="facts",
            subscriptions="[1]", outbox_id=message, told_at=NOW,
        )
    )  # fmt: skip
    keep_contracts(session, contract(subscriber_id))
    session.execute(
        insert(EndingTellingRow).values(
            subscriber_id=subscriber_id, contract_id=subscriber_id, ends_on=NOW.date(),
            outbox_id=message, told_at=NOW,
        )
    )  # fmt: skip
    said = notice(subscriber_id)
    keep_apart(session, said)
    new = NewTag(notice_id=said.id, question="clause", answer="missed", quote="140 heures",
                 kinds=("insertion",))  # fmt: skip
    [tag] = tags.add(session, [new], author="courriel", now=NOW, proposed=True)
    proposals.record(
        session,
        tag,
        subscriber_id=subscriber_id,
        sentence="clause",
        comment=f"dit par {address}",
        now=NOW,
    )


@pytest.fixture
def both(store: Store) -> tuple[int, int]:
    """Two people, each with something in every table."""
    with store.transaction() as session:
        ids = subscribed(session), subscribed(session, "dominique")
        for subscriber_id, name in zip(ids, ("camille", "dominique"), strict=True):
            fill(session, subscriber_id, f"{name}@valrouge.example")
    return ids


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    with store.read() as session:
        return {
            table.name: [dict(row._mapping) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


def test_the_tests_fill_every_table_that_speaks_of_people(
    store: Store, both: tuple[int, int]
) -> None:
    held = everything(store)
    assert [table.name for table in personal_data.tables() if len(held[table.name]) != 2] == []


def test_a_copy_holds_every_row_of_the_person_and_of_nobody_else(
    store: Store, both: tuple[int, int]
) -> None:
    with store.read() as session:
        line = rights.export(session, known(store), NOW)
    copy = json.loads(line)
    assert copy["adresse"] == "Camille@valrouge.example"
    assert set(copy["donnees"]) == {table.name for table in personal_data.tables()}
    assert all(len(rows) == 1 for rows in copy["donnees"].values())
    assert copy["donnees"]["subscriptions"][0]["filter"] == {"territories": ["34"]}
    assert copy["textes"] == {CURRENT: CONSENT_TEXTS[CURRENT]}
    assert "dominique" not in line.lower()


def test_an_erasure_leaves_the_hash_of_the_address_and_the_others(
    store: Store, both: tuple[int, int]
) -> None:
    camille, dominique = both
    before = everything(store)
    with store.transaction() as session:
        rights.erase(session, known(store), NOW + DAY)
    after = everything(store)
    assert "camille" not in str(after).lower()
    assert after.pop("oppositions") == [
        {
            "organisation": ORGANISATION,
            "address_hash": address_hash(ADDRESS),
            "reason": "erased",
            "at": NOW + DAY,
        }
    ]
    for table in personal_data.tables():
        assert after[table.name] == before[table.name][1:]
    with store.read() as session:
        assert subscribers.get(session, camille) is None
        assert subscribers.get(session, dominique) is not None


def test_a_complaint_stays_one_after_the_erasure(store: Store, both: tuple[int, int]) -> None:
    with store.transaction() as session:
        consents.oppose(session, ORGANISATION, address_hash(ADDRESS), "complaint", NOW)
        rights.erase(session, known(store), NOW)
        assert consents.opposed(session, ORGANISATION, [address_hash(ADDRESS)]) == {
            address_hash(ADDRESS): "complaint"
        }
