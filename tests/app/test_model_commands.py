"""The commands about models, as a person runs them."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from classifiers import registry
from tests.app import learning
from tests.app.conftest import SAMPLE
from tests.app.test_watch_failures import sources_at
from tests.classifiers.learned_data import labelled
from veille.app.cli import app
from veille.app.console import Failure
from veille.app.learn.training import evaluate, train
from veille.core.interchange import notice_to_json
from veille.portal.server import Portal
from veille.store import Store, notices

TODAY = date(2026, 11, 22)


def lines(first: int, last: int) -> list[str]:
    """Invented labelled notices as interchange lines."""
    made = []
    for notice, label in labelled(last)[first:]:
        line = json.loads(notice_to_json(notice)) | {"label": {"any": label.positive}}
        made.append(json.dumps(line, ensure_ascii=False))
    return made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained by the command on two files, one of them compressed."""
    folder = tmp_path_factory.mktemp("trained")
    (folder / "a.jsonl").write_text("\n".join(lines(0, 100)), encoding="utf-8")
    with gzip.open(folder / "b.jsonl.gz", "wt", encoding="utf-8") as packed:
        packed.write("\n".join(lines(100, 250)))
    files = [str(folder / name) for name in ("a.jsonl", "b.jsonl.gz")]
    where = ["--out", str(folder / "model"), "--now", "2026-11-22T09:00"]
    done = CliRunner().invoke(app, ["train", "--labelled", *files, *where])
    assert done.exit_code == 0, done.output
    return folder / "model"


def test_training_reads_every_file_and_names_them(trained: Path) -> None:
    manifest = registry.read_manifest(trained)
    assert manifest.trained.notices == 250
    assert manifest.trained.sources == ("a.jsonl", "b.jsonl.gz")
    assert manifest.created_on == TODAY


def test_a_line_that_is_no_notice_is_said_and_the_rest_is_learned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = lines(0, 120)
    file = tmp_path / "c.jsonl"
    file.write_text("\n".join([*good[:50], "{", '{"id": 1}', *good[50:]]), encoding="utf-8")
    assert not train([file, tmp_path / "absent"], tmp_path / "model", TODAY)
    said = capsys.readouterr().err.splitlines()
    assert [line.split("\u00a0:")[0].rsplit("/")[-1] for line in said] == [
        "c.jsonl:51",
        "c.jsonl:52",
        "absent",
    ]
    assert registry.read_manifest(tmp_path / "model").trained.notices == 120


def test_too_little_to_learn_from_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / "few.jsonl"
    file.write_text("\n".join(lines(0, 10)), encoding="utf-8")
    with pytest.raises(Failure, match="avis avec clause"):
        train([file], tmp_path / "model", TODAY)
    assert not (tmp_path / "model").exists()


def test_a_model_is_never_written_over(trained: Path) -> None:
    with pytest.raises(Failure, match="existe déjà"):
        train([trained.parent / "a.jsonl"], trained, TODAY)


def test_without_the_extra_it_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(Failure, match="installer l’extra"):
        train([tmp_path / "a.jsonl"], tmp_path / "model", TODAY)


def test_evaluation_prints_figures_and_writes_a_page(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, page = tmp_path / "later.jsonl", tmp_path / "page.html"
    file.write_text("\n".join(lines(0, 400)), encoding="utf-8")
    assert evaluate(trained, [file], page)
    found = json.loads(capsys.readouterr().out)
    assert found["learned_from"] == 0
    assert found["notices"] + found["baselines_trained_on"] == 400
    assert {"potential", "likely"} == set(found["scores"])
    assert "title_linear" in found["baselines"]
    assert found["scores"]["likely"]["curve"][-1][0] == 1.0
    html = page.read_text(encoding="utf-8")
    assert html.count("<svg") >= 2
    assert html.count("<caption>") >= html.count("<svg")
    for words in ("Précision selon la part retrouvée", "Fiabilité", "linéaire, objet seul"):
        assert words in html


def test_what_flatters_a_model_is_said_on_the_page(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert evaluate(trained, [trained.parent / "a.jsonl"], page)
    assert json.loads(capsys.readouterr().out)["learned_from"] == 100
    assert "le flattent" in page.read_text(encoding="utf-8")


def test_nothing_to_measure_on_is_one_line(trained: Path, tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl"
    file.write_text("", encoding="utf-8")
    with pytest.raises(Failure, match="0"):
        evaluate(trained, [file], None)
    with pytest.raises(Failure, match="introuvable"):
        evaluate(tmp_path / "no", [file], None)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learning.ship(tmp_path_factory.mktemp("ships")).parent


@pytest.fixture
def here(shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An install whose shipped model is small."""
    monkeypatch.setattr(registry, "MODELS", shipped)
    monkeypatch.setenv("VEILLE_VAR_DIR", str(tmp_path))
    return tmp_path


def test_history_is_gathered_then_learned_from_and_the_list_shows_it(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CliRunner()
    with Portal(SAMPLE) as portal:
        for name, value in sources_at(portal.url).items():
            monkeypatch.setenv(name, value)
        days = ("--since", "2026-11-09", "--until", "2026-11-15", "--now", "2026-11-16T07:30")
        done = run.invoke(app, ["model", "bootstrap", *days])
    assert done.exit_code == 0, done.output
    assert "l’ancien reste" in done.stdout
    [folder] = (here / "models").iterdir()
    manifest = registry.read_manifest(folder)
    assert manifest.trained.notices > 300
    assert (here / "history.db").exists()
    gathered = Store(f"sqlite:///{here / 'veille.db'}")
    with gathered.read() as session:
        assert notices.count(session) == 0  # learned from, never told
    gathered.dispose()
    listed = run.invoke(app, ["model", "list"])
    assert folder.name in listed.stdout
    assert run.invoke(app, ["model", "list", "--history"]).stdout == ""

    page = here / "report.html"
    told = run.invoke(app, ["model", "report", "--page", str(page), "--now", "2026-11-16T07:30"])
    assert json.loads(told.stdout)["challenger"] == folder.name
    assert "<table" in page.read_text(encoding="utf-8")

    why = ["--why", "essai", "--by", "camille"]
    assert run.invoke(app, ["model", "promote", folder.name, *why]).exit_code == 0
    assert "camille" in run.invoke(app, ["model", "list", "--history"]).stdout
    assert "modèle livré" in run.invoke(app, ["model", "rollback"]).stdout
    again = run.invoke(app, ["model", "train", "--now", "2026-11-16T07:30"])
    assert again.stdout.startswith(folder.name)
    assert "l’ancien reste" in again.stdout


def test_days_in_the_wrong_order_are_wrong_usage(here: Path) -> None:
    days = ["--since", "2026-11-15", "--until", "2026-11-09"]
    assert CliRunner().invoke(app, ["model", "bootstrap", *days]).exit_code == 2
    assert CliRunner().invoke(app, ["model", "promote", "m1"]).exit_code == 2


def test_an_unknown_model_is_one_line(here: Path) -> None:
    done = CliRunner().invoke(app, ["model", "promote", "m1", "--why", "essai"])
    assert isinstance(done.exception, Failure)
    assert "aucun modèle de ce nom" in str(done.exception)
