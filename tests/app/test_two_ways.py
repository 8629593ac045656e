"""The API and the directories of the BOAMP in one run: one is enough, and which is said."""

from datetime import date, datetime
from pathlib import Path

import pytest

from spiders.job import CrawlResult
from tests.app.conftest import SAMPLE, WEEK, Run
from tests.app.test_watch_failures import NOW, sources_at
from tests.store.templates import store_at
from veille.app.gathering.replaying import replayed
from veille.app.gathering.sources import DIRECTORIES, SOURCES, asked_of, enabled
from veille.app.gathering.span import Span, first_missing
from veille.app.gathering.wholeness import all_well
from veille.core.clock import PARIS
from veille.portal.dila import ROOT
from veille.portal.server import Portal
from veille.settings import Settings
from veille.store import crawls

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
MONDAY, TUESDAY = date(2026, 11, 9), date(2026, 11, 10)
SPAN = Span(MONDAY, TUESDAY, datetime(2026, 11, 10, 7, tzinfo=PARIS))


def ended(source: str, *causes: str, done: tuple[date, ...] = (), unread: int = 0) -> CrawlResult:
    return CrawlResult(source=source, causes=causes, days_done=done, unread=unread)


API, FILES = ended("boamp", done=(MONDAY,)), ended("dila", done=(MONDAY,))
NO_API, NO_FILES = ended("boamp", "page HTML"), ended("dila", "page HTML")


@pytest.mark.parametrize(
    ("results", "well"),
    [
        ([API, FILES], True),
        ([NO_API, FILES], True),
        ([API, NO_FILES], True),
        ([NO_API, NO_FILES], False),
        ([NO_API], False),
        ([NO_FILES], False),
        ([NO_API, ended("dila")], False),  # a day without a file proves nothing
        ([API, ended("dila", done=(MONDAY,), unread=1)], False),
        ([ended("boamp", "page HTML", unread=1), FILES], False),
        ([API, FILES, ended("ted", "délai dépassé")], False),
    ],
)
def test_one_of_two_ways_to_the_same_notices_is_enough(
    results: list[CrawlResult], well: bool
) -> None:
    assert all_well(results, SPAN) is well


def test_a_week_read_by_the_directories_is_whole_and_says_so(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE, faults=["boamp:html-page"]) as portal:
        directories = {"VEILLE_DILA_URL": f"{portal.url}{ROOT}"}
        environment = {**sources_at(portal.url), **directories}
        done = veille("watch", *WEEK, *NOW, environment=environment)
    (line,) = done.stderr.splitlines()
    assert line.startswith("BOAMP")
    assert done.returncode == 0
    (page,) = (tmp_path / "mail").glob("*.html")
    text = " ".join(page.read_text(encoding="utf-8").split())
    assert "lecture complète avec les répertoires quotidiens de la DILA" in text
    assert "n’a pas été lu en entier" not in text
    assert "Répertoires de la DILA" not in text


def test_the_directories_are_asked_beside_the_official_api_unless_told_otherwise() -> None:
    (dila,) = (source for source in SOURCES if source.name == "dila")
    elsewhere = "http://127.0.0.1:8001"
    assert asked_of(dila, Settings()).address == DIRECTORIES
    assert not asked_of(dila, Settings(boamp_url=elsewhere)).anything
    assert not asked_of(dila, Settings(dila_url="")).anything
    mirror = Settings(boamp_url=elsewhere, dila_url=f"{elsewhere}/")
    assert asked_of(dila, mirror).address == elsewhere
    assert [source.name for source in enabled(mirror)] == ["boamp", "dila", "ted"]


def test_a_replay_asks_the_directories_only_where_it_holds_files_of_them(tmp_path: Path) -> None:
    with replayed(SAMPLE, Settings(var_dir=tmp_path)) as rerun:
        assert rerun.settings.dila_url == ""
    file = tmp_path / "replay" / "dila" / "2026" / "11" / "10" / "26-970103.xml"
    file.parent.mkdir(parents=True)
    file.write_bytes((FIXTURES / "dila" / "mapa.xml").read_bytes())
    with replayed(tmp_path / "replay", Settings(var_dir=tmp_path)) as rerun:
        assert str(rerun.settings.dila_url).endswith(ROOT)
        assert rerun.last_day == TUESDAY


def test_directories_that_fail_do_not_make_the_next_run_longer(tmp_path: Path) -> None:
    store = store_at(tmp_path / "veille.db")
    with store.transaction() as session:
        for source in ("boamp", "ted"):
            crawl = crawls.start(session, source, MONDAY, TUESDAY, SPAN.now)
            crawls.mark_days_done(session, crawl, source, [MONDAY, TUESDAY], SPAN.now)
        crawls.start(session, "dila", MONDAY, TUESDAY, SPAN.now)
    assert first_missing(store, date(2026, 11, 11)) == MONDAY
    store.dispose()
