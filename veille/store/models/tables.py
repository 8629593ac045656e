"""Tables of the domain: what staff changed of what ships, and what everything was judged by."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText


class TableEditRow(Base):
    """One change of one row of a domain table; rows are only added.

    ``cells`` (JSON) are those of the row as it became, or as it was when it was ``withdrawn``.
    ``undoes`` is the edit whose effect this one takes away: its cells are those of that edit.
    ``author`` is how the member was called then, ``source`` where the values are from.
    """

    __tablename__ = "table_edits"
    __table_args__ = (UniqueConstraint("undoes"), Index(None, "name", "row_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[OurText]
    row_key: Mapped[str]
    cells: Mapped[str]
    withdrawn: Mapped[bool]
    source: Mapped[str]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    author: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("table_edits.id"))


class JudgingRow(Base):
    """Everything known ``at`` that moment was judged by these rules and this model.

    ``model`` is empty where none was used.
    """

    __tablename__ = "judgings"

    rules: Mapped[OurText] = mapped_column(primary_key=True)
    model: Mapped[OurText] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    turn: Mapped[int]
