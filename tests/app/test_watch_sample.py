"""The weekly job on the project's sample, twice."""

import email
import email.policy
import re
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import BeautifulSoup

from newsletters.rendering import MOST_BYTES
from tests.app.conftest import SAMPLE, WEEK, run_veille
from veille.portal.replay import Replay


class Twice(NamedTuple):
    """A folder in which the job ran twice, and what each run said."""

    var: Path
    first: "subprocess.CompletedProcess[str]"
    after_first: dict[str, float]
    second: "subprocess.CompletedProcess[str]"


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Twice:
    var = tmp_path_factory.mktemp("var")
    first = run_veille(var, "watch", "--replay", str(SAMPLE), *WEEK)
    written = {path.name: path.stat().st_mtime for path in (var / "mail").glob("*")}
    return Twice(var, first, written, run_veille(var, "watch", "--replay", str(SAMPLE), *WEEK))


def count(twice: Twice, query: str) -> int:
    with sqlite3.connect(twice.var / "replay.db") as connection:
        return int(connection.execute(query).fetchone()[0])


def lines_read(said: str) -> list[str]:
    """What each source gave, without what was new in it."""
    return [line.split(",")[0] for line in said.splitlines() if "relevés lus" in line]


def test_both_runs_end_well_and_say_nothing_on_standard_error(twice: Twice) -> None:
    assert (twice.first.returncode, twice.first.stderr) == (0, "")
    assert (twice.second.returncode, twice.second.stderr) == (0, "")


def test_every_record_of_the_sample_is_in_the_store_once(twice: Twice) -> None:
    replay = Replay.load(SAMPLE)
    stored = count(twice, "SELECT count(*) FROM payloads WHERE source = 'boamp'")
    distinct = count(twice, "SELECT count(DISTINCT key) FROM payloads WHERE source = 'boamp'")
    assert stored == distinct == len(replay.records)
    assert count(twice, "SELECT count(*) FROM payloads WHERE state != 'parsed'") == 0


def test_every_notice_is_linked_and_judged(twice: Twice) -> None:
    assert count(twice, "SELECT count(*) FROM notices WHERE procedure_id IS NULL") == 0
    unjudged = (
        "SELECT count(*) FROM notices LEFT JOIN verdicts"
        " ON verdicts.notice_hash = notices.content_hash WHERE verdicts.id IS NULL"
    )
    assert count(twice, unjudged) == 0


def test_a_notice_of_both_sources_is_one_procedure(twice: Twice) -> None:
    both = (
        "SELECT count(*) FROM (SELECT procedure_id FROM notices"
        " GROUP BY procedure_id HAVING count(DISTINCT source) > 1)"
    )
    assert count(twice, both) >= 30


def test_the_second_run_reads_the_same_stores_nothing_and_says_so(twice: Twice) -> None:
    assert lines_read(twice.second.stdout) == lines_read(twice.first.stdout) != []
    for line in twice.second.stdout.splitlines():
        if "relevés lus" in line:
            assert "0\u00a0nouveau" in line
    assert "Éditions composées\u00a0: 0." in twice.second.stdout
    assert "Écrits\u00a0: 0\u00a0envoi." in twice.second.stdout


def test_the_second_run_touches_no_file(twice: Twice) -> None:
    now = {path.name: path.stat().st_mtime for path in (twice.var / "mail").glob("*")}
    assert now == twice.after_first


def test_the_edition_is_a_message_and_a_page_marked_as_a_sample(twice: Twice) -> None:
    (message,) = (twice.var / "mail").glob("*.eml")
    (page,) = (twice.var / "mail").glob("*.html")
    assert str(message) in twice.first.stdout
    assert str(page) in twice.first.stdout
    mail = email.message_from_bytes(message.read_bytes(), policy=email.policy.default)
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None
        assert "Données d’exemple, aucune consultation réelle" in body.get_content()


def test_the_message_is_light_and_the_page_whole(twice: Twice) -> None:
    message = next((twice.var / "mail").glob("*.eml")).read_bytes()
    body = email.message_from_bytes(message, policy=email.policy.default).get_body(("html",))
    assert body is not None
    mail = BeautifulSoup(body.get_content(), "html.parser")
    content = next((twice.var / "mail").glob("*.html")).read_text(encoding="utf-8")
    page = BeautifulSoup(content, "html.parser")
    assert len(body.get_content().encode()) <= MOST_BYTES < len(content.encode())
    in_full, in_a_line = mail.select("article"), mail.select("main li")
    assert in_full
    assert in_a_line
    counted = re.findall(
        r"et (\d+)\D", " ".join(more.get_text() for more in mail.select("section > div"))
    )
    shown = len(in_full) + len(in_a_line)
    assert shown + sum(map(int, counted)) == len(page.select("article"))


def test_every_section_of_the_digest_has_something_to_show(twice: Twice) -> None:
    page = next((twice.var / "mail").glob("*.html")).read_text(encoding="utf-8")
    for section in (
        "reserved",
        "clause",
        "opportunity",
        "planning",
        "renewal",
        "correction",
        "award",
    ):
        assert f'id="section-{section}"' in page
