"""Tables of what was told: editions, their frozen entries, the ledgers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class EditionRow(Base):
    """What an organisation is told about a period; one for each.

    ``part`` numbers the immediate editions of a day, zero elsewhere. ``due_at`` is when it goes
    out, approved or not; ``unapproved`` that it did without anyone having approved it; ``held``
    that staff keep it back until it is approved. ``revision`` rises whenever what it says changes;
    ``introduction`` is what staff wrote on top of it.
    """

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("organisation", "kind", "period_start", "part"),
        one_of("state", "draft", "approved", "sending", "sent"),
        one_of("kind", "immediate", "daily", "weekly", "monthly"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    kind: Mapped[OurText]
    period_start: Mapped[date]
    period_end: Mapped[date]
    part: Mapped[int] = mapped_column(server_default="0")
    state: Mapped[OurText]
    composed_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    unapproved: Mapped[bool] = mapped_column(server_default=false())
    held: Mapped[bool] = mapped_column(server_default=false())
    addressed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    coverage: Mapped[str]
    sample: Mapped[bool] = mapped_column(server_default=false())
    revision: Mapped[int] = mapped_column(server_default="0")
    introduction: Mapped[str | None]


class EntryRow(Base):
    """One line of an edition, frozen as it was told, with the card it is selected by."""

    __tablename__ = "entries"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[OurText]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    version: Mapped[int]
    content: Mapped[str]
    card: Mapped[OurText | None]


class ChoiceRow(Base):
    """What staff chose for one procedure of an edition; it outlives each composition of the draft.

    ``added``: it is told although nothing else would have it told. ``removed_version``: up to that
    version it is not told, for ``reason``. ``note`` stands under its entry. ``by`` and ``at`` are
    those of the last change.
    """

    __tablename__ = "edition_choices"
    __table_args__ = (Index(None, "procedure_id"),)

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True
    )
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True)
    added: Mapped[bool] = mapped_column(server_default=false())
    removed_version: Mapped[int | None]
    reason: Mapped[str | None]
    note: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]


class ToldRow(Base):
    """The ledger of an organisation: a version of a procedure's facts told in editions of a kind.

    ``withheld``: staff removed it from the edition, so it was not told, and is not to be.

    Rows made before versions were the same for everybody are numbered below zero, as may be the
    first ones of a procedure that was merged.
    """

    __tablename__ = "told"
    __table_args__ = (
        UniqueConstraint("organisation", "kind", "procedure_id", "topic", "version"),
        Index(None, "procedure_id"),
        Index(None, "edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    kind: Mapped[OurText]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    topic: Mapped[OurText]
    version: Mapped[int]
    facts: Mapped[str]
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))
    withheld: Mapped[bool] = mapped_column(server_default=false())


class ConsideredRow(Base):
    """The last version of a procedure that an edition looked at, told or not.

    What is missing here is what the next edition looks at: no date decides.
    """

    __tablename__ = "considered"
    __table_args__ = (Index(None, "procedure_id"),)

    organisation: Mapped[OurText] = mapped_column(primary_key=True)
    kind: Mapped[OurText] = mapped_column(primary_key=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True)
    version: Mapped[int]


class TellingRow(Base):
    """The ledger of persons: a version of a procedure that a subscriber was told.

    ``subscriptions`` are the ids of those that matched, JSON; ``outbox_id`` the message it is in.
    """

    __tablename__ = "tellings"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "procedure_id", "version", "topic"),
        Index(None, "procedure_id"),
        Index(None, "outbox_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    version: Mapped[int]
    topic: Mapped[OurText]
    subscriptions: Mapped[OurText]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"))
    told_at: Mapped[datetime]
