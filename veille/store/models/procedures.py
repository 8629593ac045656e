"""Tables of procedures: the notices about one purchase."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class ProcedureRow(Base):
    """A purchase. Its id lives for ever: one that was merged points to the older one.

    ``ends_on`` is the day its contract ends; ``to_date`` that this day was not worked out since
    its notices last changed; ``to_version`` what happened since its versions were last worked out;
    ``to_index`` that it was not written into the search index yet.
    """

    __tablename__ = "procedures"
    __table_args__ = (
        one_of("to_version", "publication", "tag"),
        Index(
            "ix_procedures_to_date",
            "id",
            sqlite_where=text("to_date"),
            postgresql_where=text("to_date"),
        ),
        Index(
            "ix_procedures_to_version",
            "id",
            sqlite_where=text("to_version IS NOT NULL"),
            postgresql_where=text("to_version IS NOT NULL"),
        ),
        Index(
            "ix_procedures_to_index",
            "id",
            sqlite_where=text("to_index"),
            postgresql_where=text("to_index"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"), index=True)
    sample: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime]
    ends_on: Mapped[date | None] = mapped_column(index=True)
    to_date: Mapped[bool]
    to_version: Mapped[OurText | None]
    to_index: Mapped[bool] = mapped_column(server_default=false())


class ReadingRow(Base):
    """How a procedure was last read: what its next version is compared with; JSON.

    ``to_observe`` says that the observatory did not count it since.
    """

    __tablename__ = "readings"
    __table_args__ = (
        Index(
            "ix_readings_to_observe",
            "procedure_id",
            sqlite_where=text("to_observe"),
            postgresql_where=text("to_observe"),
        ),
    )

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True)
    reading: Mapped[str]
    noted_at: Mapped[datetime]
    to_observe: Mapped[bool] = mapped_column(server_default=true())


class NoticeKeyRow(Base):
    """What a notice is recognised by.

    ``digest`` stands for kind and value in the index, since a value can be longer than an index
    holds.
    """

    __tablename__ = "notice_keys"

    digest: Mapped[OurText] = mapped_column(primary_key=True)
    notice_id: Mapped[str] = mapped_column(
        ForeignKey("notices.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    kind: Mapped[OurText]
    value: Mapped[str]
    strong: Mapped[bool]


class DoubtRow(Base):
    """Two procedures that look alike but were kept apart, lower id first."""

    __tablename__ = "doubts"
    __table_args__ = (CheckConstraint("procedure_id < other_id", name="ordered"),)

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True, index=True)
    reason: Mapped[str]
    noted_at: Mapped[datetime]
