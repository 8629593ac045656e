"""The program as a person runs it: a process of its own, its files in a folder of the test."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "veille" / "portal" / "sample"
WEEK = ("--since", "2026-11-09", "--until", "2026-11-15")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run_veille(
    var: Path, *arguments: str, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run ``veille`` with its own folder; settings of the caller's environment are left out."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    own |= {"VEILLE_VAR_DIR": str(var), **(environment or {})}
    return subprocess.run(
        [sys.executable, "-m", "veille", *arguments],
        env=own,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def veille(tmp_path: Path) -> Run:
    """``veille(*arguments, environment=…, stdin=…)``, its files in ``tmp_path``."""

    def run(
        *arguments: str, environment: Mapping[str, str] | None = None, stdin: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        return run_veille(tmp_path, *arguments, environment=environment, stdin=stdin)

    return run
