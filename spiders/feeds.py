"""Feeds: any RSS or Atom address in the settings (buyer profiles, saved searches).

Publisher, licence and rhythm: each feed's own. Page size: a feed is one document, its entries are
the records. Known limits: a feed holds only its newest entries and announces no total; a malformed
one is kept whole and counted, and what feedparser could read of it is kept too. feedparser gets
bytes, never an address.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from datetime import date
from typing import Any

import feedparser
from scrapy import Request
from scrapy.http import Response

from spiders.base import SourceSpider, looks_like_html
from spiders.items import DamagedPage, FeedState, Page, Record

KEPT = ("id", "link", "title", "summary", "published", "updated")
LONGEST_TEXT = 100_000

Output = Iterator[Page | DamagedPage | FeedState]


class FeedsSpider(SourceSpider):
    """Reads each feed unless it says that nothing changed (conditional GET)."""

    name = "feed"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.states = self.keeper.feed_states()

    async def start(self) -> AsyncIterator[Request]:
        """One request a feed, with what it said last time."""
        for address in self.job.feeds:
            yield Request(
                address,
                callback=self.parse_feed,
                errback=self.failed,
                headers=_conditions(self.states.get(address)),
                meta={"feed": address, "unit": address},
                dont_filter=True,
            )

    def parse_feed(self, response: Response) -> Output:
        """The entries of one feed."""
        address = response.meta["feed"]
        if response.status == 304:
            self.tally.unit(address)
            return
        if response.status != 200 or looks_like_html(response.body):
            reason = f"HTTP {response.status}" if response.status != 200 else "page HTML"
            yield self.damaged(response, f"{reason} au lieu d’un flux", address)
            return
        feed = feedparser.parse(response.body, response_headers=_headers(response))
        if feed.bozo:
            reason = " ".join(str(feed.get("bozo_exception", "malformed")).split())[:200]
            yield self.damaged(response, f"flux mal formé : {reason}", address)
        records = tuple(entry_record(address, entry) for entry in feed.entries)
        self.tally.announce(address, len({record.key for record in records}))
        self.tally.receive(address, (record.key for record in records))
        if records:
            yield Page(unit=address, records=records)
        if not feed.bozo:
            yield FeedState(
                address=address,
                etag=_header(response, "ETag"),
                last_modified=_header(response, "Last-Modified"),
            )


def entry_record(address: str, entry: Any) -> Record:
    """One entry as a payload: what feedparser read of it, with the feed's address."""
    kept = {name: entry[name] for name in KEPT if isinstance(entry.get(name), str)}
    decoded = {"feed": address, **{name: text[:LONGEST_TEXT] for name, text in kept.items()}}
    identity = decoded.get("id") or decoded.get("link") or decoded.get("title") or ""
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    day = _day(published)
    if day is not None:
        decoded["published_on"] = day.isoformat()
    digest = hashlib.sha256(f"{address}{identity}".encode("utf-8", "replace")).hexdigest()[:16]
    decoded["key"] = digest
    content = json.dumps(decoded, ensure_ascii=False, separators=(",", ":"))
    return Record(
        key=digest,
        content=content.encode("utf-8", "replace"),
        media="json",
        address=decoded.get("link"),
        published_on=day,
        decoded=decoded,
    )


def _day(parsed: Any) -> date | None:
    """The day of feedparser's time tuple (UTC)."""
    try:
        return date(*parsed[:3])
    except (TypeError, ValueError):
        return None


def _conditions(state: FeedState | None) -> dict[str, str]:
    headers = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9"}
    if state and state.etag:
        headers["If-None-Match"] = state.etag
    if state and state.last_modified:
        headers["If-Modified-Since"] = state.last_modified
    return headers


def _headers(response: Response) -> dict[str, str]:
    return {"content-type": _header(response, "Content-Type") or "", "content-location": ""}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
