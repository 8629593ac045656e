"""How the databases look up what is searched: by an index, never by reading a large table.

On SQLite no statement of a search may scan notices, cards, facets, payloads, texts or buyers. The
narrow table of entries may be read in its own order up to a limit, or counted whole, by nothing but
a search that asks for everything. On PostgreSQL, which rightly reads a small table whole, none of
the first may be scanned, and every question of words must have an index that can answer it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from scripts.bench_store import Judged, build
from tests.store.conftest import Databases
from tests.store.search_examples import SEARCHES, TODAY
from veille.core.bands import Band, Bands
from veille.core.filters import Filter
from veille.core.notice_numbers import notice_keys
from veille.core.search import Search
from veille.store import Store, by_number, cards, searching

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
NOTICES = 4_000
BANDS = Bands(potential=(Band("high", 0.5, 0.4), Band("low", 0.0, 0.1)), likely=())
LARGE = "notices|cards|card_facets|payloads|search_texts|verdicts|signals|buyers"


@pytest.fixture(scope="module")
def filled(databases: Databases) -> Iterator[Store]:
    """Some thousands of procedures, as an install has them after months."""
    store = Store(databases.migrated())
    build(store, NOTICES, NOW, Judged("r1", bands=BANDS), kinds=700)
    with store.transaction() as session:
        session.execute(text("ANALYZE"))
    yield store
    store.dispose()


@contextmanager
def plans(session: Session) -> Iterator[list[str]]:
    """A list that fills with a line for each step of the plan of every statement in the block."""
    sent: list[tuple[str, Any]] = []
    lines: list[str] = []

    def note(*args: Any) -> None:
        sent.append((args[2], args[3]))

    connection = session.connection()
    event.listen(connection, "before_cursor_execute", note)
    try:
        yield lines
    finally:
        event.remove(connection, "before_cursor_execute", note)
    explain = "EXPLAIN" if on_postgresql(session) else "EXPLAIN QUERY PLAN"
    for statement, values in sent:
        rows = connection.exec_driver_sql(f"{explain} {statement}", values)
        lines += [str(row[-1]).strip() for row in rows]


def on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def scans(lines: list[str], tables: str) -> list[str]:
    """The steps that read one of the tables from end to end."""
    whole = re.compile(rf"(?:SCAN|Seq Scan on) (?:{tables})\b(?! VIRTUAL)")
    return [line for line in lines if whole.search(line)]


def pages(session: Session, search: Search) -> None:
    """What the page of a search asks, from the first page to a deep one and back."""
    first = searching.find(session, search, NOW, most=25)
    if first.next:
        deep = searching.find(session, search, NOW, most=25, after=first.next)
        searching.find(session, search, NOW, most=25, before=deep.previous)
    searching.count(session, search, NOW)
    searching.count(session, search, NOW, most=1_001)
    searching.buyers(session, search, NOW, most=8)


@pytest.mark.parametrize("name", SEARCHES)
def test_no_search_reads_a_large_table_from_end_to_end(filled: Store, name: str) -> None:
    with filled.read() as session:
        with plans(session) as lines:
            pages(session, SEARCHES[name])
        assert lines
        if on_postgresql(session):
            assert scans(lines, LARGE.replace("search_texts|", "")) == []
            return
        assert scans(lines, LARGE) == []
        if name != "everything":
            assert scans(lines, "search_entries") == []


@pytest.mark.parametrize("name", [name for name in SEARCHES if name != "everything"])
def test_every_question_of_words_has_an_index_on_postgresql(filled: Store, name: str) -> None:
    with filled.read() as session:
        if not on_postgresql(session):
            pytest.skip("SQLite has been asked above")
        session.execute(text("SET LOCAL enable_seqscan = off"))
        with plans(session) as lines:
            pages(session, SEARCHES[name])
        assert scans(lines, "search_texts") == []


def test_a_search_of_everything_reads_its_page_and_sorts_nothing(filled: Store) -> None:
    with filled.read() as session:
        with plans(session) as lines:
            searching.find(session, Search(), NOW, most=25)
        assert not any("TEMP B-TREE" in line or line.startswith("Sort") for line in lines)


@pytest.mark.parametrize("name", ["a frequent word", "the département", "open", "a rare word"])
def test_the_newest_of_what_matches_are_not_sorted_on_sqlite(filled: Store, name: str) -> None:
    with filled.read() as session:
        if on_postgresql(session):
            pytest.skip("PostgreSQL sorts what an index of words finds")
        with plans(session) as lines:
            searching.find(session, SEARCHES[name], NOW, most=25)
        assert not any("TEMP B-TREE" in line for line in lines)


@pytest.mark.parametrize(
    "asked",
    [
        Filter(),
        Filter(territories=("34",)),
        Filter(territories=("34301",), words=("travaux",), without=("toiture",)),
        Filter(what=("clause",), sectors=("batiment",)),
    ],
)
def test_a_preview_reads_its_four_weeks_alone(filled: Store, asked: Filter) -> None:
    since = TODAY - timedelta(days=28)
    with filled.read() as session:
        with plans(session) as lines:
            cards.counted_by_day(session, asked, since, TODAY, outside=["34032"])
            cards.oldest_day(session)
        assert scans(lines, LARGE.replace("cards|", "")) == []
        assert on_postgresql(session) or scans(lines, "cards") == []


def test_a_number_is_looked_up(filled: Store) -> None:
    with filled.read() as session:
        with plans(session) as lines:
            by_number.procedures_of(session, notice_keys("26-100200"))
            by_number.procedures_of(session, notice_keys("3f2504e0-4f89-41d3-9a0c-0305e82c3301"))
        assert scans(lines, LARGE) == []
        assert on_postgresql(session) or scans(lines, "notice_keys") == []


def test_the_store_is_worth_looking_at(filled: Store) -> None:
    """Most searches find something, and the cards found are those that the filter matches."""
    with filled.read() as session:
        counts = {name: searching.count(session, one, NOW) for name, one in SEARCHES.items()}
        assert counts["everything"] > NOTICES / 2
        assert [name for name, found in counts.items() if not found] == ["a rare word", "a source"]
        together = SEARCHES["all together"]
        page = searching.find(session, together, NOW, most=9)
        assert page.cards
        assert all(together.filter.matches(one.card) for one in page.cards)
