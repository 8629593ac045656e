"""Any text is either read or refused with a QuerySyntaxError."""

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from veille.portal import expert_query, odsql
from veille.portal.grammar import QuerySyntaxError
from veille.portal.odsql_values import Kind
from veille.portal.records import read_record
from veille.portal.ted_index import TedNotice

FIELDS: dict[str, Kind] = {
    "idweb": "text",
    "dateparution": "date",
    "datelimitereponse": "datetime",
}
RECORD = read_record('{"idweb": "26-1", "dateparution": "2026-11-09", "datelimitereponse": "x"}')
NOTICE = TedNotice(
    number=1,
    year=2026,
    path=Path("1-2026.xml"),
    sound=True,
    legacy=False,
    day=date(2026, 11, 9),
    issue=None,
    fields={"publication-date": "2026-11-09+01:00", "buyer-country": ["FRA"]},
)
WORDS = """
    AND OR NOT ( ) , * = != <> <= ~ IN LIKE IS NULL SORT BY DESC search date today( today(-7)
    idweb dateparution datelimitereponse publication-date PD FT buyer-country '2026-11-09' "a"
    20261109 '\\' FRA 72* `idweb` 3.5 é
"""
PIECES = st.sampled_from(WORDS.split())
QUERIES = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_odsql_is_read_or_refused(text: str) -> None:
    try:
        matches = odsql.condition(text, FIELDS)
    except QuerySyntaxError:
        return
    assert matches(RECORD) in {True, False}


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_an_expert_query_is_read_or_refused(text: str) -> None:
    try:
        query = expert_query.read(text, date(2026, 11, 9))
    except QuerySyntaxError:
        return
    assert query.matches(NOTICE) in {True, False}


def test_a_long_chain_of_not_is_read() -> None:
    assert odsql.condition("NOT " * 1001 + "idweb = 'x'", FIELDS)(RECORD)
