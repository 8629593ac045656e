"""The program as a person runs it, its files in a folder of the test."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import pytest
import structlog

from tests.sources.shared_crawler import SharedCrawler
from veille.app.cli import main
from veille.app.gathering import crawling, source_check

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "veille" / "portal" / "sample"
WEEK = ("--since", "2026-11-09", "--until", "2026-11-15")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run_veille(
    var: Path, *arguments: str, environment: Mapping[str, str] | None = None, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Run the program ``veille`` with its own folder, in this process: a second is saved.

    Settings of the caller's environment are left out. An exception that the program lets through
    is the test's failure.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    own |= {"VEILLE_VAR_DIR": str(var), **(environment or {})}
    command = ["veille", *arguments]
    out, err = _stream(), _stream()
    with (
        patch.dict(os.environ, own, clear=True),
        patch.object(sys, "argv", command),
        patch.object(sys, "stdin", _stream(stdin)),
        chdir(ROOT),
        redirect_stdout(out),
        redirect_stderr(err),
        _as_it_was(),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return subprocess.CompletedProcess(command, _status(ended.value), _text(out), _text(err))


def _stream(text: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def _status(ended: SystemExit) -> int:
    return ended.code if isinstance(ended.code, int) else int(ended.code is not None)


@contextmanager
def _as_it_was() -> Iterator[None]:
    """What a command sets for its whole process is set back: signals, log."""
    logged = structlog.get_config()
    heard = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        structlog.configure(**logged)
        for number, handler in heard.items():
            signal.signal(number, handler)


@pytest.fixture
def veille(tmp_path: Path) -> Run:
    """``veille(*arguments, environment=…, stdin=…)``, its files in ``tmp_path``."""

    def run(
        *arguments: str, environment: Mapping[str, str] | None = None, stdin: str = ""
    ) -> "subprocess.CompletedProcess[str]":
        return run_veille(tmp_path, *arguments, environment=environment, stdin=stdin)

    return run


@pytest.fixture(autouse=True)
def quick_crawls(monkeypatch: pytest.MonkeyPatch, crawler: SharedCrawler) -> None:
    """A crawl of a test is forked from a process that is ready; not what a module prepares."""
    for module in (crawling, source_check):
        monkeypatch.setattr(module, "gather", crawler.crawl)
