"""``veille source new``: what it writes is clean and passes the suite as it is, or nothing is."""

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.english import english_in
from veille.app.adding_source.wanted import Wanted
from veille.app.adding_source.writing import write_source
from veille.app.console import Failure

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("spiders", "veille", "tests/sources", "tests/spiders", "tests/store", "tests/fixtures")
LINKED = ("newsletters", "classifiers")
FILES = ("pyproject.toml", "tests/__init__.py", "tests/conftest.py")
WANTED = Wanted(
    name="val_test2",
    label="Métropole de Valsonne",
    publisher="Métropole de Valsonne-les-Pins, direction des achats, pour ses communes",
    licence="Licence Ouverte 2.0",
    address="https://data.valsonne.example/api/explore/avis-de-marches/list.json",
)
WRITTEN = (
    "spiders/val_test2.py",
    "spiders/parsers/val_test2.py",
    "tests/sources/cases/val_test2.py",
    "tests/fixtures/val_test2/list.json",
    "tests/fixtures/val_test2/list-2.json",
    "tests/sources/golden/val_test2.jsonl",
)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a source is made of, with a new one in it."""
    root = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        shutil.copytree(ROOT / name, root / name)
    for name in LINKED:
        (root / name).symlink_to(ROOT / name)
    for name in FILES:
        shutil.copy(ROOT / name, root / name)
    write_source(root, WANTED)
    return root


def run(*command: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_written_is_clean(checkout: Path) -> None:
    changed = (*WRITTEN[:3], "spiders/registry.py", "veille/core/source_labels.py")
    checked = run("ruff", "check", "--no-cache", *changed, folder=checkout)
    assert checked.returncode == 0, checked.stdout
    formatted = run("ruff", "format", "--no-cache", "--check", *changed, folder=checkout)
    assert formatted.returncode == 0, formatted.stdout


def test_what_is_written_has_its_types(checkout: Path, tmp_path: Path) -> None:
    """As the project's own modules are checked; from here, where what they import is known."""
    for name, written in (("new_spider.py", WRITTEN[0]), ("new_parser.py", WRITTEN[1])):
        shutil.copy(checkout / written, tmp_path / name)
    paths = (str(tmp_path / "new_spider.py"), str(tmp_path / "new_parser.py"))
    checked = run("mypy", *paths, folder=ROOT)
    assert checked.returncode == 0, checked.stdout


def test_what_is_written_passes_the_suite_of_sources(checkout: Path) -> None:
    done = run("pytest", "-n", "0", "-q", "tests/sources", "-k", WANTED.name, folder=checkout)
    assert done.returncode == 0, done.stdout
    assert "skipped" not in done.stdout


def test_the_next_steps_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small_checkout(tmp_path)
    write_source(tmp_path, WANTED)
    said = capsys.readouterr().out
    for path in WRITTEN:
        assert path in said
    assert 'VEILLE_SOURCES=\'{"val_test2": [' in said
    assert english_in(said) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "Ville"}, "nom refusé"),
        ({"name": "../ville"}, "nom refusé"),
        ({"name": "class"}, "nom refusé"),
        ({"name": "é"}, "nom refusé"),
        ({"name": "boamp"}, "cette source existe déjà"),
        ({"name": "keeping"}, "spiders/keeping.py existe déjà"),
        ({"name": "values"}, "spiders/parsers/values.py existe déjà"),
        ({"label": ""}, "--label"),
        ({"label": "x" * 41}, "--label"),
        ({"publisher": 'dit "la Ville"'}, "guillemet"),
        ({"publisher": "a\nb"}, "--publisher"),
        ({"licence": "\\N"}, "barre inverse"),
        ({"licence": "x" * 100}, "mot démesuré"),
        ({"address": "ftp://valsonne.example"}, "adresse http"),
        ({"address": "https://valsonne.example/a b"}, "adresse http"),
        ({"address": "https://[valsonne"}, "adresse http"),
    ],
)
def test_what_cannot_be_a_source_is_refused_in_one_line_and_nothing_is_written(
    tmp_path: Path, changes: dict[str, str], said: str
) -> None:
    small_checkout(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(Failure) as refused:
        write_source(tmp_path, replace(WANTED, **changes))
    assert said in str(refused.value)
    assert "\n" not in str(refused.value) or "\n" in "".join(changes.values())
    assert sorted(tmp_path.rglob("*")) == before


def test_tables_of_another_shape_are_left_alone(tmp_path: Path) -> None:
    small_checkout(tmp_path)
    (tmp_path / "spiders" / "registry.py").write_text("ROWS = ()\n", encoding="utf-8")
    with pytest.raises(Failure, match="à la main"):
        write_source(tmp_path, WANTED)
    assert not (tmp_path / WRITTEN[0]).exists()


def test_outside_a_checkout_it_is_one_line(tmp_path: Path) -> None:
    options = ("--publisher", "La ville", "--licence", "Aucune", "--address", WANTED.address)
    done = run("veille", "source", "new", "ville", *options, folder=tmp_path)
    assert done.returncode == 1
    assert "copie du dépôt" in done.stderr
    assert done.stderr.count("\n") == 1


def small_checkout(root: Path) -> None:
    """Just the files that are looked at before anything is written."""
    for name in ("tests/sources/cases", "spiders/parsers", "veille/core"):
        (root / name).mkdir(parents=True)
    for name in ("spiders/keeping.py", "spiders/parsers/values.py", "spiders/registry.py"):
        shutil.copy(ROOT / name, root / name)
    shutil.copy(ROOT / "veille/core/source_labels.py", root / "veille/core/source_labels.py")
