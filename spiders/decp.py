"""DECP: the award data that public buyers must publish, as consolidated files.

Publisher: ministry of the Economy (data.gouv.fr, « Données essentielles de la commande publique »),
    or a community's table of them.
Licence: Licence Ouverte 2.0.
Address: each file's own, in the settings (``VEILLE_DECP``): none by default.
Rhythm: daily; a file that did not change is not read again (conditional GET).
Page size: a file is fetched 8 MiB at a time (Range), then read as a stream.
Known limits: a server without ranges is asked for the whole, up to Scrapy's own limit; contracts
    performed elsewhere than in the territory, by buyers that no notice names, are left out.
"""

import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

from scrapy import Request
from scrapy.http import Response

from spiders.answers import looks_like_html
from spiders.award_pages import Sifted, Wanted, pages
from spiders.base import SourceSpider
from spiders.items import DamagedPage, FeedState, Page
from spiders.keeping import Keeper

RANGE = 8 * 1024 * 1024
LARGEST_FILE = 4 * 1024 * 1024 * 1024
_ALL_BYTES = "identity"  # a range of a compressed answer is not a range of the file

Output = Iterator[Request | Page | DamagedPage]


class DecpSpider(SourceSpider):
    """Downloads each file unless it did not change, and reads it once it is whole."""

    name = "decp"

    def __init__(self, keeper: Keeper) -> None:
        super().__init__(keeper)
        self._folder = tempfile.TemporaryDirectory(prefix="veille-")
        near = Wanted(departments=frozenset(self.job.departments), buyers=keeper.known_buyers())
        self._wanted = Wanted() if self.checking else near

    async def start(self) -> AsyncIterator[Request]:
        """The beginning of each file, with what its server said last time."""
        states = self.keeper.feed_states()
        for number, address in enumerate(self.job.feeds):
            self.tally.unit(address)
            state = states.get(address)
            headers = {}
            if state and state.etag:
                headers["If-None-Match"] = state.etag
            if state and state.last_modified:
                headers["If-Modified-Since"] = state.last_modified
            path = Path(self._folder.name) / str(number)
            yield self._part(address, address, path, 0, headers)

    def parse_part(self, response: Response) -> Output:
        """A part of a file: the next one is asked for, or the file is read."""
        address, path, start = (response.meta[key] for key in ("unit", "path", "start"))
        if response.status == 304:
            self.tally.announce(address, 0)
            return
        if response.status not in (200, 206) or (start and response.status != 206):
            changed = "a changé pendant sa lecture" if start else f"HTTP {response.status}"
            yield self.damaged(response, f"fichier DECP : {changed}", address)
            return
        if start == 0 and looks_like_html(response.body):
            yield self.damaged(response, "page HTML au lieu d’un fichier DECP", address)
            return
        with path.open("ab") as file:
            file.write(response.body)
        total, reached = _total(response), start + len(response.body)
        if total is None or reached >= total or not response.body:
            yield from self._read(address, path, _state(address, response))
        elif total > LARGEST_FILE:
            self.tally.fail("fichier de plus de 4 Gio", address)
        else:
            same = _header(response, "ETag") or _header(response, "Last-Modified")
            headers = {"If-Range": same} if same else {}
            # The rest is where the first part came from, past any redirection.
            yield self._part(address, response.url, path, reached, headers)

    def closed(self, reason: str) -> None:
        """Scrapy's signal that the crawl is over: the files go."""
        self._folder.cleanup()

    def _part(
        self, unit: str, address: str, path: Path, start: int, headers: dict[str, str]
    ) -> Request:
        return Request(
            address,
            callback=self.parse_part,
            errback=self.failed,
            headers={
                **headers,
                "Range": f"bytes={start}-{start + RANGE - 1}",
                "Accept-Encoding": _ALL_BYTES,
            },
            meta={"unit": unit, "path": path, "start": start},
            dont_filter=True,
        )

    def _read(self, address: str, path: Path, state: FeedState) -> Iterator[Page]:
        """The records of a whole file; its state is remembered once all of them are stored."""
        sifted, keys = Sifted(), set[str]()
        for page in pages(path, address, self._wanted, sifted):
            sent = page.records[: self.page_size] if self.checking else page.records
            keys.update(record.key for record in sent)
            yield replace(page, records=sent)
            if self.checking:
                break
        path.unlink(missing_ok=True)
        if sifted.damage is not None:
            self.tally.fail(sifted.damage, address)
            return
        self.tally.announce(address, len(keys))
        yield Page(unit=address, records=(), state=None if self.checking else state)


def _total(response: Response) -> int | None:
    """The length of the whole file, from ``Content-Range``; null where the answer is the whole."""
    said = (_header(response, "Content-Range") or "").rpartition("/")[2]
    return int(said) if response.status == 206 and said.isascii() and said.isdigit() else None


def _state(address: str, response: Response) -> FeedState:
    return FeedState(
        address=address,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
