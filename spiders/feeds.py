"""Feeds: any RSS or Atom address in the settings (buyer profiles, saved searches).

Publisher: each feed's own.
Licence: each feed's own; title, summary, dates and link of an entry are taken, to point to it.
Address: each feed's own, in the settings (``VEILLE_FEEDS``): none by default.
Rhythm: each feed's own; one that did not change is not sent again (conditional GET).
Page size: a feed is one document, its entries are the records.
Known limits: a feed holds only its newest entries and announces no total; a malformed one is kept
    whole and counted, and what feedparser could read of it is kept too. feedparser gets bytes,
    never an address.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from typing import Any

import feedparser
from scrapy import Request
from scrapy.http import Response

from spiders.addresses import feed_name
from spiders.answers import looks_like_html
from spiders.base import SourceSpider
from spiders.items import DamagedPage, FeedState, Page, Record

KEPT = ("id", "link", "title", "summary", "published", "updated")
LONGEST_TEXT = 100_000
HARMLESS = (feedparser.NonXMLContentType, feedparser.CharacterEncodingOverride)
"""What feedparser says of a wrong Content-Type: the feed itself is whole."""

Output = Iterator[Page | DamagedPage]


class FeedsSpider(SourceSpider):
    """Reads each feed unless it says that nothing changed (conditional GET)."""

    name = "feed"

    async def start(self) -> AsyncIterator[Request]:
        """One request a feed, with what it said last time."""
        states = self.keeper.feed_states()
        for address in self.job.feeds:
            self.tally.unit(address)
            yield Request(
                address,
                callback=self.parse_feed,
                errback=self.failed,
                headers=_conditions(states.get(address)),
                meta={"unit": address},
                dont_filter=True,
            )

    def parse_feed(self, response: Response) -> Output:
        """The entries of one feed; none where nothing changed since the last time."""
        address = response.meta["unit"]
        if response.status == 304:
            self.tally.announce(address, 0)
            return
        if response.status != 200 or looks_like_html(response.body):
            reason = f"HTTP {response.status}" if response.status != 200 else "page HTML"
            yield self.damaged(response, f"{reason} au lieu d’un flux", address)
            return
        feed = feedparser.parse(response.body, response_headers=_headers(response))
        problem = _problem(feed)
        if problem is not None:
            yield self.damaged(response, problem, address)
        records = tuple(entry_record(address, entry) for entry in feed.entries)
        self.tally.announce(address, len({record.key for record in records}))
        state = None if problem else _state(address, response)
        yield Page(unit=address, records=records, state=state)


def entry_record(address: str, entry: Any) -> Record:
    """One entry as a payload: what feedparser read of it, with the feed's name."""
    feed = feed_name(address)
    said = dict(entry)  # feedparser's own look-ups answer with another field's value
    texts = {name: said.get(name) for name in KEPT} | {"content": _content(said)}
    kept = {name: text[:LONGEST_TEXT] for name, text in texts.items() if isinstance(text, str)}
    identity = kept.get("id") or kept.get("link") or kept.get("title") or ""
    digest = hashlib.sha256(f"{feed}{identity}".encode("utf-8", "replace")).hexdigest()
    decoded = {"key": digest[:16], "feed": feed, **kept}
    published = _day(said.get("published_parsed") or said.get("updated_parsed"))
    if published is not None:
        decoded["published_on"] = published.isoformat()
    content = json.dumps(decoded, ensure_ascii=False, separators=(",", ":"))
    return Record(
        key=decoded["key"],
        content=content.encode("utf-8", "replace"),
        media="json",
        address=kept.get("link"),
        published_on=published,
        decoded=decoded,
    )


def _problem(feed: Any) -> str | None:
    """Why a feed is not one, or not whole, if so."""
    if feed.bozo and not isinstance(feed.bozo_exception, HARMLESS):
        return f"flux mal formé ({type(feed.bozo_exception).__name__})"
    if not feed.version and not feed.entries:
        return "ni RSS ni Atom"
    return None


def _content(entry: Mapping[str, Any]) -> str | None:
    """The longest of an entry's full texts, where it has more than a summary."""
    texts = [part.get("value") for part in entry.get("content") or ()]
    return max((text for text in texts if isinstance(text, str)), key=len, default=None)


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


def _state(address: str, response: Response) -> FeedState:
    return FeedState(
        address=address,
        etag=_header(response, "ETag"),
        last_modified=_header(response, "Last-Modified"),
    )


def _headers(response: Response) -> dict[str, str]:
    return {"content-type": _header(response, "Content-Type") or "", "content-location": ""}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1")[:500] if value else None
