"""Tables of the search index: one row for each procedure that can be found."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText


class SearchEntryRow(Base):
    """What a found procedure is compared and sorted by; ``place`` orders by day, then by number.

    Narrow, since many are read: the texts are apart.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        Index(None, "deadline", "place"),
        Index(None, "amount", "place"),
    )

    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), unique=True)
    version: Mapped[int]
    state: Mapped[OurText]
    deadline: Mapped[datetime | None]
    amount: Mapped[float | None]
    buyer: Mapped[str | None]


class SearchTextRow(Base):
    """The terms that words are looked for in.

    The index over them is of each database's own kind, made by the migration: the FTS5 table
    ``search_words``, kept in step by triggers, or the column ``terms`` of PostgreSQL.
    """

    __tablename__ = "search_texts"

    place: Mapped[int] = mapped_column(
        ForeignKey("search_entries.place", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    title: Mapped[str]
    card: Mapped[str]
    rest: Mapped[str]
    buyer_name: Mapped[str]
    tokens: Mapped[str]
