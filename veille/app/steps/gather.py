"""Gather: each source in a process of its own; one that fails never stops the others."""

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import IO

from pydantic import ValidationError

from spiders.job import CrawlJob, CrawlProgress, CrawlResult, job_to_json, line_from_json

LONGEST_LOG = 50


def gather(job: CrawlJob, tell: Callable[[CrawlProgress], None] = lambda _: None) -> CrawlResult:
    """Run one crawl to its end; a crawl that dies is a result with its cause, never an exception.

    ``tell`` is called with the progress after each page.
    """
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"}
    command = [sys.executable, "-m", "spiders.crawl"]
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as child:
        log = _Tail(child.stderr)
        try:
            result = _follow(child, job, tell)
        except BaseException:
            child.terminate()
            raise
        status = child.wait()
    log.join()
    if result is None:
        return CrawlResult(source=job.source, causes=(_death(status, log.lines),))
    return result


def _follow(
    child: "subprocess.Popen[bytes]", job: CrawlJob, tell: Callable[[CrawlProgress], None]
) -> CrawlResult | None:
    """Hand the job over and read what the crawl says; its last word is the result."""
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the crawl has no standard streams")
    try:
        child.stdin.write(job_to_json(job))
        child.stdin.close()
    except BrokenPipeError:
        return None
    for line in child.stdout:
        try:
            said = line_from_json(line)
        except ValidationError:
            continue
        if isinstance(said, CrawlResult):
            return said
        tell(said)
    return None


class _Tail(Thread):
    """Reads a stream to its end, so that the child never waits, and keeps its last lines."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self.lines: deque[str] = deque(maxlen=LONGEST_LOG)
        self.start()

    def run(self) -> None:
        for line in self._stream or ():
            text = line.decode("utf-8", "replace").rstrip()
            if text:
                self.lines.append(text[:500])


def _death(status: int, lines: deque[str]) -> str:
    last = lines[-1] if lines else "sans un mot"
    return f"collecte interrompue (code {status}) : {last}"
