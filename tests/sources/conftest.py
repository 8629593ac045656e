"""A database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.shared_crawler import SharedCrawler
from tests.sources.suite import World
from tests.store.templates import store_at


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with its tables, to be copied."""
    path = tmp_path_factory.mktemp("migrated") / "veille.db"
    store_at(path).dispose()
    return path


@pytest.fixture
def world(tmp_path: Path, crawler: SharedCrawler) -> Iterator[World]:
    path = tmp_path / "veille.db"
    store_at(path).dispose()
    made = World(f"sqlite:///{path}", tmp_path, crawler)
    yield made
    made.store.dispose()
