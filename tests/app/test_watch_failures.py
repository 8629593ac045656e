"""A source that fails: exit 1, one line for it, and the edition is composed all the same."""

from collections.abc import Mapping
from pathlib import Path

from tests.app.conftest import SAMPLE, WEEK, Run
from veille.portal.server import Portal

NOW = ("--now", "2026-11-16T07:30")


def sources_at(url: str) -> Mapping[str, str]:
    return {
        "VEILLE_BOAMP_URL": url,
        "VEILLE_TED_API_URL": url,
        "VEILLE_TED_URL": url,
        "VEILLE_FIRST_WAIT": "0.05",
        "VEILLE_LONGEST_WAIT": "0.2",
    }


def test_a_silent_source_is_named_and_the_edition_still_comes_out(
    veille: Run, tmp_path: Path
) -> None:
    with Portal(SAMPLE, faults=["ted:timed-out"]) as portal:
        done = veille("watch", *WEEK, *NOW, environment=sources_at(portal.url))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("TED")
    assert "timedOut" in line
    (page,) = (tmp_path / "mail").glob("*.html")
    text = page.read_text(encoding="utf-8")
    assert "TED n’a pas été lu en entier" in text
    assert "BOAMP n’a pas été lu en entier" not in text


def test_a_repaired_source_completes_what_was_missing(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE, faults=["boamp:html-page:after=2"]) as portal:
        first = veille("gather", "boamp", *WEEK, *NOW, environment=sources_at(portal.url))
    with Portal(SAMPLE) as portal:
        second = veille("gather", "boamp", *WEEK, *NOW, environment=sources_at(portal.url))
        third = veille("gather", "boamp", *WEEK, *NOW, environment=sources_at(portal.url))
    assert (first.returncode, second.returncode, third.returncode) == (1, 0, 0)
    assert "collecte incomplète" in first.stdout
    assert "0\u00a0nouveau" in third.stdout


def test_a_source_that_cannot_be_reached_gives_one_line(veille: Run) -> None:
    with Portal(SAMPLE) as portal:
        gone = portal.url
    done = veille("gather", "boamp", *WEEK, *NOW, environment=sources_at(gone))
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "connexion refusée" in line


def test_a_database_that_cannot_be_used_gives_one_line(veille: Run) -> None:
    done = veille("watch", *WEEK, environment={"VEILLE_DATABASE_URL": "sqlite:////nowhere/v.db"})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_territory_gives_one_line(veille: Run) -> None:
    settings = {"VEILLE_TERRITORIES": '["99"]'}
    done = veille("watch", "--replay", str(SAMPLE), *WEEK, environment=settings)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "VEILLE_TERRITORIES" in line


def test_a_setting_that_cannot_be_read_gives_one_line(veille: Run) -> None:
    done = veille("reparse", environment={"VEILLE_CRAWL_DELAY": "soon"})
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("VEILLE_CRAWL_DELAY")
