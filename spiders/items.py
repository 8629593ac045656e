"""What a spider yields: a page of records is one item, which is much quicker than an item each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

Media = Literal["json", "xml", "feed", "page", "mail", "html"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One payload as the source sent it.

    ``key`` is the source's own identifier of it; ``decoded`` the JSON already decoded, so that it
    is decoded once. Media ``page`` is an answer that was no data, ``html`` a web page that is.
    """

    key: str
    content: bytes
    media: Media
    address: str | None = None
    published_on: date | None = None
    decoded: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What a feed said of itself, for the next conditional GET; or a list of one of its records.

    ``address`` is the unit of the page that it comes with, or stands for one record.
    """

    address: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The records of one answer. ``unit`` is what they are counted by (a day, a feed).

    ``state`` is remembered with the records or not at all: a feed whose entries were not stored
    must be sent again.
    """

    unit: str
    records: tuple[Record, ...]
    state: FeedState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedPage:
    """An answer that cannot be decoded: kept whole, with the reason in one line."""

    unit: str
    address: str
    content: bytes
    reason: str
