"""The table of sources: every row names code that is there, and nothing is imported early."""

import subprocess
import sys

import pytest

from spiders.base import SourceSpider
from spiders.registry import ROWS, SOURCES, SourceInfo, load_code
from veille.app.gathering.sources import asked_of, enabled
from veille.core.source_labels import SOURCE_LABELS
from veille.settings import Settings

NAMES = [row.name for row in ROWS]


def test_each_name_is_one_source_and_has_its_label() -> None:
    assert list(SOURCES) == NAMES
    assert set(SOURCE_LABELS) == set(NAMES)


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_what_a_row_names_is_there(row: SourceInfo) -> None:
    assert callable(load_code(row.parse))
    assert row.load is None or callable(load_code(row.load))
    assert row.reader is None or callable(load_code(row.reader))
    assert not (row.spider and row.reader)
    if row.spider is not None:
        spider = load_code(row.spider)
        assert issubclass(spider, SourceSpider)
        assert spider.name == row.name


def test_no_spider_and_no_parser_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, spiders.crawl, spiders.parsers;"
        "print([one for one in ('spiders.boamp', 'spiders.ted', 'spiders.feeds', 'spiders.aws',"
        " 'spiders.parsers.boamp', 'spiders.parsers.ted', 'feedparser') if one in sys.modules])"
    )
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert child.stdout.strip() == "[]"


def test_a_source_without_a_setting_of_its_own_is_on_where_it_has_addresses() -> None:
    ours = SourceInfo(name="ville", parse="x:y", spider="x:Z")
    known = Settings(sources={"ville": ("https://ville.example",)}, feeds=(), aws=())
    assert asked_of(ours, known).feeds == ("https://ville.example",)
    assert not asked_of(ours, Settings()).anything
    assert [one.name for one in enabled(known)] == ["boamp", "dila", "ted"]
