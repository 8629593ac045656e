"""An edition made and kept: read from the store, composed, saved with its ledger, or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from newsletters.composition import Brief, Composed, compose_edition
from newsletters.endings import as_topics, choose, told_by
from newsletters.gazetteer import gazetteer_of
from newsletters.reading import coverage_of
from newsletters.selection import FACTS_TOPIC, RENEWAL_DAYS, Told
from veille.core.bands import Bands
from veille.core.cards import card_to_json
from veille.core.clock import paris
from veille.core.editions import (
    Coverage,
    Edition,
    Entry,
    edition_from_json,
    edition_to_json,
    entry_from_json,
    entry_to_json,
)
from veille.core.facts import facts_from_json, facts_to_json
from veille.core.periods import DUE, EditionKind, Period
from veille.core.procedures import Facts
from veille.core.tables import Tables, reference_tables
from veille.core.territory import Relation, Territory, relation, territory
from veille.store import (
    Store,
    considering,
    edition_choices,
    editions,
    endings,
    ledger,
    procedures,
)
from veille.store.edition_choices import Choice
from veille.store.editions import EditionState, NewEdition, StoredEdition, StoredEntry

FIRST_DAYS = 28
"""How many days before its period the first edition of a kind looks back: older is no news."""

_AT_ONCE: tuple[EditionKind, ...] = ("immediate", "daily")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What an edition is made with.

    ``organisation`` is a stable code, ``publisher`` the name people read; ``rules`` and ``model``
    say which verdicts are shown, ``bands`` how the scores of that model are read; ``tables`` name
    sectors and facilitators, by default those that ship; ``due`` is the
    time of day at which it goes out; without ``coverage`` it is worked out from the runs that the
    store remembers.
    """

    organisation: str
    publisher: str
    rules: str
    model: str | None = None
    bands: Bands | None = None
    tables: Tables = field(default_factory=reference_tables)
    due: time = DUE
    coverage: Coverage | None = None


def make(
    store: Store, territory_code: str, period: Period, now: datetime, recipe: Recipe
) -> Edition | None:
    """Compose and keep the edition of a territory for ``period``; null when it is there already.

    The edition, its entries and what it tells are saved in one transaction. An immediate edition
    that has nothing is not kept.

    Raises:
        UnknownTerritoryError: no territory has this code.
        StoreError: the store cannot be used.
    """
    where = territory(territory_code)
    owner = ledger_owner(recipe.organisation, where.code)
    with store.read() as session:
        if editions.find(session, owner, period.kind, period.start, period.part) is not None:
            return None
        composed = _composed(session, owner, where, period, now, recipe)
    if period.kind == "immediate" and not composed.edition.entries:
        return None
    with store.transaction() as session:
        new, lines, told = _rows(owner, period, composed, recipe.due)
        saved = editions.create(session, new, lines, told, composed.considered)
        if saved is not None:
            endings.record(session, owner, period.kind, saved, told_by(composed.edition.endings))
    return composed.edition if saved is not None else None


def make_anew(store: Store, draft: StoredEdition, now: datetime, recipe: Recipe) -> bool:
    """Compose a draft again, with what is known by now; false when it is none any more.

    Its time to go out, and what staff chose for it, stay as they were.
    """
    with store.transaction() as session:
        return anew(session, draft, now, recipe)


def anew(session: Session, draft: StoredEdition, now: datetime, recipe: Recipe) -> bool:
    """The same, in the caller's transaction."""
    organisation, _, code = draft.organisation.rpartition("/")
    period = Period(draft.kind, draft.period_start, draft.period_end, draft.part)
    if not editions.empty(session, draft.id):
        return False
    endings.take_back(session, draft.id)
    edition_choices.follow_merges(session, draft.id)
    chosen = edition_choices.of(session, draft.id)
    known = replace(recipe, organisation=organisation)
    where = territory(code)
    composed = _composed(
        session, draft.organisation, where, period, now, known, draft=draft.id, chosen=chosen
    )
    new, lines, told = _rows(draft.organisation, period, composed, recipe.due, chosen)
    editions.refill(session, draft.id, new, lines, told, composed.considered)
    soon = told_by(composed.edition.endings)
    endings.record(session, draft.organisation, period.kind, draft.id, soon)
    return True


def load(session: Session, stored: StoredEdition) -> Edition:
    """The edition as it was frozen, with what staff chose for it."""
    head = edition_from_json(stored.coverage)
    chosen = edition_choices.of(session, stored.id)
    return replace(
        head,
        entries=tuple(told_entry(line, chosen) for line in editions.entries(session, stored.id)),
        introduction=paragraphs(stored.introduction),
    )


def told_entry(line: StoredEntry, chosen: Mapping[int, Choice]) -> Entry:
    """A frozen entry, with the note that staff wrote under it."""
    entry = entry_from_json(line.content)
    choice = chosen.get(line.procedure_id)
    return replace(entry, note=choice.note) if choice is not None and choice.note else entry


def paragraphs(text: str | None) -> tuple[str, ...]:
    """The word of staff: a line, a paragraph."""
    return tuple(line for line in (text or "").split("\n") if line)


def ledger_owner(organisation: str, territory_code: str) -> str:
    """Under which name the store keeps the editions and the ledger of a territory."""
    return f"{organisation}/{territory_code}"


def _composed(
    session: Session,
    owner: str,
    where: Territory,
    period: Period,
    now: datetime,
    recipe: Recipe,
    *,
    draft: int | None = None,
    chosen: Mapping[int, Choice] | None = None,
) -> Composed:
    added = frozenset(key for key, choice in (chosen or {}).items() if choice.added)
    brief = Brief(
        organisation=recipe.organisation,
        publisher=recipe.publisher,
        territory_code=where.code,
        territory_label=where.label,
        period=period,
        now=now,
        relation=lambda known: _relation(known, where),
        gazetteer=gazetteer_of(recipe.tables),
        bands=recipe.bands,
        coverage=recipe.coverage or _coverage(session, where, period),
        added=added,
    )
    pending = considering.pending(session, owner, period.kind, where.code, period.end)
    is_first = editions.made_until(session, owner, period.kind, besides=draft) is None
    since = period.start - timedelta(days=FIRST_DAYS)
    ids = {one.procedure_id for one in pending if not is_first or one.effective_on >= since}
    ids |= _renewals(session, brief) | added
    withheld = ledger.withheld(session, owner, period.kind, ids)
    known = as_topics(endings.told_procedures(session, owner, period.kind, ids))
    topics = {key: withheld.get(key, {}) | known.get(key, {}) for key in {*withheld, *known}}
    brief = replace(brief, withheld=topics)
    told = _ledger(ledger.last(session, owner, period.kind, ids))
    composed = compose_edition(
        procedures.load(session, sorted(ids), recipe.rules, recipe.model),
        considering.cards_before(session, ids, period.end),
        told,
        brief,
    )
    looked_at = {one.procedure_id: one.version for one in pending}
    chosen_endings = choose(session, owner, where, period, now, recipe.tables)
    edition = replace(
        composed.edition,
        endings=chosen_endings.endings,
        sample=composed.edition.sample or chosen_endings.sample,
    )
    return replace(composed, edition=edition, considered=looked_at | dict(composed.considered))


def _coverage(session: Session, where: Territory, period: Period) -> Coverage:
    found = coverage_of(session, period)
    if not where.is_department:
        return found
    elsewhere = considering.only_published(session, where.code, period.start, period.end)
    return replace(found, published_only=elsewhere)


def _renewals(session: Session, brief: Brief) -> set[int]:
    """The contracts of the territory that end within nine months."""
    today = paris(brief.now).date()
    ending = procedures.ending_between(session, today, today + timedelta(days=RENEWAL_DAYS + 1))
    return considering.in_territory(session, brief.territory_code, ending)


def _ledger(told: dict[int, tuple[ledger.Told, ...]]) -> dict[int, Told]:
    return {procedure_id: _told(rows) for procedure_id, rows in told.items()}


def _told(rows: Iterable[ledger.Told]) -> Told:
    by_topic = {row.topic: row for row in rows}
    last = by_topic.get(FACTS_TOPIC) or max(by_topic.values(), key=lambda row: row.version)
    return Told(version=last.version, facts=facts_from_json(last.facts), topics=frozenset(by_topic))


def _relation(known: Facts, where: Territory) -> Relation | None:
    places = [*known.places, *(place for lot in known.lots for place in lot.places)]
    found = relation(places, known.buyer, known.departments, where)
    # Every notice of the département is published in each of its EPCI: that says nothing of them.
    return None if found == "published" and not where.is_department else found


def _rows(
    owner: str,
    period: Period,
    composed: Composed,
    at: time,
    chosen: Mapping[int, Choice] | None = None,
) -> tuple[NewEdition, list[StoredEntry], list[ledger.Told]]:
    """What the store keeps of an edition; what staff removed is withheld."""
    edition = composed.edition
    removed = {
        key
        for key, choice in (chosen or {}).items()
        if key in composed.cards and choice.removes(composed.cards[key].version)
    }
    state: EditionState = "approved" if period.kind in _AT_ONCE else "draft"
    new = NewEdition(
        organisation=owner,
        kind=period.kind,
        period_start=period.start,
        period_end=period.end,
        part=period.part,
        composed_at=edition.composed_at,
        due_at=period.due(edition.composed_at, at),
        state=state,
        coverage=edition_to_json(replace(edition, entries=())),
        sample=edition.sample,
    )
    lines = [
        StoredEntry(
            position=position,
            section=entry.section,
            procedure_id=entry.procedure_id,
            version=entry.version,
            content=entry_to_json(entry),
            card=card_to_json(composed.cards[entry.procedure_id]),
        )
        for position, entry in enumerate(edition.entries)
    ]
    told = [
        ledger.Told(
            procedure_id=row.procedure_id,
            topic=row.topic,
            version=row.version,
            facts=facts_to_json(row.facts),
            withheld=row.procedure_id in removed,
        )
        for row in composed.told
    ]
    return new, lines, told
