"""Procedures in the lists of the hand-over: what they are, how long is left, what came of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from newsletters.opportunity import opportunity_of
from veille.app.handover.appeared import appeared
from veille.app.known_facts import state_of
from veille.app.web.listing import Listed, listed
from veille.app.web.reading import bands_now
from veille.app.web.site import Site
from veille.core import french
from veille.core.clock import paris
from veille.core.facts import facts_from_json
from veille.core.filters import Filter
from veille.core.handover import Event, Standing, standing
from veille.core.priority import DEFAULT, ranked
from veille.core.procedures import Facts, State
from veille.core.search import Search
from veille.store import cards, handovers, searching, staff_territories
from veille.store.cards import StoredCard
from veille.store.staff import Member

ListName = Literal["miennes", "a-prendre", "toutes", "terminees"]

TABS: Mapping[ListName, str] = {
    "miennes": "Les miennes",
    "a-prendre": "À prendre",
    "toutes": "Toute l’équipe",
    "terminees": "Terminées",
}
MOST_FOLLOWED = 500
"""How many of those touched last the lists are made of."""
MOST_OFFERED = 40
_MOST_READ = 400
_LOOKS_BACK = timedelta(days=120)  # a call that is still open was published since
_OVER: frozenset[State] = frozenset({"awarded", "cancelled"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """How long is left: in days, in words, and what that still allows."""

    days: int | None
    words: str
    allows: str | None
    is_enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A procedure of a list; ``appeared`` is what later notices show, in words."""

    shown: Listed
    state: State
    time: Time
    standing: Standing
    appeared: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Nothing is left to do: staff say so, or the purchase does and nobody has it."""
        unheld = self.standing.holder is None and self.state == "closed"
        return self.standing.is_over or self.state in _OVER or unheld


def territory_of(session: Session, site: Site, member: Member) -> tuple[tuple[str, ...], bool]:
    """The areas that a member's lists are about, and whether the member chose them."""
    chosen = staff_territories.of(session, member.id)
    return (chosen, True) if chosen else (site.settings.territories, False)


def list_of(session: Session, site: Site, member: Member, name: ListName) -> list[Followed]:
    """The procedures of a list, in the order to look at them."""
    now = site.clock()
    if name == "a-prendre":
        return _offered(session, site, member, now)
    ids = handovers.touched(session, member.organisation, most=MOST_FOLLOWED)
    holders = handovers.holders(session, member.organisation)
    if name == "miennes":
        ids = [one for one in ids if holders.get(one) == member.id]
    elif name == "toutes":
        ids = [one for one in ids if one in holders]
    found = _followed(session, member, ids, now)
    if name == "terminees":
        return [one for one in found if one.is_over]
    return sorted((one for one in found if not one.is_over), key=_urgency)


def time_left(known: Facts, now: datetime) -> Time:
    """How long is left of a purchase."""
    state, has_clause = state_of(known, now), known.clause.answer != "no"
    if state == "planned":
        allows = None if has_clause else _AHEAD
        return Time(days=None, words="pas encore en consultation", allows=allows, is_enough=True)
    if state != "open" or known.deadline is None:
        return Time(days=None, words="", allows=None, is_enough=False)
    days = (paris(known.deadline).date() - paris(now).date()).days
    enough = days > DEFAULT.days_to_act
    allows = None if has_clause else _POSSIBLE if enough else _LATE
    return Time(days=days, words=french.days_left(days), allows=allows, is_enough=enough)


_AHEAD = "le meilleur moment pour une clause"
_POSSIBLE = "un rectificatif peut encore porter une clause"
_LATE = "trop court pour un rectificatif"


def _offered(session: Session, site: Site, member: Member, now: datetime) -> list[Followed]:
    """Calls without a clause in the member's territory that nobody has, the house's order."""
    where, _ = territory_of(session, site, member)
    asked = Filter(territories=where, what=("potential", "obligation", "planning"))
    since = paris(now - _LOOKS_BACK).date()
    search = Search(filter=asked, published_from=since)
    found = searching.find(session, search, now, most=_MOST_READ)
    ids = [one.card.procedure_id for one in found.cards]
    taken = handovers.holders(session, member.organisation)
    said = handovers.of_many(session, member.organisation, ids)
    open_ = [
        (stored, known)
        for stored in found.cards
        if stored.card.procedure_id not in taken
        and not standing(said.get(stored.card.procedure_id, ())).is_over
        and state_of(known := facts_from_json(stored.facts), now) in ("open", "planned")
    ]
    bands = bands_now(session, site)
    weights = DEFAULT.on_the_scale_of(bands) if bands else DEFAULT
    best = ranked(open_, lambda one: opportunity_of(one[0].card.procedure_id, one[1], now), weights)
    in_time = sorted(best, key=lambda one: not time_left(one[1], now).is_enough)
    return [
        _one(stored, known, said.get(stored.card.procedure_id, ()), now, found.samples)
        for stored, known in in_time[:MOST_OFFERED]
    ]


def _followed(
    session: Session, member: Member, ids: Sequence[int], now: datetime
) -> list[Followed]:
    said = handovers.of_many(session, member.organisation, ids)
    versions = cards.load(session, ids)
    samples = searching.samples(session, ids)
    return [
        _one(
            versions[one][-1],
            facts_from_json(versions[one][-1].facts),
            said[one],
            now,
            samples,
            versions[one],
        )
        for one in ids
        if one in versions
    ]


def _one(
    stored: StoredCard,
    known: Facts,
    events: Sequence[Event],
    now: datetime,
    samples: Iterable[int],
    versions: Sequence[StoredCard] = (),
) -> Followed:
    sample = stored.card.procedure_id in frozenset(samples)
    since = paris(events[0].at).date() if events else paris(now).date()
    return Followed(
        shown=listed(stored, now, sample=sample),
        state=state_of(known, now),
        time=time_left(known, now),
        standing=standing(events),
        appeared=tuple(one.words for one in appeared(versions, since)),
    )


def _urgency(one: Followed) -> tuple[bool, float, int]:
    """What was just passed on first, then what leaves the least time."""
    return (
        not one.standing.is_fresh,
        float("inf") if one.time.days is None else one.time.days,
        one.shown.id,
    )


def time_of(session: Session, procedure_id: int, now: datetime) -> str:
    """How long is left of a procedure, in words; empty where nothing is known of it."""
    versions = cards.load(session, [procedure_id]).get(procedure_id)
    return listed(versions[-1], now, sample=False).when if versions else ""
