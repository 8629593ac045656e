"""The weekly edition composed from procedures: pure, so the same input gives the same edition."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from newsletters.entries import Gazetteer, entry_of
from newsletters.ordering import capped, in_reading_order
from newsletters.selection import Decision, Ledger, Told, decide, has_a_place, is_late
from veille.core.clock import Week, paris
from veille.core.editions import Coverage, Edition, Entry, Section
from veille.core.facts import facts
from veille.core.procedures import Facts, Procedure
from veille.core.publications import publications
from veille.core.territory import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """How many entries an edition holds at most: calls without a clause, awards, and late ones

    of each other section. What is above waits for the next edition, counted in this one.
    """

    opportunity: int = 40
    award: int = 40
    late: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What an edition is made for: ``now`` is when it is composed.

    ``relation`` says how the facts of a procedure touch the territory, null = not at all;
    ``sample`` that what was read holds invented data.
    """

    organisation: str
    publisher: str
    territory_code: str
    territory_label: str
    week: Week
    now: datetime
    relation: Callable[[Facts], Relation | None]
    gazetteer: Gazetteer
    coverage: Coverage = field(default_factory=Coverage)
    sample: bool = False
    caps: Caps = field(default_factory=Caps)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewlyTold:
    """What the ledger must remember with the edition: one row for each topic."""

    procedure_id: int
    topic: str
    version: int
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An edition with what it tells for the first time."""

    edition: Edition
    told: tuple[NewlyTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    entry: Entry
    decision: Decision
    known: Facts
    sample: bool


def compose_edition(procedures: Iterable[Procedure], ledger: Ledger, brief: Brief) -> Composed:
    """The edition of ``brief.week`` and the rows its ledger gains.

    Only what was published before the end of the week is read. A procedure has one entry at most;
    what was told and has not changed since has none.
    """
    candidates: list[_Candidate] = []
    published_only = 0
    for procedure in procedures:
        seen = _published_before(procedure, brief.week.next().monday)
        if not seen.notices:
            continue
        known = facts(seen, brief.now)
        relation = brief.relation(known)
        if relation is None:
            continue
        told = ledger.get(procedure.id)
        late = is_late(_newest(seen), brief.week.monday)
        if not has_a_place(relation, known, told):
            published_only += int(not late)
            continue
        candidate = _candidate(seen, known, told, relation, late, brief)
        if candidate is not None:
            candidates.append(candidate)
    return _composed(candidates, published_only, brief)


def _candidate(
    procedure: Procedure,
    known: Facts,
    told: Told | None,
    relation: Relation,
    late: bool,
    brief: Brief,
) -> _Candidate | None:
    decision = decide(known, told, now=brief.now, late=late)
    if decision is None:
        return None
    entry = entry_of(
        procedure,
        known,
        decision,
        relation=relation,
        now=brief.now,
        late=late,
        gazetteer=brief.gazetteer,
    )
    return _Candidate(entry=entry, decision=decision, known=known, sample=procedure.sample)


def _composed(candidates: list[_Candidate], published_only: int, brief: Brief) -> Composed:
    by_id = {candidate.entry.procedure_id: candidate for candidate in candidates}
    all_entries = [candidate.entry for candidate in candidates]
    kept = capped(all_entries, _limits(brief.caps), brief.caps.late)
    omitted = Counter(entry.section for entry in all_entries)
    omitted.subtract(entry.section for entry in kept)
    entries = in_reading_order(kept)
    edition = Edition(
        organisation=brief.organisation,
        publisher=brief.publisher,
        territory_code=brief.territory_code,
        territory_label=brief.territory_label,
        period_start=brief.week.monday,
        period_end=brief.week.next().monday,
        composed_at=paris(brief.now),
        entries=entries,
        coverage=replace(brief.coverage, published_only=published_only, omitted=dict(+omitted)),
        sample=brief.sample or any(by_id[entry.procedure_id].sample for entry in entries),
    )
    told = tuple(row for entry in entries for row in _told_rows(by_id[entry.procedure_id]))
    return Composed(edition=edition, told=told)


def _limits(caps: Caps) -> Mapping[Section, int]:
    return {"opportunity": caps.opportunity, "award": caps.award}


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
