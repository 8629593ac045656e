"""The BOAMP crawl as a child process, against a portal that behaves."""

import os
import signal
import subprocess
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from spiders.boamp import BoampSpider, unit_of
from spiders.job import CrawlJob
from spiders.tally import Tally
from tests.spiders.crawling import (
    MONDAY,
    NOW,
    TUESDAY,
    Crawls,
    asked_of,
    patched_crawl,
    plain,
    portal_of,
    small_record,
    write_boamp,
)
from veille.app.steps import gather as step
from veille.core.clock import PARIS
from veille.portal.replay import Replay
from veille.portal.site import DATASET
from veille.store import crawl_units


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """250 records on Monday, three on Tuesday."""
    records = [small_record(f"26-91{n:04d}", MONDAY) for n in range(250)]
    records += [small_record(f"26-92{n:04d}", TUESDAY) for n in range(3)]
    return Replay.load(write_boamp(tmp_path_factory.mktemp("boamp"), records))


def test_days_are_read_page_by_page_and_a_second_crawl_stores_nothing(
    crawls: Crawls, replay: Replay
) -> None:
    with portal_of(replay) as portal:
        first = crawls.run(portal.url)
        asked = asked_of(portal, DATASET)
        said = list(crawls.said)
        again = crawls.run(portal.url)

    assert (first.announced, first.received, first.stored, first.unread) == (253, 253, 253, 0)
    assert first.complete
    assert first.days_done == (MONDAY, TUESDAY)
    assert (again.received, again.stored, again.complete) == (253, 0, True)
    pages = sorted((one.first("where"), int(one.first("offset"))) for one in asked)
    assert pages == [
        ("dateparution=date'2026-11-09'", 0),
        ("dateparution=date'2026-11-09'", 100),
        ("dateparution=date'2026-11-09'", 200),
        ("dateparution=date'2026-11-10'", 0),
    ]
    assert {(one.first("order_by"), one.first("limit")) for one in asked} == {
        ("dateparution,idweb", "100")
    }
    assert {one.headers["user-agent"] for one in asked} == {"Veille/essai (tests)"}
    assert [one.received for one in said] == sorted(one.received for one in said)
    assert said[-1].stored == 253
    assert len(crawls.notice_ids()) == 253
    last = crawls.last()
    assert (last.status, last.announced, last.received, last.stored) == ("complete", 253, 253, 0)
    assert crawls.done() == {MONDAY, TUESDAY}
    with crawls.store.read() as session:
        totals = crawl_units.newest(session, "boamp", MONDAY)
    assert [(day, one.announced, one.received) for day, one in totals.items()] == [
        (MONDAY, 250, 250),
        (TUESDAY, 3, 3),
    ]


def test_the_running_day_is_read_but_never_done_and_an_empty_day_is_asked_again(
    crawls: Crawls, replay: Replay
) -> None:
    running = datetime(2026, 11, 10, 9, tzinfo=PARIS)
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, since=date(2026, 11, 8), now=running)

    assert result.complete
    assert result.received == 253
    assert crawls.done() == {MONDAY}


@pytest.mark.parametrize(("today", "done"), [(16, set()), (17, {MONDAY})])
def test_a_day_that_stays_empty_is_done_after_a_week(today: int, done: set[date]) -> None:
    job = CrawlJob(
        source="boamp",
        since=MONDAY,
        until=MONDAY,
        now=datetime(2026, 11, today, 7, tzinfo=PARIS),
        database_url="",
        address="",
        user_agent="Veille",
    )
    spider = BoampSpider(keeper=SimpleNamespace(job=job, tally=Tally("boamp")))  # type: ignore[arg-type]
    assert set(spider.days_done()) == set()
    spider.announce(unit_of(MONDAY), 0)
    assert set(spider.days_done()) == done


def test_a_check_reads_the_first_records_and_ends_no_day(crawls: Crawls, replay: Replay) -> None:
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, max_records=2)
        asked = asked_of(portal, DATASET)

    assert (result.received, result.complete, result.days_done) == (4, True, ())
    assert {one.first("limit") for one in asked} == {"2"}
    assert len(asked) == 2
    assert crawls.done() == set()
    assert crawls.last().status == "incomplete"


def test_a_day_above_the_ceiling_is_read_through_the_export(crawls: Crawls, replay: Replay) -> None:
    patched_crawl(crawls, "spiders.boamp.CEILING = 200")
    with portal_of(replay) as portal:
        result = crawls.run(portal.url)
        exports = asked_of(portal, f"{DATASET}/exports/json")

    assert (result.received, result.stored, result.complete) == (253, 253, True)
    assert [one.first("where") for one in exports] == ["dateparution=date'2026-11-09'"]


def test_a_broken_export_leaves_its_day_undone(crawls: Crawls, replay: Replay) -> None:
    patched_crawl(crawls, "spiders.boamp.CEILING = 200")
    with portal_of(replay, f"{DATASET}/exports/json:cut") as portal:
        result = crawls.run(portal.url)

    assert [plain(cause) for cause in result.causes] == [
        "lundi 9 novembre 2026 : JSON incomplet au lieu de la réponse attendue"
    ]
    assert crawls.done() == {TUESDAY}
    assert len(crawls.pages()) == 1


def test_a_callback_that_raises_makes_the_crawl_incomplete(crawls: Crawls, replay: Replay) -> None:
    patched_crawl(crawls, "spiders.boamp.record_of = lambda item, day: {}[day.isoformat()]")
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, since=TUESDAY)

    assert [plain(cause) for cause in result.causes] == [
        "mardi 10 novembre 2026 : erreur du programme (KeyError)"
    ]
    assert crawls.done() == set()


def test_a_database_that_refuses_a_page_makes_its_day_incomplete(
    crawls: Crawls, replay: Replay
) -> None:
    patched_crawl(
        crawls,
        "import spiders.keeping as keeping",
        "from veille.store import StoreError",
        "def full(*args): raise StoreError('database x: disk is full')",
        "keeping.payloads.add = full",
    )
    with portal_of(replay) as portal:
        result = crawls.run(portal.url, since=TUESDAY)

    assert [plain(cause) for cause in result.causes] == [
        "mardi 10 novembre 2026 : base de données inutilisable : database x: disk is full"
    ]
    assert (result.received, result.stored, result.days_done) == (0, 0, ())


def test_a_crawl_that_cannot_begin_says_why(crawls: Crawls, tmp_path: Path) -> None:
    crawls.crawl = step.gather
    missing = crawls.run("http://127.0.0.1:9", database_url=f"sqlite:///{tmp_path}/none/x.db")
    unknown = crawls.run("http://127.0.0.1:9", source="nowhere")

    assert plain(missing.causes[0]).startswith("base de données inutilisable : ")
    assert "/none" in missing.causes[0]
    assert plain(unknown.causes[0]) == "source inconnue"


def test_a_crawl_that_dies_is_a_result_with_its_cause(
    crawls: Crawls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(step, "CRAWL", (step.CRAWL[0], "-c", "import no_such_module"))
    crawls.crawl = step.gather
    result = crawls.run("http://127.0.0.1:9")

    assert [plain(cause) for cause in result.causes] == [
        "collecte interrompue (code 1, ModuleNotFoundError)"
    ]


def test_a_source_that_nobody_answers_at_is_given_up_without_waiting_for_every_day(
    crawls: Crawls,
) -> None:
    result = crawls.run("http://127.0.0.1:9")

    assert len(result.causes) == 2
    assert all("connexion refusée" in cause for cause in result.causes)
    assert result.days_done == ()


@pytest.mark.parametrize("ended_by", [signal.SIGKILL, signal.SIGTERM])
def test_a_crawl_stopped_midway_is_incomplete_and_the_next_one_completes_it(
    crawls: Crawls, replay: Replay, monkeypatch: pytest.MonkeyPatch, ended_by: signal.Signals
) -> None:
    children: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def remembered(*args: object, **kwargs: object) -> "subprocess.Popen[bytes]":
        children.append(popen(*args, **kwargs))  # type: ignore[call-overload]
        return children[-1]

    monkeypatch.setattr(step.subprocess, "Popen", remembered)
    with portal_of(replay, "boamp:slow:seconds=3:after=2") as portal:
        job = CrawlJob(
            source="boamp",
            since=MONDAY,
            until=TUESDAY,
            now=NOW,
            database_url=crawls.url,
            address=portal.url,
            user_agent="Veille",
        )
        stopped = step.gather(job, lambda said: os.kill(children[-1].pid, ended_by))
    before = crawls.last()
    done = crawls.done()
    with portal_of(replay) as portal:
        again = step.gather(replace(job, address=portal.url))

    assert not stopped.complete
    assert stopped.received == stopped.stored > 0
    assert before.outcome == "incomplete"
    assert MONDAY not in done
    if ended_by == signal.SIGKILL:
        assert plain(stopped.causes[0]) == "collecte interrompue (SIGKILL)"
        assert before.status == "running"
    else:
        assert plain(stopped.causes[0]) == "collecte arrêtée avant la fin"
    assert again.complete
    assert (again.received, again.stored) == (253, 253 - stopped.stored)
    assert len(crawls.payloads()) == len(crawls.notice_ids()) == 253
    assert {one.state for one in crawls.payloads()} == {"parsed"}


def test_a_job_that_cannot_be_read_is_one_line() -> None:
    child = subprocess.run(step.CRAWL, input=b"{}", capture_output=True, check=False)

    assert child.returncode == 2
    assert child.stderr.decode().count("\n") == 1
