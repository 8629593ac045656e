"""Each test that crawls has a database of its own; nearly all are forked from one process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources.conftest import migrated
from tests.sources.shared_crawler import SharedCrawler
from tests.spiders.crawling import Crawls, copied

__all__ = ["migrated"]


@pytest.fixture
def crawls(migrated: Path, tmp_path: Path, crawler: SharedCrawler) -> Iterator[Crawls]:
    """Crawls into a database of this test."""
    made = copied(migrated, tmp_path, crawler.crawl)
    yield made
    made.store.dispose()
