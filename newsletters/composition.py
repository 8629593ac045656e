"""An edition composed from procedures: pure, so the same input gives the same edition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from newsletters.entries import Gazetteer, entry_of
from newsletters.freezing import frozen_card
from newsletters.ordering import in_reading_order
from newsletters.selection import (
    Decision,
    Ledger,
    Told,
    decide,
    decide_added,
    has_a_place,
    is_late,
    topic_of,
)
from veille.core.bands import Bands
from veille.core.cards import Card
from veille.core.clock import paris
from veille.core.editions import Coverage, Edition, Entry
from veille.core.facts import facts
from veille.core.periods import Period
from veille.core.procedures import Facts, Procedure
from veille.core.publications import publications
from veille.core.territory import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What an edition is made for: ``now`` is when it is composed.

    ``relation`` says how the facts of a procedure touch the territory, null = not at all;
    ``bands`` are those of the model that gave the scores; ``sample`` that what was read holds
    invented data. ``added`` are the procedures that staff want told; ``withheld`` says up to which
    version a topic of a procedure is not, because they removed it from an earlier edition.
    """

    organisation: str
    publisher: str
    territory_code: str
    territory_label: str
    period: Period
    now: datetime
    relation: Callable[[Facts], Relation | None]
    gazetteer: Gazetteer
    bands: Bands | None = None
    coverage: Coverage = field(default_factory=Coverage)
    sample: bool = False
    added: frozenset[int] = frozenset()
    withheld: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewlyTold:
    """What the ledger must remember with the edition: one row for each topic."""

    procedure_id: int
    topic: str
    version: int
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An edition with what it tells for the first time, and the card of each of its procedures.

    ``considered`` are the versions that were looked at, told or not.
    """

    edition: Edition
    told: tuple[NewlyTold, ...]
    cards: Mapping[int, Card]
    considered: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    entry: Entry
    decision: Decision
    known: Facts
    card: Card
    sample: bool


def compose_edition(
    procedures: Iterable[Procedure], cards: Mapping[int, Card], ledger: Ledger, brief: Brief
) -> Composed:
    """The edition of ``brief.period`` and the rows its ledger gains.

    ``cards`` are those of the versions to tell, by procedure; one without is left out. Only what
    was published before the end of the period is read. A procedure has one entry at most; what was
    told and has not changed since has none.
    """
    candidates: list[_Candidate] = []
    considered: dict[int, int] = {}
    published_only = 0
    for procedure in procedures:
        card = cards.get(procedure.id)
        seen = _published_before(procedure, brief.period.end)
        if card is None or not seen.notices:
            continue
        considered[procedure.id] = card.version
        known = facts(seen, brief.now)
        told = ledger.get(procedure.id)
        is_added = procedure.id in brief.added
        relation = brief.relation(known) or ("published" if told or is_added else None)
        if relation is None:
            continue
        late = is_late(_newest(seen), brief.period.late_before)
        if not is_added and not has_a_place(relation, known, told):
            published_only += int(not late)
            continue
        candidate = _candidate(seen, known, told, relation, card, late, brief)
        if candidate is not None:
            candidates.append(candidate)
    return _composed(candidates, considered, published_only, brief)


def _candidate(
    procedure: Procedure,
    known: Facts,
    told: Told | None,
    relation: Relation,
    card: Card,
    late: bool,
    brief: Brief,
) -> _Candidate | None:
    is_added = procedure.id in brief.added
    decided = decide_added if is_added else decide
    decision = decided(known, told, version=card.version, now=brief.now, late=late)
    if decision is None or (not is_added and _is_withheld(procedure.id, decision, brief)):
        return None
    if is_added:
        # News from now on, also to those who subscribed after it had been noted.
        card = replace(card, noted_at=brief.now)
    entry = entry_of(
        procedure,
        known,
        decision,
        relation=relation,
        now=brief.now,
        late=late,
        gazetteer=brief.gazetteer,
        bands=brief.bands,
    )
    return _Candidate(
        entry=entry,
        decision=decision,
        known=known,
        card=frozen_card(card, decision),
        sample=procedure.sample,
    )


def _is_withheld(procedure_id: int, decision: Decision, brief: Brief) -> bool:
    upto = brief.withheld.get(procedure_id, {}).get(topic_of(decision))
    return upto is not None and decision.version <= upto


def _composed(
    candidates: list[_Candidate],
    considered: Mapping[int, int],
    published_only: int,
    brief: Brief,
) -> Composed:
    by_id = {candidate.entry.procedure_id: candidate for candidate in candidates}
    entries = in_reading_order(candidate.entry for candidate in candidates)
    edition = Edition(
        organisation=brief.organisation,
        publisher=brief.publisher,
        territory_code=brief.territory_code,
        territory_label=brief.territory_label,
        kind=brief.period.kind,
        period_start=brief.period.start,
        period_end=brief.period.end,
        part=brief.period.part,
        composed_at=paris(brief.now),
        entries=entries,
        coverage=replace(
            brief.coverage, published_only=brief.coverage.published_only + published_only
        ),
        sample=brief.sample or any(by_id[entry.procedure_id].sample for entry in entries),
    )
    return Composed(
        edition=edition,
        told=tuple(row for entry in entries for row in _told_rows(by_id[entry.procedure_id])),
        cards={key: candidate.card for key, candidate in by_id.items()},
        considered=considered,
    )


def _told_rows(candidate: _Candidate) -> list[NewlyTold]:
    decision = candidate.decision
    return [
        NewlyTold(
            procedure_id=candidate.entry.procedure_id,
            topic=topic,
            version=decision.version,
            facts=candidate.known,
        )
        for topic in decision.topics
    ]


def _published_before(procedure: Procedure, end: date) -> Procedure:
    """The procedure as it was published before ``end``."""
    notices = tuple(
        notice
        for notice in procedure.notices
        if (day := notice.published_on or _first_seen(procedure, notice.id)) is None or day < end
    )
    return replace(procedure, notices=notices)


def _first_seen(procedure: Procedure, notice_id: str) -> date | None:
    moment = procedure.first_seen.get(notice_id)
    return paris(moment).date() if moment else None


def _newest(procedure: Procedure) -> date | None:
    """When the newest publication came out, in whichever source had it first."""
    days = [read.published_on for read in publications(procedure.notices) if read.published_on]
    return max(days, default=None)
