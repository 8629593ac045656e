"""Deploying: the script installs and upgrades in a folder; units and container are of one piece.

The packages come from uv's cache, which setting the project up fills: no network is used.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import typer

from tests.test_running_is_documented import commands
from veille.app.cli import app

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def environment(**more: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    return own | more


def run(*command: str | Path, cwd: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment(**more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def install(prefix: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    uv = Path(sys.executable).parent / "uv"
    if not uv.exists():
        pytest.skip("no uv beside this Python to install with")
    base = Path(sys.base_prefix) / "bin" / "python3"
    given = {"UV": str(uv), "PYTHON": str(base), "OFFLINE": "1", "NO_SYSTEM": "1"} | more
    done = run("sh", DEPLOY / "install.sh", prefix, cwd=prefix.parent, **given)
    if done.returncode and re.search(r"network|offline|cache", done.stderr, re.IGNORECASE):
        pytest.skip("uv's cache does not hold every package of the lock: " + done.stderr[-300:])
    return done


def veille(prefix: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return run(
        prefix / "venv/bin/veille", *arguments, cwd=prefix, VEILLE_VAR_DIR=f"{prefix}/var", **more
    )


def test_an_empty_folder_becomes_an_install_and_stays_one(tmp_path: Path) -> None:
    """One install serves every check: it takes its time."""
    prefix = tmp_path / "veille"
    done = install(prefix)
    assert (done.returncode, done.stderr) == (0, "")
    check_it_runs_by_itself(prefix)
    check_the_units(prefix, tmp_path)
    check_installing_again(prefix)


def check_it_runs_by_itself(prefix: Path) -> None:
    """It imports nothing of this folder, and what it keeps is for its owner only."""
    done = veille(prefix, "init", "--public-url", "https://veille.example.org")
    assert (done.returncode, done.stderr) == (0, "")
    doctor = veille(prefix, "doctor", "--json", "--offline")
    assert doctor.returncode == 0, doctor.stderr
    states = {one["name"]: one["state"] for one in json.loads(doctor.stdout)}
    assert (states["base"], states["clés"], states["modèle"]) == ("ok", "ok", "ok")
    assert (prefix / "var").stat().st_mode & 0o777 == 0o700
    assert (prefix / "veille.env").stat().st_mode & 0o777 == 0o600
    asked = "import veille; print(veille.__file__)"
    where = run(prefix / "venv/bin/python", "-c", asked, cwd=prefix)
    assert where.stdout.startswith(str(prefix))


def check_installing_again(prefix: Path) -> None:
    """An upgrade keeps settings, key and database."""
    (prefix / "veille.env").write_text("VEILLE_PUBLISHER='Agence de la clause'\n")
    key = (prefix / "var" / "secret.key").read_text()
    again = install(prefix)
    assert (again.returncode, again.stderr) == (0, "")
    assert (prefix / "var" / "secret.key").read_text() == key
    assert (prefix / "veille.env").read_text() == "VEILLE_PUBLISHER='Agence de la clause'\n"
    assert [path.name for path in prefix.iterdir() if path.name.startswith("venv")] == ["venv"]
    assert veille(prefix, "job", "list").returncode == 0


def check_the_units(prefix: Path, folder: Path) -> None:
    """systemd reads them without a word, once what they start is there."""
    program = shutil.which("systemd-analyze")
    if program is None:
        warnings.warn("no systemd-analyze here: the units are not verified", stacklevel=1)
        return
    placed = []
    for unit in UNITS:
        target = folder / unit.name
        target.write_text(unit.read_text().replace("/opt/veille", str(prefix)))
        placed.append(target)
    done = run(program, "verify", "--man=no", *placed, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_old_python_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    done = install(tmp_path / "veille", PYTHON=str(old))
    assert done.returncode == 1
    assert "3.11" in done.stderr
    assert not (tmp_path / "veille").exists()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_exists(unit: Path) -> None:

    known = {name.split()[0] for name in commands(typer.main.get_command(app))}
    asked = re.findall(r"bin/veille (\w+)", unit.read_text())
    assert set(asked) <= known
    assert asked or unit.suffix == ".timer"


def test_the_container_copies_what_the_wheel_holds() -> None:
    said = (DEPLOY / "Containerfile").read_text()
    copied = {
        name for line in re.findall(r"^COPY (?!--from)(.+)$", said, re.M) for name in line.split()
    }
    packages = {"veille", "spiders", "classifiers", "newsletters"}
    assert packages | {"requirements.lock", "pyproject.toml", "README.md", "LICENSE"} <= copied
    assert all((ROOT / name).exists() for name in copied if not name.startswith("."))
