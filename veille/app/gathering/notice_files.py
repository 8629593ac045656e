"""Interchange notices from files: JSON Lines, ``.gz`` too, ``-`` for the standard input."""

import gzip
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from veille.app.console import Bar, complain
from veille.core.interchange import InterchangeError, notice_from_json
from veille.core.notices import Notice
from veille.core.refusals import system_refusal

LONGEST_LINE = 64 * 1024 * 1024


class NoticeFiles:
    """The notices of the named files; ``whole`` as long as every line and file could be read."""

    def __init__(self, names: Sequence[str], bar: Bar) -> None:
        self.whole = True
        self._names = names
        self._bar = bar
        self._read = 0

    def notices(self) -> Iterator[Notice]:
        """Those that can be read, in order, with a complaint for each line that is none."""
        for name in self._names:
            try:
                yield from self._notices(name)
            except (OSError, EOFError, zlib.error) as error:
                self._complain(f"{name} : {system_refusal(error)}")

    def _notices(self, name: str) -> Iterator[Notice]:
        for number, line in enumerate(_lines(name), start=1):
            self._read += 1
            self._bar.update(self._read)
            if not line.strip():
                continue
            try:
                notice = notice_from_json(line)
            except InterchangeError as error:
                self._complain(f"{name}:{number} : pas un avis ({error})")
                continue
            yield notice

    def _complain(self, line: str) -> None:
        complain(line)
        self.whole = False


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
