"""The TED crawl as a child process: search, then each notice's XML or the day's package."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.spiders.crawling import (
    MONDAY,
    TUESDAY,
    Crawls,
    asked_of,
    patched_crawl,
    plain,
    portal_of,
    write_ted,
)
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.portal.site import SEARCH

NUMBERS = range(700001, 700008)


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Seven planning notices of Monday."""
    return Replay.load(write_ted(tmp_path_factory.mktemp("ted"), NUMBERS))


def bodies(portal: Portal) -> list[dict[str, Any]]:
    """The bodies of the searches, oldest first."""
    return [json.loads(one.body) for one in asked_of(portal, SEARCH)]


def small_pages(crawls: Crawls, *changes: str) -> None:
    """Pages of three."""
    pages = "import spiders.base; spiders.base.PAGE_SIZE = spiders.ted.PAGE_SIZE = 3"
    patched_crawl(crawls, pages, *changes)


def test_each_notice_is_read_from_its_xml_and_a_second_crawl_stores_nothing(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay) as portal:
        first = crawls.run(portal.url, "ted")
        asked = bodies(portal)
        again = crawls.run(portal.url, "ted")

    assert (first.announced, first.received, first.stored, first.unread) == (7, 7, 7, 0)
    assert first.complete
    assert first.days_done == (MONDAY, TUESDAY)
    assert (again.received, again.stored, again.complete) == (7, 0, True)
    assert crawls.notice_ids() == {f"ted:{number}-2026" for number in NUMBERS}
    stored = crawls.payloads()
    contents = {notice.path.read_bytes() for notice in replay.notices}
    assert {one.content for one in stored} == contents
    assert {(one.media, one.published_on) for one in stored} == {("xml", MONDAY)}
    check, search = asked
    assert check.pop("checkQuerySyntax") is True
    assert search.pop("page") == 1
    assert check == search
    assert search["fields"] == ["publication-number", "publication-date", "ojs-number"]
    assert crawls.done("ted") == {MONDAY, TUESDAY}


def test_an_unknown_field_leads_to_the_minimal_list(crawls: Crawls, replay: Replay) -> None:
    patched_crawl(crawls, "spiders.ted_search.FIELDS = ('publication-number', 'no-such')")
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, "ted")
        asked = bodies(portal)

    assert (result.received, result.complete) == (7, True)
    assert [one["fields"] for one in asked] == [
        ["publication-number", "no-such"],
        ["publication-number", "publication-date"],
        ["publication-number", "publication-date"],
    ]


def test_a_query_that_is_refused_is_an_incomplete_crawl_with_what_ted_said(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, "ted", nuts=("FRJ13)",))

    (cause,) = result.causes
    assert plain(cause).startswith("recherche : HTTP 400 : Syntax error in expert query")
    assert len(crawls.pages()) == 1
    assert crawls.done("ted") == set()


def test_pages_follow_each_other_and_a_check_reads_one(crawls: Crawls, replay: Replay) -> None:
    small_pages(crawls)
    with portal_of(replay) as portal:
        check = crawls.run(portal.url, "ted", max_records=2)
        searches = len(bodies(portal))
        result = crawls.run(portal.url, "ted")
        asked = bodies(portal)[searches:]

    assert (check.announced, check.received, check.days_done) == (2, 2, ())
    assert (result.received, result.stored, result.complete) == (7, 5, True)
    assert [one.get("page") for one in asked] == [None, 1, 2, 3]
    assert {one["paginationMode"] for one in asked} == {"PAGE_NUMBER"}


@pytest.mark.parametrize("rule", [None, "ted:repeated-page:after=1"])
def test_a_total_beyond_the_window_is_read_by_an_iteration(
    crawls: Crawls, replay: Replay, rule: str | None
) -> None:
    small_pages(crawls, "spiders.ted_search.WINDOW = 6")
    with portal_of(replay, *([rule] if rule else [])) as portal:
        result = crawls.run(portal.url, "ted")
        asked = bodies(portal)[1:]

    modes = [one["paginationMode"] for one in asked]
    assert modes == ["PAGE_NUMBER", "ITERATION", "ITERATION", "ITERATION"]
    tokens = [bool(one.get("iterationNextToken")) for one in asked]
    assert tokens == [False, False, True, True]
    assert result.complete == (rule is None)
    assert result.received == (7 if rule is None else 6)


@pytest.mark.parametrize(
    ("rule", "cause", "received", "kept"),
    [
        ("ted:timed-out:after=2", "recherche interrompue par TED (timedOut)", 3, 1),
        ("ted:html-page:after=2", "page HTML au lieu de la réponse attendue", 3, 1),
        ("ted:500:after=2", "HTTP 500, 7 essais", 3, 0),
        ("ted:repeated-page:times=1", "4 relevés sur 7 annoncés", 4, 0),
        ("ted:empty-page:times=1", "4 relevés sur 7 annoncés", 4, 0),
        ("ted:wrong-total:by=2", "7 relevés sur 9 annoncés", 7, 0),
        ("ted:wrong-total:by=-6:after=1", "3 relevés pour 1 annoncé, total douteux", 3, 0),
    ],
)
def test_ted_misbehaves(
    crawls: Crawls,
    replay: Replay,
    rule: str,
    cause: str,
    received: int,
    kept: int,
) -> None:
    small_pages(crawls)
    with portal_of(replay, rule) as portal:
        result = crawls.run(portal.url, "ted", longest_wait=0.05)

    causes = [plain(one) for one in result.causes]
    assert any(cause in one for one in causes), causes
    assert (result.received, result.stored) == (received, received)
    assert len(crawls.notice_ids()) == received
    assert len(crawls.pages()) == kept
    assert crawls.done("ted") == set()
    assert crawls.last().status == "incomplete"


def test_a_notice_that_does_not_come_leaves_the_others_stored(
    crawls: Crawls, replay: Replay
) -> None:
    rules = (
        "/en/notice/700002:500",
        "/en/notice/700003:cut",
        "/en/notice/700004:html-page",
        "/en/notice/700005:missing-field",
    )
    with portal_of(replay, *rules) as portal:
        result = crawls.run(portal.url, "ted", longest_wait=0.05)

    assert sorted(plain(one) for one in result.causes) == [
        "recherche : HTTP 500, 7 essais",
        "recherche : avis 700003-2026 : XML incomplet",
        "recherche : avis 700004-2026 : page HTML au lieu de l’avis",
    ]
    assert (result.received, result.stored, result.days_done) == (4, 4, ())
    assert len(crawls.notice_ids()) == 4
    assert len(crawls.pages()) == 2


def test_a_number_that_is_none_is_missed_and_said(crawls: Crawls, replay: Replay) -> None:
    patched_crawl(
        crawls,
        "whole = spiders.ted_search.results",
        "import dataclasses",
        "def odd(answer):",
        "    found = whole(answer)",
        "    rows = [{'publication-number': '7-26'}, *found.rows[1:]]",
        "    return dataclasses.replace(found, rows=tuple(rows))",
        "spiders.ted_search.results = odd",
    )
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, "ted")

    assert [plain(one) for one in result.causes] == ["recherche : 6 relevés sur 7 annoncés"]


def test_what_passes_is_waited_for(crawls: Crawls, replay: Replay) -> None:
    rules = ("ted:429-html:times=2", "notices:429-html:times=2", "notices:dropped:times=1:after=3")
    with portal_of(replay, *rules) as portal:
        result = crawls.run(portal.url, "ted")

    assert (result.received, result.complete) == (7, True)


@pytest.mark.parametrize(
    ("rule", "singles"),
    [(None, 0), ("packages:html-page", 7), ("packages:cut", None)],
)
def test_many_notices_come_by_the_days_package(
    crawls: Crawls,
    replay: Replay,
    rule: str | None,
    singles: int | None,
) -> None:
    patched_crawl(crawls, "spiders.ted.PACKAGE_ABOVE = 6")
    with portal_of(replay, *([rule] if rule else [])) as portal:
        result = crawls.run(portal.url, "ted")
        packages = [one.path for one in asked_of(portal, "/packages/")]
        alone = asked_of(portal, "/en/notice/")

    assert (result.received, result.stored, result.complete) == (7, 7, True)
    assert packages == ["/packages/daily/202600217"]
    assert len(alone) == singles if singles is not None else 0 < len(alone) <= 7
    contents = {notice.path.read_bytes() for notice in replay.notices}
    assert {one.content for one in crawls.payloads()} == contents


def test_an_empty_search_is_complete(crawls: Crawls, tmp_path: Path) -> None:
    folder = write_ted(tmp_path / "replay", [700001])
    with portal_of(folder) as portal:
        result = crawls.run(portal.url, "ted", since=TUESDAY)

    assert (result.announced, result.complete, result.days_done) == (0, True, (TUESDAY,))
