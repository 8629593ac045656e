"""Tables of the work of facilitators: where they work, what they took up and did."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class StaffTerritoryRow(Base):
    """An area that a member of staff covers: a commune, an EPCI, a département."""

    __tablename__ = "staff_territories"

    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[OurText] = mapped_column(primary_key=True)


class HandoverRow(Base):
    """One thing done about a procedure by staff; lines are only added.

    ``holder_id`` is whose the procedure is from then on, ``who`` and ``holder_name`` how they were
    called.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        one_of("what", "claim", "note", "pass", "release"),
        Index(None, "procedure_id"),
        Index(None, "staff_id"),
        Index(None, "holder_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"))
    at: Mapped[datetime]
    what: Mapped[OurText]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    who: Mapped[str]
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    holder_name: Mapped[str | None]
    outcome: Mapped[OurText | None]
    done_on: Mapped[date | None]
    comment: Mapped[str | None]
