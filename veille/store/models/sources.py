"""Tables of what staff know of sources: days, totals, unread keys, what was acknowledged, said."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class SourceDayRow(Base):
    """The notices that a source published on a day, summed up from the notices themselves.

    ``latest`` is when the newest of them changed: while it and ``notices`` are those of the
    notices, the line is true. ``filled`` is JSON: for each field, in how many of how many.
    """

    __tablename__ = "source_days"

    source: Mapped[str] = mapped_column(ForeignKey("sources.name"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    notices: Mapped[int]
    latest: Mapped[datetime]
    filled: Mapped[OurText]


class CrawlUnitRow(Base):
    """What a source announced and gave of one day in one crawl."""

    __tablename__ = "crawl_units"
    __table_args__ = (Index(None, "source", "day"),)

    crawl_id: Mapped[int] = mapped_column(
        ForeignKey("crawls.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    announced: Mapped[int | None]
    received: Mapped[int]


class ListingRow(Base):
    """What a second way to a source's notices lists of a day, compared with what the first gave.

    ``missed`` and ``unlisted`` are JSON: the first of the numbers that only one of both has.
    """

    __tablename__ = "listings"

    source: Mapped[str] = mapped_column(ForeignKey("sources.name"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    listed: Mapped[int]
    known: Mapped[int]
    missed: Mapped[OurText]
    missed_count: Mapped[int]
    unlisted: Mapped[OurText]
    unlisted_count: Mapped[int]
    compared_at: Mapped[datetime]


class UnreadKeyRow(Base):
    """A key that no parser reads; ``known_at`` and ``known_by`` say that staff need no more."""

    __tablename__ = "unread_keys"

    source: Mapped[str] = mapped_column(ForeignKey("sources.name"), primary_key=True)
    dialect: Mapped[OurText] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    payloads: Mapped[int]
    first_seen: Mapped[datetime]
    known_at: Mapped[datetime | None]
    known_by: Mapped[str | None]


class AcknowledgementRow(Base):
    """What staff know of a source and do not want to be warned of until a day, and why."""

    __tablename__ = "acknowledgements"
    __table_args__ = (one_of("topic", "silence", "reading"), Index(None, "source"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    topic: Mapped[OurText]
    until: Mapped[date]
    why: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffWarningRow(Base):
    """A mail that told staff what needs a person; ``problems`` is the JSON list of their keys."""

    __tablename__ = "staff_warnings"
    __table_args__ = (
        UniqueConstraint("organisation", "number"),
        one_of("kind", "new", "reminder", "settled"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    number: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[OurText]
    problems: Mapped[OurText]


class CoverageRow(Base):
    """What was counted of coverage for a span of days, as JSON; replaced whenever it is counted."""

    __tablename__ = "coverage"

    span: Mapped[OurText] = mapped_column(primary_key=True)
    figures: Mapped[OurText]
