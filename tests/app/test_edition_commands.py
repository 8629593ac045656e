"""``veille edition``: what staff do with a draft, from the command line."""

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.app.mailing_world import NOW, World, reserved_call, settings_of
from tests.store.templates import store_at
from veille.app.cli import app
from veille.app.console import Failure
from veille.core.filters import Filter


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("VEILLE_VAR_DIR", str(tmp_path))
    store = store_at(tmp_path / "veille.db")
    made = World(store, settings_of(tmp_path))
    reserved_call(made)
    made.subscribe("camille", Filter(what=("reserved",)))
    made.compose(now=NOW.replace(hour=5))
    return made


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["edition", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output.replace("\u00a0", " ")


def test_a_draft_is_listed_held_and_approved(world: World) -> None:
    assert "brouillon, part lundi 16 novembre 2026 à 7 h 30" in run("list")
    run("hold", "1")
    assert "retenue" in run("list")
    assert world.address(NOW).messages == 0
    run("approve", "1", "--by", "Camille")
    assert "approuvée" in run("list")
    assert world.address(NOW + timedelta(hours=1)).messages == 1
    assert "en cours d’envoi" in run("list")


def test_a_preview_is_the_mail_of_that_person(world: World, tmp_path: Path) -> None:
    page = tmp_path / "apercu.html"
    said = run("preview", "1", "--for", "camille@structure.example", "--out", str(page))
    assert said.startswith("1 marché réservé")
    assert "jardins inventés" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("approve", "9", "--by", "Camille"),
        ("hold", "9"),
        ("preview", "9", "--for", "camille@structure.example", "--out", "a.html"),
        ("preview", "1", "--for", "personne@structure.example", "--out", "a.html"),
        ("preview", "1", "--for", "pas une adresse", "--out", "a.html"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(world: World, arguments: tuple[str, ...]) -> None:
    with pytest.raises(Failure) as failure:
        run(*arguments)
    (line,) = failure.value.lines
    assert "\n" not in line
