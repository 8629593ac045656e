"""Reading one file in a process of its own: ``python -m veille.app.finds.child``.

On standard input a line with the name of the file as JSON, then its bytes; on standard output an
outcome as JSON. It may be ended at any step by the limits that it sets itself: memory, computing
time of the step at hand, and of the whole. It opens no file and no connection.
"""

import json
import resource
import signal
import sys

from veille.app.finds import limits
from veille.app.finds.kinds import kind_of_content
from veille.app.finds.pdf import read_pdf
from veille.app.finds.results import Document, Outcome, Unread, UnreadableError, outcome_to_json
from veille.core.french import typography


def patience(seconds: float) -> None:
    """The step that begins may compute that long; then the system ends the process."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def confine() -> None:
    """No more memory and time than reading takes, no file written, no memory image left."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY, limits.MEMORY))
    whole = limits.WHOLE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (whole, whole))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)


def read_file(name: str, content: bytes) -> Outcome:
    """What the file gives; one that cannot be read is an outcome too."""
    try:
        return Outcome(documents=(_document(name, content),))
    except UnreadableError as error:
        return Outcome(unread=(Unread(name=name, why=typography(str(error))),))
    except (MemoryError, RecursionError):
        return Outcome(unread=(Unread(name=name, why=TOO_HEAVY),))


def _document(name: str, content: bytes) -> Document:
    kind = kind_of_content(content)
    if kind == "pdf":
        return read_pdf(name, content, patience)
    raise UnreadableError(kind)


TOO_HEAVY = "demande trop de mémoire"


def main() -> int:
    """Read the file on standard input, and say what it gave."""
    confine()
    stream = sys.stdin.buffer
    name = json.loads(stream.readline())
    content = stream.read()
    sys.stdout.buffer.write(outcome_to_json(read_file(name, content)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
