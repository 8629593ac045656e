"""Tables of review: what staff say of verdicts, and what is drawn for them to look at."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class TagRow(Base):
    """What someone said of one sentence; its procedure is that of ``notice_id``, wherever it goes.

    ``lot`` null speaks for every lot, ``quote`` null for the card as a whole. ``kinds`` are
    separated by commas. ``card_version`` is that of the card it was made on, ``copied_from`` the
    tag that was applied to all cards with the same sentence. Rows are never removed: undoing one
    dates it.
    """

    __tablename__ = "tags"
    __table_args__ = (
        one_of("question", "reserved", "clause"),
        one_of("answer", "right", "false_positive", "missed", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[str] = mapped_column(ForeignKey("notices.id"), index=True)
    lot: Mapped[str | None]
    question: Mapped[OurText]
    answer: Mapped[OurText]
    quote: Mapped[str | None]
    quote_hash: Mapped[OurText] = mapped_column(index=True)
    at: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    kinds: Mapped[OurText]
    reason: Mapped[OurText | None]
    comment: Mapped[str | None]
    author: Mapped[str]
    created_at: Mapped[datetime]
    card_version: Mapped[OurText | None]
    copied_from: Mapped[int | None] = mapped_column(ForeignKey("tags.id"), index=True)
    proposed: Mapped[bool] = mapped_column(server_default=false())
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class SampleRow(Base):
    """A stratum of the procedures of a week, and how many there were when it was drawn from."""

    __tablename__ = "samples"
    __table_args__ = (one_of("stratum", "flagged", "unflagged"),)

    week: Mapped[date] = mapped_column(primary_key=True)
    stratum: Mapped[OurText] = mapped_column(primary_key=True)
    size: Mapped[int]
    seed: Mapped[int]
    drawn_at: Mapped[datetime]


class SampleMemberRow(Base):
    """A procedure that was drawn; ``position`` is the order of drawing."""

    __tablename__ = "sample_members"

    week: Mapped[date] = mapped_column(primary_key=True)
    stratum: Mapped[OurText] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)


class ReviewWeekRow(Base):
    """A week that is reviewed: begun by whom (null: by the clock), and the recall found then."""

    __tablename__ = "review_weeks"

    week: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    started_by: Mapped[str | None]
    refreshed_at: Mapped[datetime]
    recall: Mapped[float | None]
    recall_low: Mapped[float | None]
    recall_high: Mapped[float | None]


class QueueRow(Base):
    """A procedure to look at, at its place in the queue, with what one reads of it there.

    ``done_at`` is when it left the queue; it counts for the progress of its ``week``.
    """

    __tablename__ = "review_queue"
    __table_args__ = (
        one_of("why", "reopened", "rare", "unclear", "uncertain", "sample", "flagged"),
    )

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedures.id"), primary_key=True, autoincrement=False
    )
    week: Mapped[date]
    rank: Mapped[int]
    why: Mapped[OurText]
    detail: Mapped[str | None]
    title: Mapped[str | None]
    buyer: Mapped[str | None]
    quote: Mapped[str | None]
    deadline: Mapped[datetime | None]
    sample: Mapped[bool]
    done_at: Mapped[datetime | None]


class ProposalRow(Base):
    """Who proposed a tag by the link of a mail: one of each sentence a person.

    ``sentence`` names it; what the person wrote besides is here, so that it goes with them.
    """

    __tablename__ = "proposals"
    __table_args__ = (UniqueConstraint("subscriber_id", "sentence"),)

    tag_id: Mapped[int] = mapped_column(
        ForeignKey("tags.id"), primary_key=True, autoincrement=False
    )
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    sentence: Mapped[str]
    comment: Mapped[str | None]
    made_at: Mapped[datetime]


class JoinRow(Base):
    """Two procedures that staff made one; ``notices`` (a line each) were those of the other."""

    __tablename__ = "joins"

    id: Mapped[int] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    notices: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    undone_by: Mapped[str | None]
    undone_at: Mapped[datetime | None]
