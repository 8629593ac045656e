"""Which model serves, and what the gate said of each that wanted to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of

_OPEN = text("state = 'waiting'")


class ServingRow(Base):
    """A model began to serve; the newest row is the one that does.

    ``after`` is the row before in time (0: none): unique, so that of two changes at once one wins.
    ``below`` is the row whose model serves again when this one is rolled back. A null ``model`` is
    the one that ships with the program.
    """

    __tablename__ = "serving_models"
    __table_args__ = (
        UniqueConstraint("after"),
        one_of("cause", "gate", "hand", "rollback"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    after: Mapped[int]
    below: Mapped[int | None] = mapped_column(ForeignKey("serving_models.id"))
    model: Mapped[str | None]
    cause: Mapped[OurText]
    since: Mapped[datetime]
    by: Mapped[str]
    why: Mapped[str]


class TrialRow(Base):
    """What the gate said of a challenger against the champion of then; ``decision`` is JSON."""

    __tablename__ = "model_trials"
    __table_args__ = (Index("ix_model_trials_challenger_id", "challenger", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    challenger: Mapped[str]
    champion: Mapped[str]
    tried_at: Mapped[datetime]
    answer: Mapped[OurText]
    decision: Mapped[str]


class ReportRow(Base):
    """A comparison of a model with the one that serves, asked for and then made; ``found`` is JSON.

    ``reason`` says in French why it could not be made. One at a time waits for each challenger.
    """

    __tablename__ = "model_reports"
    __table_args__ = (
        one_of("state", "waiting", "done", "failed"),
        Index(
            "ix_model_reports_waiting",
            "challenger",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_model_reports_challenger", "challenger", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    challenger: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    state: Mapped[OurText] = mapped_column(server_default="waiting")
    ended_at: Mapped[datetime | None]
    champion: Mapped[str | None]
    found: Mapped[str | None]
    reason: Mapped[str | None]
