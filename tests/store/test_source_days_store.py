"""What is summed up of sources: only what changed, and the same whatever is run again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from tests.store.invented import MONDAY, NOW, keep, notice, payload
from veille.core.attention import MailSituation
from veille.store import (
    Store,
    acknowledgements,
    bounces,
    crawl_units,
    crawls,
    mail_health,
    operations,
    outbox,
    payload_reports,
    payloads,
    source_days,
    staff_warnings,
    unread_keys,
)
from veille.store.bounces import Bounce
from veille.store.crawl_units import DayTotal
from veille.store.models import OutboxRow
from veille.store.outbox import Content, NewMessage
from veille.store.payloads import ParseOutcome
from veille.store.source_days import SourceDay

LONG_AGO = MONDAY - timedelta(days=30)
LATER = NOW + timedelta(hours=1)
TODAY = date(2026, 11, 16)


def sum_up(store: Store) -> list[tuple[str, date, int]]:
    """Sum up what is to be; gives what was."""
    with store.transaction() as session:
        stale = source_days.stale(session, LONG_AGO)
        source_days.save(
            session,
            [
                SourceDay(
                    source=one.source,
                    day=one.day,
                    notices=one.notices,
                    latest=one.latest,
                    filled={"title": (one.notices, one.notices)},
                )
                for one in stale
            ],
        )
    return [(one.source, one.day, one.notices) for one in stale]


def test_only_days_whose_notices_changed_are_summed_up_again(store: Store) -> None:
    tuesday = MONDAY + timedelta(days=1)
    with store.transaction() as session:
        keep(session, notice(1), notice(2), notice(3, published_on=tuesday))
        keep(session, notice(4, published_on=None), notice(5, published_on=LONG_AGO))
    assert sum_up(store) == [
        ("boamp", LONG_AGO, 1),
        ("boamp", MONDAY, 2),
        ("boamp", tuesday, 1),
    ]
    assert sum_up(store) == []
    with store.transaction() as session:
        keep(session, notice(1, title="Autre objet"), now=LATER)
        keep(session, notice(2), now=LATER)  # the same again
    assert sum_up(store) == [("boamp", MONDAY, 2)]
    assert sum_up(store) == []
    with store.read() as session:
        assert source_days.counts(session, MONDAY) == {"boamp": {MONDAY: 2, tuesday: 1}}
        (monday, _) = source_days.of_source(session, "boamp", MONDAY)
    assert (monday.notices, monday.filled, monday.latest) == (2, {"title": (2, 2)}, LATER)


def test_days_are_forgotten_and_not_summed_up_again_before_the_first(store: Store) -> None:
    with store.transaction() as session:
        keep(session, notice(1), notice(5, published_on=LONG_AGO))
    sum_up(store)
    with store.transaction() as session:
        assert source_days.forget(session, MONDAY) == 1
        assert source_days.stale(session, MONDAY) == []


def test_what_is_stale_is_read_from_indexes_alone(store: Store) -> None:
    if store.name.startswith("postgresql"):
        pytest.skip("an empty table is read whole there")
    with store.read() as session:
        plan = session.execute(
            text(
                "EXPLAIN QUERY PLAN SELECT source, published_on, count(*), max(updated_at) "
                "FROM notices WHERE published_on >= '2026-01-01' GROUP BY source, published_on"
            )
        )
        assert "COVERING INDEX" in str(plan.all())


def test_the_totals_of_a_day_are_those_of_the_last_crawl_that_asked(store: Store) -> None:
    with store.transaction() as session:
        first = crawls.start(session, "boamp", MONDAY, MONDAY, NOW)
        crawl_units.note(session, first, "boamp", [DayTotal(day=MONDAY, announced=10, received=4)])
        second = crawls.start(session, "boamp", MONDAY, MONDAY, LATER)
        crawl_units.note(
            session, second, "boamp", [DayTotal(day=MONDAY, announced=None, received=0)]
        )
        crawl_units.note(session, second, "boamp", [])
    with store.transaction() as session:
        found = crawl_units.newest(session, "boamp", MONDAY)
        assert found == {MONDAY: DayTotal(day=MONDAY, announced=None, received=0)}
        assert crawl_units.newest(session, "ted", MONDAY) == {}
        assert crawl_units.forget(session, LATER) == 1
        assert crawl_units.newest(session, "boamp", MONDAY) == found


def unread(store: Store, key: str, *names: str) -> None:
    with store.transaction() as session:
        (added,) = payloads.add(session, [payload(key=key, content=key.encode())])
        outcome = ParseOutcome(
            payload_id=added.id, state="parsed", dialect="fnsimple", unread=names
        )
        payloads.record_parsed(session, [outcome])
        unread_keys.recount(session)


def test_keys_that_staff_know_stay_known_and_new_ones_are_new(store: Store) -> None:
    unread(store, "26-1", "a.b", "c")
    unread(store, "26-2", "a.b")
    with store.transaction() as session:
        assert unread_keys.new_by_source(session) == {"boamp": 2}
        assert unread_keys.mark(session, "boamp", "fnsimple", "a.b", by="Camille", now=NOW)
        assert not unread_keys.mark(session, "ted", "fnsimple", "a.b", by="Camille", now=NOW)
    unread(store, "26-3", "a.b", "d")
    with store.read() as session:
        found = unread_keys.of_source(session, "boamp")
        assert unread_keys.new_by_source(session) == {"boamp": 2}
    assert [(one.key, one.payloads, one.known_by) for one in found] == [
        ("c", 1, None),
        ("d", 1, None),
        ("a.b", 3, "Camille"),
    ]
    with store.transaction() as session:
        assert unread_keys.mark(session, "boamp", "fnsimple", "a.b", by=None, now=NOW)
        assert unread_keys.mark_all(session, "boamp", by="Camille", now=NOW) == 3
        assert unread_keys.mark_all(session, "boamp", by="Camille", now=NOW) == 0


def test_a_key_that_is_read_by_now_is_no_longer_listed(store: Store) -> None:
    unread(store, "26-1", "a.b", "c")
    with store.transaction() as session:
        unread_keys.mark(session, "boamp", "fnsimple", "c", by="Camille", now=NOW)
        (added,) = payloads.add(session, [payload(key="26-1", content=b"26-1")])
        outcome = ParseOutcome(payload_id=added.id, state="parsed", dialect="fnsimple")
        payloads.record_parsed(session, [outcome])
        unread_keys.recount(session)
        assert unread_keys.of_source(session, "boamp") == []
    unread(store, "26-4", "c")
    with store.read() as session:
        (again,) = unread_keys.of_source(session, "boamp")
    assert (again.key, again.known_by) == ("c", "Camille")


def note(store: Store, until: date, why: str = "maintenance", topic: str = "silence") -> None:
    with store.transaction() as session:
        crawls.start(session, "ted", None, None, NOW)
        acknowledgements.add(
            session,
            "ted",
            topic,  # type: ignore[arg-type]
            until=until,
            why=why,
            who="Camille",
            now=NOW,
        )


def test_what_is_noted_holds_until_its_day(store: Store) -> None:
    note(store, TODAY)
    note(store, TODAY + timedelta(days=3), topic="reading")
    with store.read() as session:
        assert len(acknowledgements.current(session, TODAY)) == 2
        (left,) = acknowledgements.current(session, TODAY + timedelta(days=1))
        assert acknowledgements.current(session, TODAY + timedelta(days=4)) == []
    assert (left.topic, left.who, left.why) == ("reading", "Camille", "maintenance")
    with store.transaction() as session:
        assert acknowledgements.end(session, "ted", left.id, LATER)
        assert not acknowledgements.end(session, "ted", left.id, LATER)
        assert not acknowledgements.end(session, "boamp", left.id, LATER)
        assert acknowledgements.forget(session, TODAY + timedelta(days=1)) == 1


def test_a_second_note_takes_the_place_of_the_first(store: Store) -> None:
    note(store, TODAY + timedelta(days=9), "première")
    note(store, TODAY + timedelta(days=2), "seconde")
    with store.read() as session:
        (left,) = acknowledgements.current(session, TODAY)
    assert left.why == "seconde"


def test_of_two_that_warn_at_once_one_does(store: Store) -> None:
    with store.transaction() as session:
        assert staff_warnings.last(session, "veille") is None
        assert staff_warnings.add(session, "veille", 1, "new", {"disk"}, NOW)
        assert not staff_warnings.add(session, "veille", 1, "new", {"disk", "backup"}, NOW)
        assert staff_warnings.add(session, "another", 1, "new", {"backup"}, NOW)
    with store.transaction() as session:
        last = staff_warnings.last(session, "veille")
        assert last is not None
        assert (last.number, last.kind, last.keys, last.at) == (1, "new", {"disk"}, NOW)
        staff_warnings.add(session, "veille", 2, "settled", (), LATER)
        assert staff_warnings.forget(session, "veille", LATER + timedelta(days=9)) == 1
        kept = staff_warnings.last(session, "veille")
        assert kept is not None
        assert kept.number == 2


def send(store: Store, name: str, state: str) -> int:
    with store.transaction() as session:
        content = outbox.put_content(
            session, Content(kind="digest", subject="s", html="h", text="t")
        )
        message = NewMessage(
            key=name,
            kind="digest",
            address=f"{name}@structure.example",
            content_id=content,
            message_id=f"<{name}@veille.example>",
            created_at=NOW,
        )
        outbox.enqueue(session, [message])
        found = outbox.ids_of(session, [name])[name]
        row = session.get(OutboxRow, found)
        assert row is not None
        row.state = state
        row.ended_at = NOW if state in ("sent", "failed") else None
    return found


def test_how_mail_goes(store: Store) -> None:
    for number in range(3):
        send(store, f"sent{number}", "sent")
    send(store, "waits", "waiting")
    with store.transaction() as session:
        for number, kind in enumerate(("hard", "hard", "complaint", "soft")):
            bounce = Bounce(digest=str(number), received_at=NOW, kind=kind)  # type: ignore[arg-type]
            bounces.add(session, bounce)
    since = NOW - timedelta(days=7)
    with store.read() as session:
        found = mail_health.situation(session, since, LATER)
        assert found == MailSituation(sent=3, hard=2, complaints=1, waiting_since=NOW)
        later = mail_health.situation(session, LATER, NOW - timedelta(hours=1))
        assert later == MailSituation()


def test_the_figures_of_a_monitor(store: Store) -> None:
    with store.read() as session:
        nothing = operations.figures(session)
    assert (nothing.notices, nothing.outbox, nothing.model) == ({}, {}, None)
    with store.transaction() as session:
        keep(session, notice(1), notice(2))
        for ended, state in ((NOW, "complete"), (LATER, "incomplete")):
            crawl = crawls.start(session, "boamp", MONDAY, MONDAY, ended)
            crawls.finish(session, crawl, state, ended)  # type: ignore[arg-type]
        (bad,) = payloads.add(session, [payload(key="26-9", content=b"?")])
        outcome = ParseOutcome(payload_id=bad.id, state="failed", error="illisible")
        payloads.record_parsed(session, [outcome])
    send(store, "waits", "waiting")
    with store.read() as session:
        figures = operations.figures(session)
        (whole,) = payload_reports.failed_of(session, "boamp", 5)
        assert payload_reports.failed_of(session, "ted", 5) == []
    assert figures.notices == {"boamp": 2}
    assert figures.last_success == {"boamp": NOW}
    assert figures.unreadable == {"boamp": 1}
    assert figures.outbox == {"waiting": 1}
    assert figures.failed_runs == {}
    assert (whole.content, whole.error) == (b"?", "illisible")
