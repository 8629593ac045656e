"""``veille judge``: interchange notices in, verdicts out, in input order, without a database."""

import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from classifiers import judge
from veille.app.console import complain, progress
from veille.core.interchange import InterchangeError, notice_from_json, verdict_to_json
from veille.core.refusals import system_refusal

LONGEST_LINE = 64 * 1024 * 1024


def judge_files(names: Sequence[str]) -> bool:
    """Print the verdict of every notice; false when a line was no notice (one line each)."""
    whole = True
    with progress("Classement") as bar:
        done = 0
        for name in names or ["-"]:
            try:
                for number, line in enumerate(_lines(name), start=1):
                    whole &= not line.strip() or _print_verdict(f"{name}:{number}", line)
                    done += 1
                    bar.update(done)
            except (OSError, EOFError, zlib.error) as error:
                complain(f"{name} : {system_refusal(error)}")
                whole = False
    return whole


def _print_verdict(origin: str, line: bytes) -> bool:
    try:
        notice = notice_from_json(line)
    except InterchangeError as error:
        complain(f"{origin} : pas un avis ({error})")
        return False
    sys.stdout.write(verdict_to_json(judge(notice)) + "\n")
    return True


def _lines(name: str) -> Iterator[bytes]:
    with _opened(name) as stream:
        while line := stream.readline(LONGEST_LINE):
            yield line


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == "-":
        yield sys.stdin.buffer
        return
    with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as stream:
        yield cast("BinaryIO", stream)
