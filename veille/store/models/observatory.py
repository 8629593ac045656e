"""Tables of the observatory: one line a procedure, what it is counted by, what staff add."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class ObservedRow(Base):
    """A procedure as it is counted (``veille.core.observatory.observed``); gone with its reading.

    ``month`` is that of ``day``, from 1 to 12.
    """

    __tablename__ = "observed"
    __table_args__ = (
        one_of("reserved", "yes", "no", "unclear"),
        one_of("clause", "yes", "no", "unclear"),
        one_of("obligation", "expected", "exempt", "not_applicable", "unknown"),
        Index(None, "year"),
        Index(None, "day"),
    )

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("readings.procedure_id", ondelete="CASCADE"), primary_key=True
    )
    sample: Mapped[bool] = mapped_column(server_default=false())
    day: Mapped[date]
    year: Mapped[int]
    month: Mapped[int]
    publications: Mapped[int]
    called: Mapped[bool]
    planned: Mapped[bool]
    opened: Mapped[bool]
    awarded: Mapped[bool]
    cancelled: Mapped[bool]
    reserved: Mapped[OurText]
    clause: Mapped[OurText]
    obligation: Mapped[OurText]
    outside: Mapped[bool | None]
    hours: Mapped[int | None]
    low: Mapped[int | None]
    high: Mapped[int | None]
    wait: Mapped[int | None]
    buyer: Mapped[str | None]
    buyer_name: Mapped[str | None]
    buyer_sort: Mapped[OurText]


class ObservedFacetRow(Base):
    """One thing that a procedure is counted by: an area, a sector, a kind, a winner.

    ``year`` is that of the procedure, so that an index finds a year of a territory; ``label`` is
    how a winner is called, null for a person.
    """

    __tablename__ = "observed_facets"
    __table_args__ = (
        one_of("facet", "area", "sector", "reserved", "clause", "winner"),
        Index(None, "facet", "value", "year", "procedure_id"),
    )

    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("observed.procedure_id", ondelete="CASCADE"), primary_key=True
    )
    facet: Mapped[OurText] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    label: Mapped[str | None]


class ObservatoryStateRow(Base):
    """One line: how often what is counted changed, and the recall that is told beside it."""

    __tablename__ = "observatory_state"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    recall_at: Mapped[datetime | None]
    recall: Mapped[float | None]
    recall_low: Mapped[float | None]
    recall_high: Mapped[float | None]


class KeptCountsRow(Base):
    """Figures of a scope that are asked for often, as JSON; true as long as ``revision`` is that

    of the state. Made again from what is counted whenever it changes.
    """

    __tablename__ = "kept_counts"

    key: Mapped[OurText] = mapped_column(primary_key=True)
    year: Mapped[int | None] = mapped_column(index=True)
    revision: Mapped[int]
    content: Mapped[OurText]


class FigureEntryRow(Base):
    """Figures that a member of staff gave at once; a correction is another entry.

    ``who`` is how they were called then, ``how`` by which way it came. One that was undone
    stays, and counts no more.
    """

    __tablename__ = "figure_entries"
    __table_args__ = (one_of("how", "form", "import"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText] = mapped_column(index=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    who: Mapped[str]
    how: Mapped[OurText]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class FigureRow(Base):
    """One figure of an entry: of a managing body, a year and a sector (empty: all of them)."""

    __tablename__ = "figures"
    __table_args__ = (Index(None, "year"),)

    entry_id: Mapped[int] = mapped_column(
        ForeignKey("figure_entries.id", ondelete="CASCADE"), primary_key=True
    )
    manager: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    sector: Mapped[OurText] = mapped_column(primary_key=True)
    measure: Mapped[OurText] = mapped_column(primary_key=True)
    value: Mapped[int]
    source: Mapped[str]
