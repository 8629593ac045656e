"""The sample folder as it is committed, decoded once for all its tests."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.make_sample import CHALLENGE, SAMPLE
from scripts.sample import load
from scripts.sample.model import Case


@pytest.fixture(scope="session")
def sample_dir() -> Path:
    return SAMPLE


@pytest.fixture(scope="session")
def records(sample_dir: Path) -> list[dict[str, Any]]:
    """The BOAMP records, ``gestion`` and ``donnees`` still strings."""
    lines = (sample_dir / "boamp" / "week.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def documents(sample_dir: Path) -> dict[str, bytes]:
    """The TED documents by file name."""
    return {path.name: path.read_bytes() for path in sorted((sample_dir / "ted").iterdir())}


@pytest.fixture(scope="session")
def expected() -> dict[str, dict[str, Any]]:
    """The challenge set by notice id."""
    lines = CHALLENGE.read_text(encoding="utf-8").splitlines()
    return {line["id"]: line for line in map(json.loads, lines)}


@pytest.fixture(scope="session")
def cases() -> tuple[Case, ...]:
    return load.cases()
