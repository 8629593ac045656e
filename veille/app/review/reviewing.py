"""Review: the cards of a week in the order to look at them, the weekly sample, recall."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from random import Random
from typing import get_args

from sqlalchemy.orm import Session

from classifiers import registry, rules_version
from classifiers.registry import ModelError
from veille.app.console import Failure
from veille.app.domain_tables import tables_of
from veille.app.learn.serving import folder_of, models_dir, read_manifest
from veille.core.bands import Bands
from veille.core.clock import Week, paris
from veille.core.estimates import Interval, Stratum, recall
from veille.core.procedures import Facts
from veille.core.review import Queued, ReviewCard, queue, review_card
from veille.core.territory import Territory, relation, territory
from veille.settings import Settings
from veille.store import Store, procedures, samples, serving, tag_reading, tags
from veille.store.samples import Sample, StratumName

WEEKS = 12
"""Over how many weeks recall is estimated."""
SAMPLED = 25
"""How many procedures of each stratum are drawn a week."""

STRATA: tuple[StratumName, ...] = get_args(StratumName)

_CALLS = ("planned", "open", "closed")


@dataclass(frozen=True, slots=True)
class Judges:
    """Whose verdicts are reviewed, and the limits between the bands of the model's potential."""

    rules: str
    model: str | None
    limits: tuple[float, ...] = ()
    bands: Bands | None = None


def judges(store: Store, settings: Settings) -> Judges:
    """Those whose verdicts people see today; only what the model says of itself is read.

    Raises:
        Failure: the model that serves cannot be used.
    """
    with store.read() as session:
        held = serving.current(session)
    name = held.model if held else None
    try:
        folder = folder_of(name, models_dir(settings)) if name else registry.shipped()
        manifest = read_manifest(folder)
    except ModelError as error:
        raise Failure(str(error)) from None
    limits = tuple(band.since for band in manifest.bands.potential if band.since > 0)
    return Judges(rules_version(tables_of(store)), manifest.name, limits, manifest.bands)


def cards(session: Session, ids: Iterable[int], by: Judges, now: datetime) -> Iterator[ReviewCard]:
    """The cards of these procedures, in bounded memory and a few statements for every 200."""
    wanted = list(ids)
    versions = tags.versions(session, wanted)
    said = tag_reading.of_procedures(session, wanted)
    for procedure in procedures.load(session, wanted, by.rules, by.model, raw=True):
        own = said.get(procedure.id, ())
        yield review_card(procedure, own, versions.get(procedure.id, ""), now)


def week_queue(store: Store, settings: Settings, by: Judges, now: datetime) -> tuple[Queued, ...]:
    """What to look at of the last whole week, and what is left of the samples of the last twelve.

    The week's sample is drawn the first time.
    """
    week = last_week(now)
    with store.read() as session:
        found = list(week_cards(session, settings, week, by, now))
    draw(store, week, found, now)
    known = {card.procedure_id for card in found}
    with store.read() as session:
        drawn = samples.between(session, _first(week), week.next().monday)
        older = {member for one in drawn for member in one.procedures} - known
        found += cards(session, sorted(older), by, now)
        order = sample_order(session, now)
    return queue(found, limits=by.limits, sample=order)


def sample_order(session: Session, now: datetime) -> dict[int, int]:
    """The procedures of the samples of the last twelve weeks, each with its order of drawing."""
    week = last_week(now)
    drawn = samples.between(session, _first(week), week.next().monday)
    return {member: place for one in drawn for place, member in enumerate(one.procedures)}


def week_cards(
    session: Session, settings: Settings, week: Week, by: Judges, now: datetime
) -> Iterator[ReviewCard]:
    """The calls and planned purchases published in the week that touch a territory of ours."""
    wheres = [territory(code) for code in settings.territories]
    ids = procedures.touched(session, week.monday, week.next().monday)
    for card in cards(session, ids, by, now):
        if card.facts.state in _CALLS and any(_touches(card.facts, where) for where in wheres):
            yield card


def draw(store: Store, week: Week, population: Sequence[ReviewCard], now: datetime) -> bool:
    """Draw the samples of a week from its cards, once; false when they were drawn before.

    A sample is in random order, so that its beginning is a random sample too.
    """
    with store.transaction() as session:
        return samples.save(session, [_drawn(week, name, population) for name in STRATA], now)


def _drawn(week: Week, stratum: StratumName, population: Iterable[ReviewCard]) -> Sample:
    members = sorted(
        card.procedure_id for card in population if card.is_flagged == (stratum == "flagged")
    )
    seed = week.monday.toordinal() * len(STRATA) + STRATA.index(stratum)
    count = min(SAMPLED, len(members))
    return Sample(
        week=week.monday,
        stratum=stratum,
        size=len(members),
        seed=seed,
        procedures=tuple(Random(seed).sample(members, count)),  # noqa: S311 - no secret
    )


def recall_now(store: Store, by: Judges, now: datetime) -> Interval | None:
    """The share of written clauses found over the last twelve whole weeks; null: too few tags."""
    week = last_week(now)
    with store.read() as session:
        drawn = samples.between(session, _first(week), week.next().monday)
        members = sorted({member for one in drawn for member in one.procedures})
        found = {card.procedure_id: card for card in cards(session, members, by, now)}
    strata = {(one.week, one.stratum): _read(one, found) for one in drawn}
    weeks = sorted({one.week for one in drawn})
    return recall([(strata[monday, "flagged"], strata[monday, "unflagged"]) for monday in weeks])


def _read(sample: Sample, found: Mapping[int, ReviewCard]) -> Stratum:
    """What staff read of a sample: its beginning, up to the first card that waits.

    Which card was picked after it may depend on what is in it, and is no random sample.
    """
    drawn = (found[member] for member in sample.procedures if member in found)
    read = list(takewhile(lambda card: card.is_reviewed, drawn))
    positive = sum(card.facts.clause.answer != "no" for card in read)
    return Stratum(sample.size, len(read), positive)


def last_week(now: datetime) -> Week:
    """The last week that is over."""
    return Week.of(paris(now).date() - timedelta(days=7))


def _first(week: Week) -> date:
    return week.monday - timedelta(weeks=WEEKS - 1)


def _touches(known: Facts, where: Territory) -> bool:
    """As in the edition: what is only published in the département is its own, not its EPCI's."""
    places = [*known.places, *(place for lot in known.lots for place in lot.places)]
    found = relation(places, known.buyer, known.departments, where)
    return found is not None and (found != "published" or where.is_department)
