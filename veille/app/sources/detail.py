"""One source as its page shows it: days, crawls, what could not be read, what nobody reads."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from spiders.registry import SourceInfo
from veille.app.charts import Figure
from veille.app.gathering.sources import SOURCES
from veille.app.sources.comparing import Comparison, comparison
from veille.app.sources.days import DAYS, DayLine, day_lines, figure
from veille.app.sources.filling import Filling, filling
from veille.app.sources.overview import SourceLine, lines
from veille.app.sources.situation import BEFORE, RECENT, source_situations
from veille.core.clock import paris
from veille.core.fill_rates import LABELS
from veille.core.refusals import Refusal
from veille.core.rhythm import learn
from veille.core.second_ways import whose_notices
from veille.settings import Settings
from veille.store import (
    crawl_units,
    crawls,
    payload_reports,
    source_days,
    sources,
    unread_keys,
)
from veille.store.crawls import CrawlRun
from veille.store.database import Store
from veille.store.payloads import StoredPayload
from veille.store.unread_keys import ListedKey

MOST_CRAWLS = 15
MOST_UNREADABLE = 20
SHOWN = 600
"""Characters of a payload that are shown."""


class UnknownSourceError(Refusal):
    """No source has this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A payload that could not be read, with its beginning as text."""

    payload: StoredPayload
    beginning: str
    whole: bool

    @property
    def can_be_read_again(self) -> bool:
        """Whether it is a record; a page that was no data holds none."""
        return self.payload.media != "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The page of a source; ``line`` is null for one that is no longer gathered."""

    source: SourceInfo
    address: str | None
    line: SourceLine | None
    days: tuple[DayLine, ...]
    figure: Figure
    comparison: Comparison | None
    crawls: tuple[CrawlRun, ...]
    unreadable: tuple[Unreadable, ...]
    unreadable_records: int
    keys: tuple[ListedKey, ...]
    filling: Filling
    fallen: tuple[str, ...]


def named(name: str) -> SourceInfo:
    """The source of that name.

    Raises:
        UnknownSourceError: there is none.
    """
    for source in SOURCES:
        if source.name == name:
            return source
    raise UnknownSourceError("source inconnue")


def detail(store: Store, settings: Settings, name: str, now: datetime) -> Detail:
    """What the page of a source shows; changes nothing.

    Raises:
        UnknownSourceError: no source has this name.
    """
    source = named(name)
    today = paris(now).date()
    with store.read() as session:
        return _detail(session, settings, source, now, today)


def _detail(
    session: Session, settings: Settings, source: SourceInfo, now: datetime, today: date
) -> Detail:
    name = source.name
    own = [one for one in source_situations(session, settings, now) if one.name == name]
    shown = lines(session, settings, own, now)
    counts = source_days.counts(session, today - timedelta(days=settings.keep_runs_days))
    own_counts = counts.get(whose_notices(name), {})
    first = today - timedelta(days=DAYS)
    totals = crawl_units.newest(session, name, first)
    days = day_lines(
        today,
        own_counts,
        totals,
        crawls.done_days(session, name, since=first),
        learn(own_counts, today),
    )
    summed = source_days.of_source(session, name, today - timedelta(days=RECENT + BEFORE + 7))
    known = {one.name: one.address for one in sources.every(session)}
    return Detail(
        source=source,
        address=known.get(name),
        line=shown[0] if shown else None,
        days=days,
        figure=figure(source.label, days),
        comparison=comparison(session, name, first, totals),
        crawls=tuple(crawls.of_source(session, name, MOST_CRAWLS)),
        unreadable=tuple(
            _unreadable(one) for one in payload_reports.failed_of(session, name, MOST_UNREADABLE)
        ),
        unreadable_records=payload_reports.unreadable_by_source(session).get(name, 0),
        keys=tuple(unread_keys.of_source(session, name)),
        filling=filling(summed, today),
        fallen=tuple(LABELS[fall.field] for fall in (own[0].falls if own else ())),
    )


def _unreadable(payload: StoredPayload) -> Unreadable:
    # Four bytes a character at most: no need to decode fifty megabytes.
    text = payload.content[: 4 * SHOWN].decode("utf-8", "replace")
    whole = len(payload.content) <= 4 * SHOWN and len(text) <= SHOWN
    return Unreadable(payload=payload, beginning=text[:SHOWN], whole=whole)
