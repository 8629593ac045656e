"""Tables of staff: who may do what, the links that let them in, the sessions that last."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class StaffRow(Base):
    """A member of staff; one who left keeps the row, since what they did names it."""

    __tablename__ = "staff"
    __table_args__ = (
        UniqueConstraint("organisation", "address_key"),
        one_of("role", "admin", "facilitator", "reader"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    address: Mapped[str]
    address_key: Mapped[OurText]
    name: Mapped[str | None]
    role: Mapped[OurText]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class StaffLinkRow(Base):
    """A link that lets somebody in once; only the hash of its secret is kept.

    A link that was asked for by mail has a code that does the same in the tab that asked, whose
    secret ``tab`` is the hash of; ``code`` is that of both, ``tries`` the codes tried so far.
    """

    __tablename__ = "staff_links"
    __table_args__ = (Index(None, "staff_id"), Index(None, "tab"))

    digest: Mapped[OurText] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    tab: Mapped[OurText | None]
    code: Mapped[OurText | None]
    tries: Mapped[int] = mapped_column(server_default="0")


class StaffSessionRow(Base):
    """Somebody who is signed in; only the hash of the key in their cookie is kept."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index(None, "staff_id"),)

    digest: Mapped[OurText] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"))
    began_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AuditRow(Base):
    """One thing that a member of staff did; lines are only added.

    ``who`` is how they were called then, ``action`` a code of ``veille.core.audit``, ``subject``
    what it was done to in words.
    """

    __tablename__ = "audit"
    __table_args__ = (Index(None, "at"), Index(None, "staff_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    who: Mapped[str]
    action: Mapped[OurText]
    subject: Mapped[str]
    detail: Mapped[str | None]
