"""What a crawl is asked to do and what it says it did: plain data between two processes."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """One crawl of one source over the days ``since``..``until``, both included.

    ``address`` is the base address of the source's API; ``documents`` that of single documents
    where it differs (TED). ``nuts`` are the places asked for where a source can filter by them.
    ``boxes`` are the addresses of boxes of mail, whose passwords are in them. ``feeds`` are the
    files of a source that has no days; ``departments`` those whose award data are kept.
    ``max_records`` stops early, after one page at most of each day: the crawl is then a check, and
    no day of it is done. Waits and ``timeout`` are in seconds.
    """

    source: str
    since: date
    until: date
    now: datetime
    database_url: str
    address: str
    user_agent: str
    documents: str = ""
    nuts: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    boxes: tuple[str, ...] = field(default=(), repr=False)
    departments: tuple[str, ...] = ()
    sample: bool = False
    max_records: int | None = None
    delay: float = 1.0
    first_wait: float = 30.0
    longest_wait: float = 600.0
    timeout: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlProgress:
    """How far a crawl has come."""

    announced: int
    received: int
    stored: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """How a crawl ended. ``causes`` are one line each; none of them means complete.

    ``received`` counts distinct records, ``stored`` those that were not in the store, ``unread``
    those that were stored but could not be read into a notice.
    """

    source: str
    announced: int = 0
    received: int = 0
    stored: int = 0
    unread: int = 0
    days_done: tuple[date, ...] = ()
    causes: tuple[str, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether everything that the source announced was received."""
        return not self.causes


@cache
def _job() -> TypeAdapter[CrawlJob]:
    return TypeAdapter(CrawlJob)


@cache
def _line() -> TypeAdapter[CrawlResult | CrawlProgress]:
    return TypeAdapter(CrawlResult | CrawlProgress)


def job_to_json(job: CrawlJob) -> bytes:
    """The job as JSON, for the crawl's standard input."""
    return _job().dump_json(job)


def job_from_json(content: bytes) -> CrawlJob:
    """The job from the crawl's standard input."""
    return _job().validate_json(content)


def line_to_json(line: CrawlResult | CrawlProgress) -> bytes:
    """A line of the crawl's standard output (no newline)."""
    return _line().dump_json(line)


def line_from_json(content: bytes) -> CrawlResult | CrawlProgress:
    """A line of the crawl's standard output."""
    return _line().validate_json(content)
