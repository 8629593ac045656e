"""Gather: each source in a process of its own; one that fails never stops the others."""

import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from threading import Thread
from typing import IO

from pydantic import ValidationError

from spiders.job import CrawlJob, CrawlProgress, CrawlResult, job_to_json, line_from_json
from veille.core.french import typography

CRAWL = (sys.executable, "-m", "spiders.crawl")
LONGEST_LOG = 50
_EXCEPTION = re.compile(r"[\w.]+(?:Error|Exception)(?=: )")


def gather(job: CrawlJob, tell: Callable[[CrawlProgress], None] = lambda _: None) -> CrawlResult:
    """Run one crawl to its end; a crawl that dies is a result with its cause, never an exception.

    ``tell`` is called with the progress after each page. If this process is interrupted, so is
    the crawl.
    """
    environment = os.environ | {"SCRAPY_SETTINGS_MODULE": "spiders.settings"}
    with subprocess.Popen(  # noqa: S603 - our own module, no shell
        CRAWL,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as child:
        log = _Tail(child.stderr)
        try:
            last = _follow(child, job, tell)
        except BaseException:
            child.terminate()
            raise
        status = child.wait()
    log.join()
    if isinstance(last, CrawlResult):
        return last
    return CrawlResult(
        source=job.source,
        announced=last.announced,
        received=last.received,
        stored=last.stored,
        causes=(_death(status, log.lines),),
    )


def _follow(
    child: "subprocess.Popen[bytes]", job: CrawlJob, tell: Callable[[CrawlProgress], None]
) -> CrawlResult | CrawlProgress:
    """Hand the job over and read what the crawl says: its result, else how far it came."""
    last = CrawlProgress(announced=0, received=0, stored=0)
    if child.stdin is None or child.stdout is None:
        raise RuntimeError("the crawl has no standard streams")
    try:
        child.stdin.write(job_to_json(job))
        child.stdin.close()
    except BrokenPipeError:
        return last
    for line in child.stdout:
        try:
            said = line_from_json(line)
        except ValidationError:
            continue
        if isinstance(said, CrawlResult):
            return said
        last = said
        tell(said)
    return last


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
    """Why a crawl said no result: the signal that ended it, or the exception, where it said one."""
    if status < 0:
        return typography(f"collecte interrompue ({signal.Signals(-status).name})")
    named = _EXCEPTION.match(lines[-1]) if lines else None
    said = f", {named[0]}" if named else ""
    return typography(f"collecte interrompue (code {status}{said})")
