"""Crawls by a process that has everything imported and forks for each: a second and more is saved.

A job comes as a JSON line with the caller's environment and, for limits that no test could reach,
statements to run first; what the crawl says leaves as in ``spiders.crawl``, whose own process
tests/spiders tries out. Run as ``python -m tests.sources.shared_crawler``.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Self

from scrapy.core.engine import ExecutionEngine

from spiders import crawl
from spiders.job import (
    CrawlJob,
    CrawlProgress,
    CrawlResult,
    job_from_json,
    job_to_json,
    line_from_json,
)
from spiders.registry import SOURCES, load_code

_DIED = b"died\n"


class SharedCrawler:
    """The process, from the test's side."""

    def __enter__(self) -> Self:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.sources.shared_crawler"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._child.communicate(timeout=30)

    def crawl(
        self,
        job: CrawlJob,
        tell: Callable[[CrawlProgress], None] = lambda _: None,
        *,
        first: str = "",
    ) -> CrawlResult:
        """One crawl, to its end; ``tell`` is called with the progress after each page.

        The statements ``first`` are run before it, in its own process.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"}
        asked = [job_to_json(job).decode(), environment, first]
        self._child.stdin.write(json.dumps(asked).encode() + b"\n")
        self._child.stdin.flush()
        for line in self._child.stdout:
            if line == _DIED:
                break
            said = line_from_json(line)
            if isinstance(said, CrawlResult):
                return said
            tell(said)
        raise AssertionError(f"the crawl of {job.source} died")


def _crawl(asked: bytes) -> None:
    """One crawl; this process ends with it."""
    job, environment, first = json.loads(asked)
    os.environ.clear()
    os.environ.update(environment)
    exec(first, {})  # noqa: S102 - the test's own statements
    crawl.say(crawl.run(job_from_json(job.encode())))


def main() -> None:
    """Crawl until there are no more jobs."""
    for source in SOURCES.values():
        if source.gathered:
            load_code(source.reader or source.spider or "")
    # What start() yields last is stored a moment after the engine looked whether it may end.
    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.05
    while asked := sys.stdin.buffer.readline():
        if child := os.fork():
            _, status = os.waitpid(child, 0)
            if status:
                os.write(1, _DIED)
            continue
        status = 1
        try:
            _crawl(asked)
            status = 0
        finally:
            os._exit(status)


if __name__ == "__main__":
    main()
