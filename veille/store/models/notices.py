"""Tables of notices and of who publishes them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class BuyerRow(Base):
    """A public body; ``identity`` is its SIRET, else its folded name and postcode."""

    __tablename__ = "buyers"

    id: Mapped[int] = mapped_column(primary_key=True)
    identity: Mapped[str] = mapped_column(unique=True)
    siret: Mapped[str | None]
    name: Mapped[str | None]
    kind: Mapped[OurText]
    postcode: Mapped[str | None]
    city: Mapped[str | None]


class NoticeRow(Base):
    """One publication; ``content`` is the interchange notice, the columns what is asked for.

    ``procedure_id``, ``link_rule`` and ``linked_by`` say which procedure it belongs to and what
    put it there; ``to_link`` that its keys were not looked at since it last changed. ``hosts`` are
    the domains that its links name, the surest first, between spaces; null: not worked out yet.
    """

    __tablename__ = "notices"
    __table_args__ = (
        one_of("linked_by", "rule", "staff"),
        Index(None, "published_on", "id"),
        Index(None, "procedure_id", "published_on"),
        Index(None, "source", "published_on", "updated_at"),
        Index(None, "buyer_id"),
        Index(
            "ix_notices_to_link",
            "published_on",
            "id",
            sqlite_where=text("to_link"),
            postgresql_where=text("to_link"),
        ),
        Index(
            "ix_notices_without_hosts",
            "id",
            sqlite_where=text("hosts IS NULL"),
            postgresql_where=text("hosts IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(ForeignKey("sources.name"))
    content_hash: Mapped[OurText] = mapped_column(index=True)
    kind: Mapped[OurText]
    stage: Mapped[OurText]
    published_on: Mapped[date | None]
    dispatched_on: Mapped[date | None]
    deadline: Mapped[datetime | None]
    title: Mapped[str | None]
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("buyers.id"))
    payload_id: Mapped[int] = mapped_column(ForeignKey("payloads.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedures.id"))
    link_rule: Mapped[OurText | None]
    linked_by: Mapped[OurText | None]
    to_link: Mapped[bool]
    first_seen_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(server_default=false())
    content: Mapped[OurText]
    hosts: Mapped[OurText | None]
