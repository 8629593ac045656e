"""A migrated database, made once and copied for each test that crawls."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.spiders.crawling import Crawls, copied
from veille.store import Store


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "veille.db"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.dispose()
    return path


@pytest.fixture
def crawls(template: Path, tmp_path: Path) -> Iterator[Crawls]:
    """Crawls into a database of this test."""
    made = copied(template, tmp_path)
    yield made
    made.store.dispose()
