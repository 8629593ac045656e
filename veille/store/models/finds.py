"""The table of what staff found and have not kept yet."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText


class FindRow(Base):
    """Documents as they were read, between the look at them and their keeping.

    ``secret`` is what the page names it by: nobody guesses another's.
    """

    __tablename__ = "finds"
    __table_args__ = (Index(None, "staff_id"), Index(None, "made_at"))

    secret: Mapped[OurText] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    content: Mapped[str]
