"""The proof of consent, and the addresses that objected."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.store.invented_people import NOW, ORGANISATION, subscribed
from veille.core.people import OppositionReason
from veille.store import Store, consents
from veille.store.consents import Consent

LATER = NOW + timedelta(days=1)


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    """A session in an empty store."""
    with store.transaction() as session:
        yield session


def test_lines_are_read_in_the_order_of_time(session: Session) -> None:
    person = subscribed(session)
    later = Consent(at=LATER, what="kept", how="page", wording="2026-11")
    first = Consent(at=NOW, what="imported", how="file", detail="liste de septembre")
    consents.note_many(session, [(person, later), (person, first)])
    assert consents.of(session, person) == (first, later)
    assert consents.of(session, person + 1) == ()


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("left", "erased", "left"),
        ("left", "complaint", "complaint"),
        ("complaint", "left", "complaint"),
        ("complaint", "complaint", "complaint"),
    ],
)
def test_a_complaint_outweighs_other_reasons(
    session: Session, first: OppositionReason, second: OppositionReason, kept: str
) -> None:
    consents.oppose(session, ORGANISATION, "hash", first, NOW)
    consents.oppose(session, ORGANISATION, "hash", second, LATER)
    assert consents.opposed(session, ORGANISATION, ["hash", "other"]) == {"hash": kept}


def test_an_opposition_is_to_one_organisation_and_can_be_lifted(session: Session) -> None:
    consents.oppose(session, ORGANISATION, "hash", "left", NOW)
    assert consents.opposed(session, "autre", ["hash"]) == {}
    consents.lift(session, "autre", ["hash"])
    assert consents.opposed(session, ORGANISATION, ["hash"]) == {"hash": "left"}
    consents.lift(session, ORGANISATION, ["hash"])
    assert consents.opposed(session, ORGANISATION, ["hash"]) == {}


def test_two_who_object_at_once_are_both_heard(store: Store) -> None:
    failures: list[Exception] = []
    together = threading.Barrier(4)

    def object_to() -> None:
        together.wait()
        try:
            with store.transaction() as session:
                consents.oppose(session, ORGANISATION, "hash", "left", NOW)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=object_to) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with store.read() as session:
        assert consents.opposed(session, ORGANISATION, ["hash"]) == {"hash": "left"}
