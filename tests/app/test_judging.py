"""``veille judge`` with the learned part: scores, order, and models that cannot be used."""

import json
import shutil
from pathlib import Path

import pytest

from classifiers import registry
from tests.app.conftest import Run

CLEANING = {"id": "boamp:1", "source": "boamp", "title": "Nettoyage des locaux de la mairie"}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A folder of its own with the model that ships."""
    return Path(shutil.copytree(registry.shipped(), tmp_path / "model"))


def test_the_model_that_ships_scores_by_default(veille: Run) -> None:
    lines = [json.dumps(CLEANING), '{"id": "boamp:2", "source": "boamp"}']
    done = veille("judge", stdin="\n".join(lines))
    assert (done.returncode, done.stderr) == (0, "")
    cleaning, empty = map(json.loads, done.stdout.splitlines())
    assert cleaning["model"] == empty["model"] == registry.read_manifest(registry.shipped()).name
    assert 0 < cleaning["potential"] < 1
    assert 0 < cleaning["likely"] < 1
    assert "learned" in {line["signal"] for line in cleaning["evidence"]}
    assert (empty["potential"], empty["likely"]) == (None, None)


def test_another_model_can_be_named(veille: Run, copied: Path) -> None:
    named = veille("judge", "--model", str(copied), stdin=json.dumps(CLEANING))
    assert (named.returncode, named.stderr) == (0, "")
    assert named.stdout == veille("judge", stdin=json.dumps(CLEANING)).stdout


def test_bad_lines_among_many_are_left_out_and_the_order_kept(veille: Run) -> None:
    lines = [json.dumps(CLEANING | {"id": f"boamp:{number}"}) for number in range(450)]
    for number in (0, 199, 200, 201, 449):
        lines[number] = '{"id": '
    done = veille("judge", stdin="\n".join(lines))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 5
    told = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert told == [f"boamp:{n}" for n in range(450) if n not in (0, 199, 200, 201, 449)]


@pytest.mark.parametrize("name", ["manifest.json", "textcat.bin", "habits.npz"])
def test_a_model_that_was_changed_is_refused_in_one_line(
    veille: Run, copied: Path, name: str
) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    done = veille("judge", "--model", str(copied), stdin=json.dumps(CLEANING))
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert name in line


def test_a_folder_that_is_no_model_is_refused_in_one_line(veille: Run, tmp_path: Path) -> None:
    done = veille("judge", "--model", str(tmp_path / "nothing"), stdin=json.dumps(CLEANING))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert "nothing" in done.stderr
