"""Tables of judgement."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText


class VerdictRow(Base):
    """What one set of rules and one model say of one state of a notice.

    ``model`` is empty where none was used, since null would not be unique.
    """

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("notice_hash", "rules", "model"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_hash: Mapped[OurText]
    rules: Mapped[OurText]
    model: Mapped[OurText]
    judged_at: Mapped[datetime]
    content: Mapped[str]


class SignalRow(Base):
    """One line of evidence of a verdict; ``start`` and ``end`` count code points.

    ``quote_hash`` is that of the folded quotation, where the line is about what staff tag.
    """

    __tablename__ = "signals"

    verdict_id: Mapped[int] = mapped_column(
        ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    signal: Mapped[OurText]
    question: Mapped[OurText]
    lot: Mapped[str | None]
    rule: Mapped[str | None]
    at: Mapped[str | None]
    start: Mapped[int | None]
    end: Mapped[int | None]
    quote: Mapped[str | None]
    quote_hash: Mapped[OurText | None] = mapped_column(index=True)
