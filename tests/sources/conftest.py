"""One crawling child and one migrated database for all, copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.shared_crawler import SharedCrawler
from tests.sources.suite import World
from tests.store.templates import store_at


@pytest.fixture(scope="session")
def crawler() -> Iterator[SharedCrawler]:
    with SharedCrawler() as made:
        yield made


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "veille.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def world(migrated: Path, tmp_path: Path, crawler: SharedCrawler) -> Iterator[World]:
    path = tmp_path / "veille.db"
    shutil.copy(migrated, path)
    made = World(f"sqlite:///{path}", tmp_path, crawler)
    yield made
    made.store.dispose()
