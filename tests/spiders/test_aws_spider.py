"""The AWS crawl: lists, pages, what is kept, what is refused."""

from datetime import date
from pathlib import Path

import pytest

from spiders.crawl import crawl_settings
from spiders.job import CrawlResult
from spiders.parsers.aws_shape import COMPARED
from tests.spiders.crawling import (
    MONDAY,
    NOW,
    TUESDAY,
    Crawls,
    asked_of,
    patched_crawl,
    plain,
)
from veille.app.gathering.sources import SOURCES, crawl_job
from veille.core.notices import Declared
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.settings import Settings
from veille.store import notices

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "aws"
LIST = (FIXTURES / "lister.htm").read_text(encoding="utf-8")
NOTICES = frozenset(f"aws:2026110010{number}" for number in range(1, 8))


def replay_of(**pages: str) -> Replay:
    """The fixtures, with these pages in place of theirs (``lister`` is the list)."""
    contents = {path.name: path.read_bytes() for path in FIXTURES.glob("*.htm")}
    contents.update({f"{name}.htm": text.encode() for name, text in pages.items()})
    return Replay(folder=FIXTURES, aws=contents)


def crawled(crawls: Crawls, portal: Portal, *more: str, **changes: object) -> CrawlResult:
    """One crawl of the sites at these addresses, for the Hérault."""
    asked = {"feeds": (portal.url, *more), "departments": ("34",), **changes}
    return crawls.run("", "aws", **asked)


def pages_asked(portal: Portal) -> list[str]:
    """The notice pages that were asked for, in order."""
    return [one.path[-15:-4] for one in asked_of(portal, "/Annonces/MPI-pub-")]


def test_every_notice_is_read_once_and_a_second_crawl_asks_for_none(crawls: Crawls) -> None:
    with Portal(replay_of()) as portal:
        first = crawled(crawls, portal)
        asked = pages_asked(portal)
        again = crawled(crawls, portal)
    assert (first.causes, first.announced, first.received, first.stored) == ((), 7, 7, 7)
    assert crawls.notice_ids() == NOTICES
    assert sorted(asked) == sorted(name.removeprefix("aws:") for name in NOTICES)
    assert pages_asked(portal) == asked
    assert (again.causes, again.received, again.stored) == ((), 7, 0)


def test_what_the_list_shows_beside_a_page_is_kept_with_it(crawls: Crawls) -> None:
    with Portal(replay_of()) as portal:
        crawled(crawls, portal)
    with crawls.store.read() as session:
        notice = notices.get(session, "aws:20261100102")
    page = next(one for one in crawls.payloads() if one.key == "20261100102")
    assert page.media == "html"
    assert page.content == (FIXTURES / "MPI-pub-20261100102.htm").read_bytes()
    assert page.published_on == date(2026, 11, 9)
    assert notice is not None
    assert Declared(field="criteres", value="sociaux") in notice.declared
    assert notice.links is not None
    said = "publie=2026-11-09&limite=2026-12-18T16:30&criteres=sociaux"
    assert page.address == f"{notice.links.notice}#{said}"
    assert notice.links.notice == f"{portal.url}/Annonces/MPI-pub-20261100102.htm"


def test_a_row_that_changed_has_its_page_asked_again(crawls: Crawls) -> None:
    longer = LIST.replace("27/11/26 à 17h00", "04/12/26 à 17h00")
    page = (FIXTURES / "MPI-pub-20261100103.htm").read_text(encoding="utf-8")
    assert longer != LIST
    with Portal(replay_of()) as portal:
        crawled(crawls, portal)
    later = page.replace("27/11/26", "04/12/26")
    with Portal(replay_of(**{"lister": longer, "MPI-pub-20261100103": later})) as portal:
        again = crawled(crawls, portal)
    assert pages_asked(portal) == ["20261100103"]
    assert (again.causes, again.stored) == ((), 1)


def test_the_same_notice_on_two_sites_of_the_engine_is_one(crawls: Crawls) -> None:
    with Portal(replay_of()) as one, Portal(replay_of()) as other:
        result = crawled(crawls, one, other.url)
    assert (result.causes, result.received, result.stored) == ((), 14, 7)
    assert crawls.notice_ids() == NOTICES
    assert pages_asked(other) == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("robots:disallow", "refusé par robots.txt"),
        ("robots:500", "robots.txt n’a pas pu être lu (HTTP 500, 7 essais)"),
    ],
)
def test_robots_txt_that_refuses_or_fails_is_obeyed_and_said(
    crawls: Crawls, fault: str, said: str
) -> None:
    with Portal(replay_of(), faults=[fault]) as portal:
        result = crawled(crawls, portal)
    host = portal.url.removeprefix("http://")
    assert [plain(cause) for cause in result.causes] == [f"{host} : {said}"]
    assert {one.request.path for one in portal.requests} == {"/robots.txt"}
    assert not result.complete


@pytest.mark.parametrize(
    ("fault", "said", "asked", "kept"),
    [
        ("/Annonces/lister:captcha", "HTTP 403, page de blocage", 0, 0),
        ("/Annonces/MPI-pub-:captcha:after=2", "HTTP 403, page de blocage", 3, 2),
    ],
)
def test_a_block_page_is_kept_and_ends_what_is_asked_of_the_site(
    crawls: Crawls, fault: str, said: str, asked: int, kept: int
) -> None:
    with Portal(replay_of(), faults=[fault]) as portal:
        result = crawled(crawls, portal)
    assert said in plain(result.causes[0])
    assert len(pages_asked(portal)) == asked
    assert len(crawls.notice_ids()) == kept
    (blocked,) = crawls.pages()
    assert blocked.state == "failed"
    assert blocked.address == f"{portal.url}{portal.requests[-1].request.path}"


@pytest.mark.parametrize(
    ("fault", "said", "read"),
    [
        ("aws:renamed-field:field=nbResultAvis:to=total", "liste de forme inconnue", 0),
        ("aws:renamed-field:field=affiche_date_avis:to=dates", "1 avis de la liste sans numéro", 0),
        ("aws:wrong-total:by=2", "1 relevé sur 3 annoncés", 7),
        ("/Annonces/MPI-pub-:cut:times=1", "page coupée", 6),
    ],
)
def test_a_list_or_a_page_that_is_not_whole_makes_the_crawl_incomplete(
    crawls: Crawls, fault: str, said: str, read: int
) -> None:
    with Portal(replay_of(), faults=[fault]) as portal:
        result = crawled(crawls, portal)
    assert not result.complete
    assert said in plain(" / ".join(result.causes))
    assert len(crawls.notice_ids()) == read


def test_a_page_of_another_shape_is_kept_and_counted(crawls: Crawls) -> None:
    new = (FIXTURES / "MPI-pub-20261100108.htm").read_text(encoding="utf-8")
    with Portal(replay_of(**{"MPI-pub-20261100105": new})) as portal:
        result = crawled(crawls, portal)
    assert (result.causes, result.received, result.unread) == ((), 7, 1)
    kept = next(one for one in crawls.payloads() if one.state == "failed")
    assert (kept.key, kept.media) == ("20261100105", "html")
    assert "AAPCGenere" in (kept.error or "")


def many(count: int) -> dict[str, str]:
    """A list with ``count`` services, and their pages."""
    start = LIST.index('<div class="container-fluid" id="entity">', LIST.index("20261100101"))
    block = LIST[start : LIST.index("<br/>", start) + len("<br/>\n")]
    assert "20261100103" in block
    page = (FIXTURES / "MPI-pub-20261100103.htm").read_text(encoding="utf-8")
    numbers = [str(20261200000 + number) for number in range(count)]
    blocks = "".join(block.replace("20261100103", number) for number in numbers)
    pages = {f"MPI-pub-{number}": page for number in numbers}
    return {"lister": LIST.replace(block, blocks), **pages}


@pytest.mark.parametrize(
    ("faults", "said", "read"),
    [
        ((), "", 18),
        (("aws:empty-page",), "sans un seul des 16 avis annoncés", 12),
    ],
)
def test_the_pages_of_results_are_followed_in_one_session(
    crawls: Crawls, faults: tuple[str, ...], said: str, read: int
) -> None:
    with Portal(replay_of(**many(12)), faults=faults) as portal:
        result = crawled(crawls, portal)
    assert said in plain(" / ".join(result.causes))
    assert result.complete is (said == "")
    assert len(crawls.notice_ids()) == read


def test_a_crawl_asks_for_a_bounded_number_of_pages_and_the_next_one_for_the_rest(
    crawls: Crawls,
) -> None:
    with Portal(replay_of()) as portal:
        patched_crawl(crawls, "import spiders.aws", "spiders.aws.MOST_NOTICES = 3")
        first = crawled(crawls, portal)
        patched_crawl(crawls)
        again = crawled(crawls, portal)
    assert "limite de 3 avis par collecte atteinte" in plain(first.causes[0])
    assert (first.stored, again.stored, again.causes) == (3, 4, ())
    assert len(pages_asked(portal)) == 7


def test_a_check_reads_one_list_and_one_notice(crawls: Crawls) -> None:
    with Portal(replay_of()) as portal:
        result = crawled(crawls, portal, max_records=20)
    assert result.causes == ()
    assert [one.path for one in asked_of(portal, "/Annonces/")] == [
        "/Annonces/lister",
        "/Annonces/MPI-pub-20261100102.htm",
    ]
    assert [page.error for page in crawls.pages()] == [COMPARED]


def test_one_request_at_a_time_five_seconds_apart_on_the_web() -> None:
    job = crawl_job(
        next(source for source in SOURCES if source.name == "aws"),
        Settings(aws=("https://marches.example",)),
        since=MONDAY,
        until=TUESDAY,
        now=NOW,
    )
    asked = crawl_settings(job)
    assert asked.getfloat("DOWNLOAD_DELAY") == 5.0
    assert asked.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert asked.getbool("ROBOTSTXT_OBEY")
