"""The desk of the observatory: builds a year of a territory from the store.

What was counted is kept, in the store and in memory, until something that is counted changes.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from veille.app.observatory.places import EVERYWHERE, Where, where
from veille.core.areas import area
from veille.core.clock import paris
from veille.core.observatory import realised_sections
from veille.core.observatory.buyer_kinds import BUYER_SORTS
from veille.core.observatory.context import Context
from veille.core.observatory.figures import Counts, Recall, Scope, YearFigures
from veille.core.observatory.sections import sections
from veille.core.observatory.tables import Section
from veille.core.reasons import sector_name
from veille.core.territory import UnknownTerritoryError, territories
from veille.core.wording import CLAUSE_LABELS, RESERVED_LABELS
from veille.store import observatory, observatory_counts, observatory_figures, observatory_kept
from veille.store.database import Store

MOST_BUYERS = 15
MOST_WINNERS = 15
_KEPT = 300  # scopes in memory


@dataclass(frozen=True, slots=True)
class Known:
    """What can be asked for: the years, whether they are those of the invented sample, the

    recall that is told beside them. ``since`` is the first day that was read.
    """

    years: tuple[int, ...]
    since: date
    sample: bool
    revision: int
    recall: Recall | None


@dataclass(frozen=True, slots=True)
class Year:
    """A year of a territory: what was counted, what it is compared with, the sections to show."""

    year: int
    where: Where
    context: Context
    figures: YearFigures
    seen: tuple[Section, ...]
    realised: tuple[Section, ...]
    known: Known

    @property
    def total(self) -> Counts:
        """All that was counted in the year."""
        return self.figures.total

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section."""
        return (*self.seen, *self.realised)

    def section(self, code: str) -> Section | None:
        """The section of this code; null where the page has none."""
        return next((one for one in self.sections if one.code == code), None)


def known(store: Store, now: datetime) -> Known | None:
    """The years that something is known of, with the running one; null before anything was read."""
    with store.read() as session:
        sample = observatory_counts.is_sample(session)
        days = observatory.first_and_last_day(session, sample=sample)
        state = observatory.state(session)
    if days is None:
        return None
    last = max(days[1].year, paris(now).year)
    years = tuple(range(days[0].year, last + 1))
    return Known(years, days[0], sample, state.revision, state.recall)


def year_of(
    store: Store, organisation: str, year: int, code: str, now: datetime, *, reported: bool
) -> Year | None:
    """The year of a territory; null where nothing is known of one or the other.

    ``reported`` adds what managing bodies report, which is of no territory smaller than theirs.
    """
    found = known(store, now)
    if found is None or year not in found.years:
        return None
    try:
        place = where(code)
    except UnknownTerritoryError:
        return None
    scope = Scope(year, place.area, found.sample)
    figures = _figures(store, found.revision, scope, place)
    context = Context(
        years=_years(store, found.revision, Scope(None, place.area, found.sample)),
        since=found.since,
        today=paris(now).date(),
        parts=place.parts,
        parts_known=len(place.part_codes),
    )
    added = _reported(store, organisation, year) if reported else ()
    return Year(year, place, context, figures, sections(year, figures, context), added, found)


def _reported(store: Store, organisation: str, year: int) -> tuple[Section, ...]:
    with store.read() as session:
        held = observatory_figures.in_force(session, organisation)
    return realised_sections.sections(year, held)


def keep(store: Store, now: datetime, *, before: int, touched: Collection[int]) -> None:
    """Count once what is asked for often: the territories of the reference, and everywhere.

    ``before`` is the revision that was kept, ``touched`` the years that changed since.
    """
    found = known(store, now)
    if found is None:
        return
    codes = (EVERYWHERE, *(one.code for one in territories()))
    for code in codes:
        place = where(code)
        scopes = [Scope(year, place.area, found.sample) for year in found.years if year in touched]
        every = Scope(None, place.area, found.sample)
        with store.read() as session:
            figures = [_count(session, scope, place) for scope in scopes]
            trend = observatory_counts.by_year(session, every)
        with store.transaction() as session:
            observatory_kept.save(session, figures, {every: trend}, found.revision)
    with store.transaction() as session:
        observatory_kept.hold(session, before, found.revision, but=touched)


@lru_cache(maxsize=_KEPT)
def _years(store: Store, revision: int, scope: Scope) -> dict[int, Counts]:
    """``revision`` tells whether what is kept is still true."""
    with store.read() as session:
        kept = observatory_kept.by_year(session, scope, revision)
        return observatory_counts.by_year(session, scope) if kept is None else kept


@lru_cache(maxsize=_KEPT)
def _figures(store: Store, revision: int, scope: Scope, place: Where) -> YearFigures:
    with store.read() as session:
        return observatory_kept.year(session, scope, revision) or _count(session, scope, place)


def _count(session: Session, scope: Scope, place: Where) -> YearFigures:
    count = observatory_counts.by_facet
    buyers, buyers_known, buyers_flagged = observatory_counts.by_buyer(session, scope, MOST_BUYERS)
    winners, winners_known = observatory_counts.winners(session, scope, MOST_WINNERS)
    parts = place.part_codes
    return YearFigures(
        scope=scope,
        months=observatory_counts.by_month(session, scope),
        sectors=count(session, scope, "sector", sector_name),
        buyer_sorts=observatory_counts.by_buyer_sort(session, scope, _buyer_sort),
        buyers=buyers,
        buyers_known=buyers_known,
        buyers_flagged=buyers_flagged,
        parts=count(session, scope, "area", _area, parts) if parts else (),
        reserved_kinds=count(session, scope, "reserved", _reserved),
        clause_kinds=count(session, scope, "clause", _clause),
        winners=winners,
        winners_known=winners_known,
        waits=observatory_counts.waits(session, scope),
        only_awarded=observatory_counts.only_awarded(session, scope),
    )


def _area(code: str) -> str:
    return area(code).label


def _buyer_sort(code: str) -> str:
    return next((label for known, label in BUYER_SORTS.items() if known == code), code)


def _reserved(code: str) -> str:
    return next((label for known, label in RESERVED_LABELS.items() if known == code), code)


def _clause(code: str) -> str:
    return next((label for known, label in CLAUSE_LABELS.items() if known == code), code)
