"""Notices: one row a publication, what its newest payload says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.store.invented import MONDAY, NOW, keep, notice, payload
from tests.store.statements import sent
from veille.core.clock import PARIS
from veille.core.notices import Buyer, Notice, Text
from veille.store import Store, notices, payloads
from veille.store.notices import SaveCounts

LATER = NOW + timedelta(days=7)


def two_payloads(session: Session) -> tuple[int, int]:
    old, new = payloads.add(session, [payload(content=b"old"), payload(content=b"new")])
    return old.id, new.id


def times(session: Session) -> tuple[str, str]:
    row = session.execute(text("SELECT first_seen_at, updated_at FROM notices")).one()
    return str(row[0])[:10], str(row[1])[:10]


def test_a_notice_comes_back_as_it_was_saved(store: Store) -> None:
    given = notice(deadline=datetime(2026, 12, 14, 12, 0, tzinfo=PARIS))
    with store.transaction() as session:
        keep(session, given)
    with store.read() as session:
        assert notices.get(session, given.id) == given
        assert notices.get(session, "boamp:26-999") is None
        assert notices.by_ids(session, [given.id, "boamp:26-999"]) == {given.id: given}
        assert notices.count(session) == 1


def test_saving_twice_changes_nothing(store: Store) -> None:
    with store.transaction() as session:
        old, _ = two_payloads(session)
        assert notices.save(session, [(notice(), old, False)], NOW) == SaveCounts(new=1)
        assert notices.save(session, [(notice(), old, False)], LATER) == SaveCounts(same=1)
        assert times(session) == ("2026-11-16", "2026-11-16")


def test_a_changed_notice_replaces_the_stored_one_and_keeps_when_it_was_first_seen(
    store: Store,
) -> None:
    with store.transaction() as session:
        old, new = two_payloads(session)
        notices.save(session, [(notice(), old, False)], NOW)
        changed = notice(title="Entretien des parcs")
        assert notices.save(session, [(changed, new, False)], LATER) == SaveCounts(changed=1)
        assert notices.get(session, changed.id) == changed
        assert times(session) == ("2026-11-16", "2026-11-23")


def test_the_newest_payload_decides_in_whatever_order_they_are_read(store: Store) -> None:
    earlier, later = notice(title="Première version"), notice(title="Seconde version")
    with store.transaction() as session:
        old, new = two_payloads(session)
        notices.save(session, [(later, new, False), (earlier, old, False)], NOW)
        assert notices.get(session, later.id) == later
        assert notices.save(session, [(earlier, old, False)], LATER) == SaveCounts(same=1)
        assert notices.get(session, later.id) == later


def test_a_newer_payload_that_says_the_same_becomes_the_notice_s_payload(store: Store) -> None:
    with store.transaction() as session:
        old, new = two_payloads(session)
        notices.save(session, [(notice(), old, False)], NOW)
        assert notices.save(session, [(notice(), new, False)], LATER) == SaveCounts(same=1)
        notices.save(session, [(notice(title="Autre"), old, False)], LATER)
        assert notices.get(session, notice().id) == notice()


def test_a_page_of_100_takes_few_statements(store: Store) -> None:
    with store.transaction() as session:
        added = payloads.add(session, [payload(str(number)) for number in range(100)])
        rows = [(notice(number), added[number].id, False) for number in range(100)]
        with sent(session) as statements:
            notices.save(session, rows, NOW)
            notices.save(session, rows, NOW)
    assert len(statements) <= 8


def test_more_notices_than_a_batch_are_saved(store: Store) -> None:
    with store.transaction() as session:
        keep(session, *(notice(number) for number in range(1100)))
        assert notices.count(session) == 1100
        assert len(list(notices.iterate(session))) == 1100


def test_notices_of_some_days_come_oldest_first_in_pages(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "_PAGE", 2)
    days = [MONDAY + timedelta(days=number // 3) for number in range(9)]
    with store.transaction() as session:
        keep(session, *(notice(9 - n, published_on=day) for n, day in enumerate(days)))
        keep(session, notice(77, id="ted:1-2026", source="boamp", published_on=None))
        found = list(notices.published_between(session, MONDAY, MONDAY + timedelta(days=1)))
        ted = notices.published_between(session, MONDAY, MONDAY, source="ted")
        assert list(ted) == []
        assert notices.count_by_source(session, MONDAY, MONDAY) == {"boamp": 3}
        assert notices.count_by_source(session) == {"boamp": 10}
    assert [one.published_on for one in found] == sorted(days[:6])
    assert [one.id for one in found] == [f"boamp:26-{n}" for n in (7, 8, 9, 4, 5, 6)]


def test_buyers_are_told_apart_by_siret_else_by_name_and_postcode(store: Store) -> None:
    siret = "21340000000019"
    buyers = [
        Buyer(name="Commune de Valrouge", siret=siret),
        Buyer(name="Ville de Valrouge", siret="213 400 000 00019"),
        Buyer(name="Commune de Saint-Aubrac", postcode="34998"),
        Buyer(name="COMMUNE DE SAINT AUBRAC", postcode="34998"),
        Buyer(name="Commune de Saint-Aubrac", postcode="30999"),
        Buyer(name="Syndicat du Val", siret="123"),
        Buyer(),
        None,
    ]
    with store.transaction() as session:
        keep(session, *(notice(n, buyer=buyer) for n, buyer in enumerate(buyers)))
        rows = session.execute(text("SELECT id, buyer_id FROM notices ORDER BY id")).all()
        known = session.execute(text("SELECT siret, name FROM buyers ORDER BY id")).all()
    of = [row[1] for row in rows]
    assert of[0] == of[1]
    assert of[2] == of[3]
    assert len({of[0], of[2], of[4], of[5]}) == 4
    assert of[6] is of[7] is None
    assert sorted((row[0] or "", row[1]) for row in known) == [
        ("", "Commune de Saint-Aubrac"),
        ("", "Commune de Saint-Aubrac"),
        ("", "Syndicat du Val"),
        (siret, "Commune de Valrouge"),
    ]


def test_nul_and_lone_surrogates_are_replaced_one_for_one(store: Store) -> None:
    said = "un\x00deux \ud83d \\u0000 é"
    odd = notice(title=said, texts=(Text(field="other", text=said),), buyer=Buyer(name=said))
    with store.transaction() as session:
        keep(session, odd)
    with store.read() as session:
        stored = notices.get(session, odd.id)
    assert stored is not None
    assert stored.title == "un\ufffddeux \ufffd \\u0000 é"
    assert stored.texts[0].text == stored.title
    assert len(stored.title) == len(said)
    assert replace(odd, title=None, texts=(), buyer=None) == replace(
        stored, title=None, texts=(), buyer=None
    )


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(timedelta(hours=-2))),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
    ],
)
def test_absurd_dates_are_stored(store: Store, moment: datetime) -> None:
    absurd = notice(deadline=moment, published_on=date(9999, 12, 31), dispatched_on=date.min)
    with store.transaction() as session:
        keep(session, absurd)
    with store.read() as session:
        assert notices.get(session, absurd.id) == absurd


def test_a_text_of_10_mb_is_stored(store: Store) -> None:
    long = Notice(id="boamp:26-1", source="boamp", title="é" * 5_000_000)
    with store.transaction() as session:
        keep(session, long)
        assert notices.get(session, long.id) == long
