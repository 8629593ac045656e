"""Tables of what was told: editions, their frozen entries, the ledger."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class EditionRow(Base):
    """What an organisation is told about a period; one for each."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("organisation", "kind", "period_start"),
        one_of("state", "draft", "approved", "sending", "sent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    kind: Mapped[OurText]
    period_start: Mapped[date]
    period_end: Mapped[date]
    state: Mapped[OurText]
    composed_at: Mapped[datetime]
    coverage: Mapped[str]
    sample: Mapped[bool] = mapped_column(server_default=false())


class EntryRow(Base):
    """One line of an edition, frozen as it was told."""

    __tablename__ = "entries"

    edition_id: Mapped[int] = mapped_column(
        ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[OurText]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    version: Mapped[int]
    content: Mapped[str]


class ToldRow(Base):
    """The ledger: a version of a procedure's facts that an organisation was told."""

    __tablename__ = "told"
    __table_args__ = (
        UniqueConstraint("organisation", "procedure_id", "topic", "version"),
        Index(None, "procedure_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    topic: Mapped[OurText]
    version: Mapped[int]
    facts: Mapped[str]
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
