"""Tables of what was gathered: sources, payloads, crawls."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of

_UNREAD = text("unread IS NOT NULL")


class SourceRow(Base):
    """Where notices come from."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    address: Mapped[str | None]
    added_at: Mapped[datetime]


class CrawlRow(Base):
    """One run of a spider, with what its source announced and what came of it."""

    __tablename__ = "crawls"
    __table_args__ = (
        one_of("status", "running", "complete", "incomplete", "failed"),
        Index(None, "source", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    since: Mapped[date | None]
    until: Mapped[date | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    status: Mapped[OurText]
    announced: Mapped[int | None]
    received: Mapped[int]
    stored: Mapped[int]
    failed: Mapped[int]
    requests: Mapped[int]
    cause: Mapped[str | None]


class CrawlDayRow(Base):
    """A day of publication that a source has been read for completely."""

    __tablename__ = "crawl_days"

    source: Mapped[str] = mapped_column(ForeignKey("sources.name"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawls.id"))
    done_at: Mapped[datetime]


class FetchStateRow(Base):
    """What a server said of an address, for the next conditional request."""

    __tablename__ = "fetch_states"

    address: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    fetched_at: Mapped[datetime]


class PayloadRow(Base):
    """What a source sent, whole and compressed, and what reading it gave.

    ``key`` is the record's id in its source; ``unread`` a JSON list of the keys no parser read.
    """

    __tablename__ = "payloads"
    __table_args__ = (
        # The key first: PostgreSQL looks up a list of keys by it even before it has statistics.
        UniqueConstraint("key", "source", "content_hash"),
        one_of("media", "json", "xml", "page", "feed", "mail", "html"),
        one_of("state", "pending", "parsed", "failed", "superseded"),
        Index(None, "state"),
        Index("ix_payloads_unread", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    key: Mapped[str]
    content_hash: Mapped[OurText]
    media: Mapped[OurText]
    address: Mapped[str | None]
    fetched_at: Mapped[datetime]
    published_on: Mapped[date | None]
    crawl_id: Mapped[int | None] = mapped_column(ForeignKey("crawls.id"))
    sample: Mapped[bool] = mapped_column(server_default=false())
    state: Mapped[OurText]
    dialect: Mapped[OurText | None]
    error: Mapped[str | None]
    unread: Mapped[str | None]
    notice_id: Mapped[str | None]
    content: Mapped[bytes]
