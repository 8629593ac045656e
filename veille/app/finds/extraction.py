"""Files read into text, each in a process of its own that a hostile one may break or fill."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import BoundedSemaphore

from veille.app.finds import limits
from veille.app.finds.results import Document, Outcome, Unread, outcome_from_json
from veille.app.finds.tidy import file_name
from veille.core.french import number, typography
from veille.core.refusals import Refusal

READ = (sys.executable, "-P", "-m", "veille.app.finds.child")
KEPT_ENVIRONMENT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT")
"""What the process is given: no setting, no key."""

TOO_LONG = "demande trop de calcul pour être lu"
TOO_LARGE = "demande trop de mémoire pour être lu"
BROKEN = "lecture interrompue"


_AT_ONCE = BoundedSemaphore(2)
"""Children of one process; others wait."""


class NothingRead(Refusal):
    """Nothing of what was handed over could be read; the message says why, file by file."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it was handed over, with the name that its owner gave it."""

    name: str
    content: bytes


def read_files(given: Sequence[GivenFile]) -> Outcome:
    """The documents of all files, and what was not read.

    Raises:
        NothingRead: no document at all, too many files, or too much of them.
    """
    if not given:
        raise NothingRead("choisir au moins un fichier")
    if len(given) > limits.MOST_FILES:
        raise NothingRead(f"{limits.MOST_FILES} fichiers au plus, en plusieurs fois sinon")
    if sum(len(one.content) for one in given) > limits.MOST_BYTES:
        raise NothingRead(f"{limits.MOST_BYTES // 2**20} Mio au plus, tous fichiers ensemble")
    read = [read_file(file_name(one.name), one.content) for one in given]
    documents = [document for one in read for document in one.documents]
    unread = [line for one in read for line in one.unread]
    kept, left = _within(documents)
    unread += left
    if not kept:
        raise NothingRead(" ; ".join(f"{one.name} : {one.why}" for one in unread[:3]))
    return Outcome(documents=tuple(kept), unread=tuple(unread))


def read_file(name: str, content: bytes) -> Outcome:
    """One file read by a child; one that ends the child is not read, and says so."""
    with _AT_ONCE:
        return _read(name, content)


def _read(name: str, content: bytes) -> Outcome:
    environment = {key: os.environ[key] for key in KEPT_ENVIRONMENT if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            READ,
            input=json.dumps(name).encode() + b"\n" + content,
            capture_output=True,
            timeout=limits.PATIENCE_SECONDS,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return _unread(name, TOO_LONG)
    if done.returncode in (-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL):
        return _unread(name, TOO_LONG)
    if done.returncode:
        return _unread(name, TOO_LARGE)
    try:
        return outcome_from_json(done.stdout)
    except ValueError:
        return _unread(name, BROKEN)


def _unread(name: str, why: str) -> Outcome:
    return Outcome(unread=(Unread(name=name, why=typography(why)),))


def _within(documents: Sequence[Document]) -> tuple[list[Document], list[Unread]]:
    """The first documents, as many as a find may hold; the others are said."""
    kept: list[Document] = []
    left: list[Unread] = []
    length = 0
    for one in documents:
        own = sum(len(page) for page in one.pages)
        if len(kept) == limits.MOST_DOCUMENTS:
            left.append(Unread(name=one.name, why=f"{limits.MOST_DOCUMENTS} documents au plus"))
        elif length + own > limits.MOST_CHARACTERS:
            most = number(limits.MOST_CHARACTERS)
            why = typography(f"plus de {most} caractères en tout : à verser à part")
            left.append(Unread(name=one.name, why=why))
        else:
            kept.append(one)
            length += own
    return kept, left
