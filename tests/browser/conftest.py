"""A real browser on a site that is served for the tests; skipped, saying so, where none is."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from scripts.browser_tests import NAMES, REPORT, REQUIRED
from tests.browser.ledger import Ledger
from tests.web.visiting import Visit, furnish, opened
from veille.store.staff import Member, Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# No sandbox: containers, where these tests run as root, have none to give.
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP *.example 127.0.0.1")


@dataclass(frozen=True)
class Served:
    """A site at ``url``, and what is behind it."""

    url: str
    visit: Visit
    first: int

    def sign_in(self, page: "Page", role: Role = "facilitator") -> Member:
        """Sign the browser of ``page`` in as a member with that role."""
        member = self.visit.sign_in(role)
        self.carry(page)
        return member

    def carry(self, page: "Page") -> None:
        """Give the browser of ``page`` the session of the visit."""
        # As if it had come by TLS, which its name asks for; a browser sends it to its own machine.
        url = self.url.replace("http://", "https://")
        page.context.add_cookies(
            [
                {"name": name, "value": value, "url": url, "secure": True, "httpOnly": True}
                for name, value in self.visit.browser.cookies.items()
            ]
        )

    def at(self, link: str) -> str:
        """Where a link of a mail is served here."""
        return link.replace("https://veille.example", self.url)


def missing(what: str) -> None:
    if os.environ.get(REQUIRED):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Closed after each module: while it is open, no other test could run an event loop."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        missing("no Chromium here: make test-browser installs one")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield made
        made.close()


@pytest.fixture(scope="session")
def ledger() -> Iterator[Ledger]:
    """What axe found; written where ``VEILLE_AXE_FILE`` says, once all has been looked at."""
    made = Ledger()
    yield made
    if os.environ.get(REPORT):
        made.write(Path(os.environ[REPORT]))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A furnished site; the store of a test is its own."""
    with opened(tmp_path) as world:
        first, _ = furnish(world)
        visit = Visit(world)
        with running(visit) as url:
            yield Served(url, visit, first)


class running:  # noqa: N801 - reads as ``with running(visit)``
    """Serves the pages of a visit on a free port."""

    def __init__(self, visit: Visit) -> None:
        self._server = uvicorn.Server(config(visit.app))
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        until = time.monotonic() + 20
        while not self._server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert self._server.started
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)


def config(app: Any) -> uvicorn.Config:
    # Without a log of its own, which would stay for the tests that follow in the process.
    return uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off")
