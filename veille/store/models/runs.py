"""Table of the runs of jobs: what was due, who does it, how it ended."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of

_RUNNING = text("state = 'running'")


class RunRow(Base):
    """A run of a job for a period; one for each, and one of a job at a time."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("job", "period"),
        one_of("state", "running", "done", "failed", "skipped"),
        Index(
            "uq_runs_running",
            "job",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(None, "state", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[OurText]
    period: Mapped[OurText]
    due_at: Mapped[datetime]
    state: Mapped[OurText]
    attempts: Mapped[int]
    worker: Mapped[str]
    started_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    retry_at: Mapped[datetime | None]
    said: Mapped[str | None]
