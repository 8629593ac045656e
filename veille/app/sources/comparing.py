"""A second way to a source's notices, day by day against the first: what only one of both has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from veille.core.french import count, join
from veille.core.second_ways import SECOND_WAYS
from veille.core.source_labels import SOURCE_LABELS
from veille.store import listings
from veille.store.crawl_units import DayTotal
from veille.store.listings import Listing

_NAMED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedDay:
    """A day: notices listed, known before, fetched because they were not; what one side lacks."""

    day: date
    listed: int
    known: int
    fetched: int
    missed: str
    unlisted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared with which source, newest day first."""

    with_label: str
    days: tuple[ComparedDay, ...]

    @property
    def agree(self) -> bool:
        """Whether both have the same notices, on every day."""
        return not any(day.missed or day.unlisted for day in self.days)


def comparison(
    session: Session, name: str, since: date, totals: Mapping[date, DayTotal]
) -> Comparison | None:
    """How the days from ``since`` on compare; null for a source that is no second way."""
    first = SECOND_WAYS.get(name)
    if first is None:
        return None
    days = [_day(one, totals.get(one.day)) for one in listings.newest(session, name, since)]
    return Comparison(with_label=SOURCE_LABELS[first], days=tuple(days))


def _day(one: Listing, total: DayTotal | None) -> ComparedDay:
    return ComparedDay(
        day=one.day,
        listed=one.listed,
        known=one.known,
        fetched=max(0, total.received - one.known) if total else 0,
        missed=_named(one.missed, one.missed_count),
        unlisted=_named(one.unlisted, one.unlisted_count),
    )


def _named(numbers: Sequence[str], whole: int) -> str:
    """The first numbers and how many more there are; empty for none."""
    shown = list(numbers[:_NAMED])
    more = whole - len(shown)
    return join([*shown, count(more, "autre")] if more else shown) if shown else ""
