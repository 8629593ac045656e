"""Tables of what is sent: contents, the outbox, its attempts, what came back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import NUMBERED_ONCE, Base, OurText, one_of

_OPEN = text("state IN ('waiting', 'claimed', 'sending')")


class ContentRow(Base):
    """What one or more messages say, with placeholders for the personal fields."""

    __tablename__ = "contents"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[OurText]
    kind: Mapped[OurText]
    subject: Mapped[str]
    html: Mapped[str]
    text: Mapped[str]


class OutboxRow(Base):
    """One message to one address.

    ``dated_at`` is the date it bears; ``due_at`` when it may next be taken: from that date, after
    a delay, or when the lease of who took it ends. ``uncertain`` counts the attempts after which
    nobody can know whether it arrived. Messages to a person go when the person is erased.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        one_of("state", "waiting", "claimed", "sending", "sent", "failed", "cancelled"),
        Index("ix_outbox_due", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "state", "ended_at"),
        Index(None, "subscriber_id"),
        Index(None, "content_id"),
        Index(None, "edition_id"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[OurText]
    kind: Mapped[OurText]
    urgent: Mapped[bool] = mapped_column(server_default=false())
    subscriber_id: Mapped[int | None] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE")
    )
    address: Mapped[str]
    display_name: Mapped[str | None]
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("editions.id", ondelete="SET NULL"))
    content_id: Mapped[int] = mapped_column(ForeignKey("contents.id"))
    personal: Mapped[str]
    message_id: Mapped[OurText]
    created_at: Mapped[datetime]
    dated_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[OurText] = mapped_column(server_default="waiting")
    claim: Mapped[OurText | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    uncertain: Mapped[int] = mapped_column(server_default="0")
    first_tried_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class DeliveryRow(Base):
    """One attempt to hand a message over; without an outcome while it runs, or after a crash."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("outbox_id", "number"),
        one_of("outcome", "sent", "deferred", "refused", "uncertain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"))
    number: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[OurText | None]
    code: Mapped[int | None]
    answer: Mapped[str | None]


class BounceRow(Base):
    """One report that came back; ``digest`` is of its bytes, so it is read once.

    ``action`` is what was done to the subscriber.
    """

    __tablename__ = "bounces"
    __table_args__ = (
        UniqueConstraint("digest"),
        one_of("kind", "hard", "soft", "complaint", "unsubscribe", "ignored", "unknown"),
        one_of("action", "none", "counted", "suspended", "ended"),
        Index(None, "outbox_id"),
        Index(None, "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[OurText]
    received_at: Mapped[datetime]
    kind: Mapped[OurText]
    action: Mapped[OurText]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"))
    status: Mapped[str | None]
    said: Mapped[str | None]
