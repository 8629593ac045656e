"""Reading one file in a process of its own: ``python -m veille.app.finds.child``.

On standard input a line with the name of the file as JSON, then its bytes; on standard output an
outcome as JSON. It may be ended at any step by the limits that it sets itself: memory, computing
time for what was found in it so far, and for the whole. All that it needs is loaded first; then it
can open no file and no connection.
"""

import codecs
import json
import resource
import signal
import sys
import time

from veille.app.finds import limits, rtf
from veille.app.finds.reading import read_content
from veille.app.finds.results import Outcome, outcome_to_json

_LEAST = 0.001
_STANDARD_STREAMS = 3
ENCODINGS = (
    "ascii", "latin-1", "iso8859-15", "cp1252", "utf-8", "utf-8-sig", "utf-16", "utf-16-le",
    "utf-16-be", *rtf.ENCODINGS.values(),
)  # fmt: skip
"""Of texts, web pages and names in archives; Python loads each from a file at its first use."""


class Budget:
    """The seconds that the file may compute; when they are spent, the system ends the process."""

    def __init__(self) -> None:
        self._until = time.process_time() + limits.FIRST_SECONDS
        self(0)

    def __call__(self, more: float) -> None:
        """So many seconds more, for what was found in it."""
        self._until += more
        left = self._until - time.process_time()
        signal.setitimer(signal.ITIMER_PROF, max(left, _LEAST))


def load() -> None:
    """Load from files, while they can be opened, what libraries load when they are first used."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    read_content("", b"<html>", lambda _: None)
    outcome_to_json(Outcome())


def confine() -> None:
    """No more memory and time than reading takes, nothing opened, no memory image left."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    whole = limits.WHOLE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_STANDARD_STREAMS, _STANDARD_STREAMS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def main() -> int:
    """Read the file on standard input, and say what it gave."""
    load()
    confine()
    stream = sys.stdin.buffer
    name = json.loads(stream.readline())
    content = stream.read()
    outcome = read_content(name, content, Budget())
    sys.stdout.buffer.write(outcome_to_json(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main())
