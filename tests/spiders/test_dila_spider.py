"""The crawl of DILA's directories: what the API did not give, and a comparison with what it did."""

import asyncio
import json
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from sqlalchemy import select

from spiders.answers import UnexpectedAnswer
from spiders.dila import MOST_FILES, DilaSpider, listed
from spiders.job import CrawlJob, CrawlResult
from spiders.reading import reread
from spiders.tally import Tally
from tests.spiders.crawling import (
    MONDAY,
    NOW,
    TUESDAY,
    Crawls,
    asked_of,
    plain,
    portal_of,
    small_record,
    write_boamp,
)
from veille.core.clock import PARIS
from veille.portal.dila import ROOT
from veille.portal.dila_xml import document
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.store import listings
from veille.store.models import NoticeRow, PayloadRow

MONDAYS = [f"26-91{number:04d}" for number in range(6)]
TUESDAYS = ["26-920000", "26-920001"]


def whole_record(idweb: str, day: date) -> dict[str, Any]:
    """A record with the part that directories are made from."""
    management = {
        "REFERENCE": {
            "IDWEB": idweb,
            "TYPE_AVIS": {"FAMILLE": {"FNS": ""}, "NATURE": {"APPEL_OFFRE": ""}},
        },
        "INDEXATION": {
            "DATE_PUBLICATION": day.isoformat(),
            "DATE_FIN_DIFFUSION": "2026-12-10",
            "RESUME_OBJET": f"Entretien {idweb}",
        },
    }
    return small_record(idweb, day, gestion=json.dumps(management))


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Six notices on Monday, two on Tuesday, which API and directories both hold."""
    records = [whole_record(idweb, MONDAY) for idweb in MONDAYS]
    records += [whole_record(idweb, TUESDAY) for idweb in TUESDAYS]
    return Replay.load(write_boamp(tmp_path_factory.mktemp("dila"), records))


def directories(crawls: Crawls, portal: Portal, **changes: Any) -> CrawlResult:
    return crawls.run(f"{portal.url}{ROOT}", "dila", **changes)


def compared(crawls: Crawls) -> list[listings.Listing]:
    with crawls.store.read() as session:
        return listings.newest(session, "dila", MONDAY)


def test_where_the_api_gave_everything_one_request_a_day_checks_it(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay) as portal:
        crawls.run(portal.url)
        found = directories(crawls, portal)
        asked = asked_of(portal, ROOT)
    assert (found.announced, found.received, found.stored, found.complete) == (8, 8, 0, True)
    assert found.days_done == (MONDAY, TUESDAY)
    assert [one.path for one in asked] == [f"{ROOT}/2026/11/09/", f"{ROOT}/2026/11/10/"]
    assert [(one.day, one.listed, one.known) for one in compared(crawls)] == [
        (TUESDAY, 2, 2),
        (MONDAY, 6, 6),
    ]
    assert not any(one.missed or one.unlisted for one in compared(crawls))


def test_where_the_api_failed_every_file_is_fetched_once_and_the_api_replaces_them(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay, "boamp:html-page") as portal:
        failed = crawls.run(portal.url)
        found = directories(crawls, portal)
        again = directories(crawls, portal)
        asked = asked_of(portal, ROOT)
    by_files = crawls.notice_ids()
    with portal_of(replay) as portal:
        repaired = crawls.run(portal.url)
    assert not failed.complete
    assert (found.received, found.stored, found.unread, found.complete) == (8, 8, 0, True)
    assert (again.received, again.stored, again.complete) == (8, 0, True)
    assert len(asked) == 2 + 8 + 2
    assert by_files == {f"boamp:{idweb}" for idweb in MONDAYS + TUESDAYS}
    assert repaired.stored == 8
    assert crawls.notice_ids() == by_files
    assert reread(crawls.store, NOW).changed == 0
    with crawls.store.read() as session:
        told_by = session.execute(
            select(PayloadRow.source).join(NoticeRow, NoticeRow.payload_id == PayloadRow.id)
        )
        assert set(told_by.scalars()) == {"boamp"}
    files = [one for one in crawls.payloads() if one.source == "dila"]
    assert {one.key for one in files} == {*MONDAYS, *TUESDAYS}
    assert all((one.media, one.notice_id) == ("xml", f"boamp:{one.key}") for one in files)


def test_a_file_that_does_not_come_is_named_and_its_day_is_not_done(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay, f"{ROOT}/2026/11/09/{MONDAYS[2]}.xml:cut") as portal:
        found = directories(crawls, portal)
    assert not found.complete
    (cause,) = found.causes
    assert plain(cause) == f"lundi 9 novembre 2026 : {MONDAYS[2]}.xml : XML incomplet"
    assert found.days_done == (TUESDAY,)
    assert found.stored == 7
    assert len(crawls.pages()) == 1


def test_what_only_one_of_both_has_is_kept_for_staff(crawls: Crawls, tmp_path: Path) -> None:
    both = [whole_record(MONDAYS[0], MONDAY), small_record(MONDAYS[1], MONDAY)]
    replay = Replay.load(write_boamp(tmp_path, both))
    late = document(whole_record(MONDAYS[2], MONDAY))
    assert late is not None
    file = tmp_path / "dila" / "2026" / "11" / "09" / f"{MONDAYS[2]}.xml"
    file.parent.mkdir(parents=True)
    file.write_bytes(late)
    with portal_of(replay) as portal:
        crawls.run(portal.url)
    with portal_of(Replay.load(tmp_path)) as portal:
        found = directories(crawls, portal, until=MONDAY)
    (one,) = compared(crawls)
    assert found.complete
    assert (one.listed, one.known, one.missed, one.unlisted) == (2, 1, (MONDAYS[2],), (MONDAYS[1],))


def test_a_day_without_directory_is_never_done_and_fails_where_the_api_gave_notices(
    crawls: Crawls, tmp_path: Path
) -> None:
    replay = Replay.load(write_boamp(tmp_path, [small_record(MONDAYS[0], MONDAY)]))
    with portal_of(replay) as portal:
        nothing = directories(crawls, portal)
        crawls.run(portal.url)
        found = directories(crawls, portal)
    assert (nothing.complete, nothing.days_done) == (True, ())
    assert [plain(cause) for cause in found.causes] == [
        "lundi 9 novembre 2026 : aucun fichier, alors que le BOAMP a donné 1 avis ce jour-là"
    ]


INDEX = "<html><head><title>Index of /d</title></head><body>{}</body></html>"


def answer(body: str, status: int = 200) -> HtmlResponse:
    return HtmlResponse("http://dila.example/d/", status=status, body=body.encode("iso-8859-1"))


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ("<html><body>Accès refusé par le pare-feu</body></html>", 200, "sans liste"),
        ("", 200, "sans liste"),
        (INDEX.format('<a href="26-1.xml">').replace("</html>", ""), 200, "incomplète"),
        (INDEX.format(""), 503, "HTTP 503"),
        (INDEX.format("".join(f'<a href="26-{n}.xml">' for n in range(5_001))), 200, "plus de"),
    ],
)
def test_a_page_that_is_no_index_is_refused(body: str, status: int, said: str) -> None:
    assert MOST_FILES == 5_000
    with pytest.raises(UnexpectedAnswer, match=said):
        listed(answer(body, status))


def test_only_names_of_notices_are_taken_from_an_index_each_once() -> None:
    links = (
        '<a href="?C=N;O=D">Name</a><a href="/OPENDATA/BOAMP/2026/11/">Parent Directory</a>'
        '<a href="26-1.xml">a</a><a href="26-1.xml">again</a><A HREF="/d/26-2.xml">b</A>'
        '<a href="../../etc/26-3.xml.exe">c</a><a href="readme.xml">d</a>'
        '<a href="26-4.xml/../../x">e</a><a href="javascript:26-5">é</a>'
    )
    assert listed(answer(INDEX.format(links))) == ("26-1", "26-2")


def test_an_empty_index_is_a_day_without_publication() -> None:
    assert listed(answer(INDEX.format('<a href="?C=N;O=D">Name</a>'))) == ()


def spider_of(until: date, max_records: int | None = None) -> DilaSpider:
    """Of MONDAY to a day, asked on Tuesday morning; nothing is stored."""
    job = CrawlJob(
        source="dila",
        since=MONDAY,
        until=until,
        now=datetime(2026, 11, 10, 7, tzinfo=PARIS),
        database_url="sqlite://",
        address="http://dila.example",
        user_agent="",
        max_records=max_records,
    )
    keeper: Any = SimpleNamespace(job=job, tally=Tally("dila"))
    return DilaSpider(keeper)


def test_a_check_reads_the_first_files_of_each_day() -> None:
    spider = spider_of(MONDAY, max_records=2)
    page = answer(INDEX.format("".join(f'<a href="26-{n}.xml">' for n in range(5))))
    page.request = Request("http://dila.example/d/", meta={"day": MONDAY})
    wanted = [one.url for one in spider.parse_index(page) if isinstance(one, Request)]
    assert wanted == [f"http://dila.example/2026/11/09/26-{n}.xml" for n in range(2)]
    assert spider.tally.progress().announced == 2


def test_the_running_day_is_not_asked_for() -> None:
    async def asked() -> list[str]:
        return [request.url async for request in spider_of(TUESDAY).start()]

    assert asyncio.run(asked()) == ["http://dila.example/2026/11/09/"]
