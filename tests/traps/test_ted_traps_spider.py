"""What is known to go wrong when TED is asked, one test a trap.

Numbering goes on from the traps of reading (01 to 28): 29 to 32 the body of a search (keys, query,
fields, sizes); 33 to 37 its answers (refusals, partial pages, iterations, totals, dates); 38 to 40
the documents (429 pages, packages, XML that decides).
"""

import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import JsonRequest, TextResponse

from spiders import ted_search
from spiders.items import DamagedPage, Page
from spiders.job import CrawlJob
from spiders.tally import Tally
from spiders.ted import PACKAGE_ABOVE, UNIT, TedSpider
from tests.spiders.crawling import MONDAY, NOW, TED_FIXTURE, TUESDAY, plain
from veille.portal import ted_request
from veille.portal.messages import Request as Asked
from veille.portal.replay import Replay
from veille.portal.site import SEARCH, Site


def spider(**changes: Any) -> TedSpider:
    asked: dict[str, Any] = {
        "source": "ted",
        "since": MONDAY,
        "until": TUESDAY,
        "now": NOW,
        "database_url": "",
        "address": "https://api.ted.example",
        "documents": "https://ted.example",
        "user_agent": "Veille",
        "nuts": ("FRJ13", "FRJ1", "FRJ"),
    }
    job = CrawlJob(**{**asked, **changes})
    return TedSpider(keeper=SimpleNamespace(job=job, tally=Tally("ted")))


def row(number: int, issue: str = "217/2026") -> dict[str, str]:
    return {
        "publication-number": f"{number}-2026",
        "publication-date": "2026-11-09+01:00",
        "ojs-number": issue,
    }


def answer(request: Request, said: object, status: int = 200) -> TextResponse:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return TextResponse(request.url, status=status, body=body, request=request)


def found(*rows: dict[str, str], total: int, token: str | None = None) -> dict[str, object]:
    return {
        "notices": list(rows),
        "totalNoticeCount": total,
        "iterationNextToken": token,
        "timedOut": False,
    }


def body(request: Request) -> dict[str, Any]:
    assert isinstance(request, JsonRequest)
    said: dict[str, Any] = json.loads(request.body)
    return said


def searched(ted: TedSpider, *said: object) -> list[Any]:
    """What follows the last of these answers to a search and its next pages."""
    request: Any = ted._search(1, {"page": 1})
    output: list[Any] = []
    for one in said:
        output = list(ted.parse_search(answer(request, one)))
        request = output[0] if output else None
    return output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The service as the portal plays it."""
    folder = tmp_path_factory.mktemp("ted")
    (folder / "ted").mkdir()
    (folder / "ted" / "600301-2026.xml").write_bytes(Path(TED_FIXTURE).read_bytes())
    return Site(Replay.load(folder), base_url="https://ted.example")


def test_ted_trap_29_the_service_knows_every_key_and_field_that_is_asked(site: Site) -> None:
    ted = spider()
    for request in (ted._check(), ted._search(1, {"page": 1}), ted._iteration(2, None)):
        assert request.method == "POST"
        assert ted_request.read(request.body)
        headers = {"content-type": "application/json"}
        response = site.answer(
            Asked(method="POST", path=SEARCH, headers=headers, body=request.body)
        )
        assert response.status == 200, response.body


def test_ted_trap_30_dates_have_eight_digits_regions_are_spaced_and_the_sort_comes_last() -> None:
    query = ted_search.query(("FRJ13", "FRJ1"), date(2026, 11, 9), date(2026, 11, 15))
    assert "place-of-performance IN (FRJ13 FRJ1)" in query
    assert "publication-date >= 20261109 AND publication-date <= 20261115" in query
    assert query.endswith(" SORT BY publication-number")


def test_ted_trap_31_changes_are_asked_for_too_and_the_scope_is_everything() -> None:
    asked = body(spider()._search(1, {"page": 1}))
    assert asked["onlyLatestVersions"] is False
    assert asked["scope"] == "ALL"


def test_ted_trap_32_a_page_is_within_the_limits_of_rows_and_of_fields() -> None:
    asked = body(spider()._search(1, {"page": 1}))
    assert asked["limit"] <= 250
    assert asked["limit"] * len(asked["fields"]) <= 10_000


def test_ted_trap_33_one_unknown_field_refuses_all_then_the_minimal_list_is_asked() -> None:
    ted = spider()
    refusal = {"message": "unsupported value", "error": {"type": "UNSUPPORTED_VALUE"}}
    (again,) = ted.parse_check(answer(ted._check(), refusal, 400))
    assert isinstance(again, Request)
    assert body(again)["fields"] == ["publication-number", "publication-date"]
    assert body(again)["checkQuerySyntax"] is True
    assert ted.tally.causes == []

    (kept,) = ted.parse_check(answer(again, refusal, 400))
    assert isinstance(kept, DamagedPage)
    assert [plain(cause) for cause in ted.tally.causes] == [
        "recherche : HTTP 400 : unsupported value"
    ]


def test_ted_trap_33_a_check_that_is_fine_has_no_notices_and_perhaps_no_total() -> None:
    ted = spider()
    (search,) = ted.parse_check(answer(ted._check(), {"notices": [], "totalNoticeCount": None}))
    assert isinstance(search, Request)
    assert body(search)["page"] == 1


def test_ted_trap_34_timed_out_is_a_200_that_failed() -> None:
    ted = spider()
    said = found(row(1), total=1) | {"timedOut": True}
    (kept,) = searched(ted, said)
    assert isinstance(kept, DamagedPage)
    assert not ted.tally.unit(UNIT).complete
    assert list(ted.days_done()) == []


def test_ted_trap_35_beyond_15000_an_iteration_begins_again_with_the_same_query() -> None:
    ted = spider()
    first = ted._search(1, {"page": 1})
    (begins,) = searched(ted, found(row(1), total=15_001))
    (follows,) = searched(ted, found(row(1), total=15_001), found(row(1), total=15_001, token="t1"))
    modes = [body(one)["paginationMode"] for one in (first, begins, follows)]
    assert modes == ["PAGE_NUMBER", "ITERATION", "ITERATION"]
    assert "iterationNextToken" not in body(begins)
    assert body(follows)["iterationNextToken"] == "t1"
    assert {body(one)["query"] for one in (first, begins, follows)} == {body(first)["query"]}


def test_ted_trap_35_up_to_15000_pages_are_numbered() -> None:
    (follows,) = searched(spider(), found(row(1), total=15_000))
    assert (body(follows)["paginationMode"], body(follows)["page"]) == ("PAGE_NUMBER", 2)


def test_ted_trap_36_an_iteration_ends_on_an_empty_page_though_it_carries_a_token() -> None:
    ted = spider()
    (document,) = searched(
        ted,
        found(row(1), total=15_001),
        found(row(1), total=15_001, token="t1"),
        found(total=15_001, token="t2"),
    )
    assert document.url == "https://ted.example/en/notice/1-2026/xml"
    assert not ted.tally.unit(UNIT).complete


def test_ted_trap_37_a_day_comes_with_an_offset() -> None:
    assert ted_search.published_on(row(1)) == MONDAY


def test_ted_trap_38_a_block_page_or_half_a_document_is_never_the_notice() -> None:
    ted = spider()
    (request,) = searched(ted, found(row(1), total=1))
    whole = Path(TED_FIXTURE).read_bytes()
    for damaged in (b"<html><h1>429 Too Many Requests</h1></html>", whole[: len(whole) // 2]):
        (kept,) = ted.parse_document(answer(request, damaged))
        assert isinstance(kept, DamagedPage)
        assert kept.content == damaged
    assert not ted.tally.unit(UNIT).complete


def test_ted_trap_39_many_notices_come_by_packages_named_by_year_and_issue() -> None:
    rows = [row(number, "7/2026") for number in range(1, PACKAGE_ABOVE + 1)]
    output = searched(spider(), *(found(*rows, total=PACKAGE_ABOVE + 1) for _ in range(5)))
    assert [body(one)["page"] for one in output] == [6]
    ted = spider()
    ted.found = {f"{number}-2026": row(number, "7/2026") for number in range(1, 502)}
    ted.found["502-2026"] = row(502, "8/2026")
    ted.found["503-2026"] = row(503, "unknown")
    assert {one.url for one in ted._documents(ted.found)} == {
        "https://ted.example/packages/daily/202600007",
        "https://ted.example/packages/daily/202600008",
        "https://ted.example/en/notice/503-2026/xml",
    }


def test_ted_trap_39_a_package_that_is_not_there_yet_is_no_loss() -> None:
    ted = spider()
    ted.found = {"1-2026": row(1), "2-2026": row(2)}
    request = ted._package("202600217", ["1-2026", "2-2026"])
    output = list(ted.parse_package(answer(request, b"not found", 404)))
    assert [one.url for one in output if isinstance(one, Request)] == [
        "https://ted.example/en/notice/1-2026/xml",
        "https://ted.example/en/notice/2-2026/xml",
    ]
    assert ted.tally.causes == []


def test_ted_trap_40_the_xml_is_kept_byte_for_byte_and_nothing_of_the_search() -> None:
    ted = spider()
    (request,) = searched(ted, found(row(1), total=1))
    whole = Path(TED_FIXTURE).read_bytes()
    (page,) = ted.parse_document(answer(request, whole))
    assert isinstance(page, Page)
    (record,) = page.records
    assert (record.key, record.content, record.decoded) == ("1-2026", whole, None)
