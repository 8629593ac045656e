"""Members of staff, their links and sessions, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

from veille.store import Store, staff
from veille.store.staff import NewMember

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
SOON = NOW + timedelta(minutes=10)


def member(**known: Any) -> NewMember:
    facts: dict[str, Any] = {
        "organisation": "veille",
        "address": "Equipe@Mission.example",
        "address_key": "equipe@mission.example",
        "role": "reader",
    }
    return NewMember(**(facts | known))


def test_who_is_added_again_has_the_new_role_and_is_back(store: Store) -> None:
    with store.transaction() as session:
        first = staff.add(session, member(), NOW)
        staff.end(session, first, NOW)
        assert staff.find(session, "veille", "equipe@mission.example") is None
        assert staff.add(session, member(role="admin"), SOON) == first
    with store.read() as session:
        found = staff.find(session, "veille", "equipe@mission.example")
        assert found is not None
        assert (found.role, found.created_at, found.ended_at) == ("admin", NOW, None)
        assert staff.every(session, "veille") == [found]
        assert staff.every(session, "autre") == []


def test_a_link_is_used_once_and_in_time(store: Store) -> None:
    with store.transaction() as session:
        who = staff.add(session, member(), NOW)
        staff.make_link(session, who, "un", NOW, SOON)
        staff.make_link(session, who, "deux", NOW, SOON)
    with store.transaction() as session:
        assert staff.use_link(session, "un", NOW) == who
        assert staff.use_link(session, "un", NOW) is None
        assert staff.use_link(session, "deux", SOON) is None
        assert staff.use_link(session, "trois", NOW) is None


def test_what_expired_is_dropped_when_a_link_is_made(store: Store) -> None:
    with store.transaction() as session:
        who = staff.add(session, member(), NOW)
        staff.make_link(session, who, "un", NOW, SOON)
        staff.begin(session, who, "clé", NOW, SOON)
        staff.make_link(session, who, "deux", SOON, SOON + timedelta(minutes=10))
        assert staff.use_link(session, "un", NOW) is None
        assert staff.signed_in(session, "clé", NOW) is None


def test_a_session_lasts_until_its_time_or_its_end(store: Store) -> None:
    with store.transaction() as session:
        who = staff.add(session, member(), NOW)
        staff.begin(session, who, "clé", NOW, SOON)
        found = staff.signed_in(session, "clé", NOW)
        assert found is not None
        assert found.id == who
        assert staff.signed_in(session, "clé", SOON) is None
        staff.sign_out(session, "clé", NOW)
        assert staff.signed_in(session, "clé", NOW) is None
