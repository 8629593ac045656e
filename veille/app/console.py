"""What a person at a terminal sees: progress bars there, nothing in a pipe; one line a failure."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from veille.core.french import typography
from veille.core.refusals import one_line


class Failure(Exception):
    """A stated failure: each line is printed on standard error, and the exit status is 1."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Bar(Protocol):
    """How far a step has come."""

    def update(self, done: int, total: int | None = None) -> None:
        """``done`` of ``total`` things; a total of None is not known yet."""


class _Quiet:
    def update(self, done: int, total: int | None = None) -> None:
        pass


@contextmanager
def progress(label: str) -> Iterator[Bar]:
    """A progress bar on a terminal, silence elsewhere."""
    if not sys.stderr.isatty():
        yield _Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bars:
        task = bars.add_task(label, total=None)

        class _Bar:
            def update(self, done: int, total: int | None = None) -> None:
                bars.update(task, completed=done, total=total)

        yield _Bar()


def tell(line: str) -> None:
    """One line on standard output, with French spaces."""
    print(typography(line))


def complain(line: str) -> None:
    """One bounded line on standard error."""
    print(one_line(line), file=sys.stderr)
