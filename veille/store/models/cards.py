"""Tables of versions: what can be told of a procedure, and what it is found by."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class CardRow(Base):
    """One version of a procedure: its facts, its card, when and why it was noted.

    ``text`` is that of the card, apart because words are looked for in it.
    """

    __tablename__ = "cards"
    __table_args__ = (
        one_of("cause", "publication", "tag"),
        Index(None, "noted_at"),
        Index(None, "effective_on"),
    )

    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedures.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    noted_at: Mapped[datetime]
    effective_on: Mapped[date]
    cause: Mapped[OurText]
    facts: Mapped[str]
    card: Mapped[str]
    text: Mapped[str]


class CardFacetRow(Base):
    """One value of a facet of a card: what filters are compared with."""

    __tablename__ = "card_facets"
    __table_args__ = (
        ForeignKeyConstraint(
            ["procedure_id", "version"], ["cards.procedure_id", "cards.version"], ondelete="CASCADE"
        ),
        # The value first: PostgreSQL looks a list of values up by it even without statistics.
        Index(None, "value", "facet", "procedure_id", "version"),
    )

    procedure_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    facet: Mapped[OurText] = mapped_column(primary_key=True)
    value: Mapped[OurText] = mapped_column(primary_key=True)
