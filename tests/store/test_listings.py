"""What a second way lists, compared with what the first gave."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, notice, payload
from veille.store import Store, listings, notices, payloads, sources
from veille.store.payloads import ParseOutcome, PayloadState


def given(session: Session, number: int, source: str, state: PayloadState = "parsed") -> None:
    key = f"26-{number}"
    content = f"{source} {key}".encode()
    (added,) = payloads.add(session, [payload(key, content, source=source)])
    if state == "parsed":
        notices.save(session, [(notice(number), added.id, False)], NOW)
    if state != "pending":
        outcome = ParseOutcome(payload_id=added.id, state=state, error="mal formé")
        payloads.record_parsed(session, [outcome])


def test_a_listing_is_compared_with_what_is_stored(store: Store) -> None:
    keys = ["26-1", "26-2", "26-3", "26-4", "26-5"]
    with store.transaction() as session:
        given(session, 1, "boamp")
        given(session, 2, "dila")
        given(session, 3, "dila", "failed")
        given(session, 4, "dila", "pending")
        given(session, 9, "boamp")
        known, found = listings.compare(session, "boamp", "dila", MONDAY, keys, NOW)
        assert known == {"26-1", "26-2"}
        assert (found.listed, found.known) == (5, 2)
        assert found.missed == ("26-2", "26-3", "26-4", "26-5")
        assert found.unlisted == ("26-9",)
    with store.read() as session:
        assert listings.newest(session, "dila", MONDAY) == [found]
        assert listings.newest(session, "dila", MONDAY + timedelta(days=1)) == []


def test_the_numbers_named_are_bounded_and_their_count_is_whole(store: Store) -> None:
    keys = [f"26-{number}" for number in range(1_200)]
    with store.transaction() as session:
        sources.ensure(session, ["dila"], NOW)
        known, found = listings.compare(session, "boamp", "dila", MONDAY, keys, NOW)
    assert not known
    assert (len(found.missed), found.missed_count) == (listings.MOST_NAMED, 1_200)


def test_a_day_compared_again_replaces_what_was_said_of_it_and_old_ones_go(store: Store) -> None:
    with store.transaction() as session:
        sources.ensure(session, ["dila"], NOW)
        for keys in (["26-1"], ["26-1", "26-2"]):
            listings.compare(session, "boamp", "dila", MONDAY, keys, NOW)
        (found,) = listings.newest(session, "dila", MONDAY)
        assert found.listed == 2
        listings.forget(session, MONDAY + timedelta(days=1))
        assert listings.newest(session, "dila", MONDAY) == []
