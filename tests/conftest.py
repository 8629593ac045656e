"""What every test may use."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

from tests.store.postgresql import pytest_terminal_summary
from tests.store.quick_stores import make_stores_quick

if TYPE_CHECKING:
    from tests.sources.shared_crawler import SharedCrawler

__all__ = ["pytest_terminal_summary", "shared_dir"]

# The same examples every time; a property that sets its own options keeps these.
settings.register_profile("fixed", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("fixed")

# By default a logged error shows every local variable, which takes seconds for each.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

make_stores_quick()

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real notices, where there is one; the test is skipped, saying so, elsewhere."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the folder of real notices (../shared) is not here")
    return SHARED


@pytest.fixture(scope="session")
def crawler() -> "Iterator[SharedCrawler]":
    """Crawls whose process need not import everything first."""
    from tests.sources.shared_crawler import SharedCrawler

    with SharedCrawler() as made:
        yield made
