"""The weekly edition made and kept: read from the store, composed, saved with its ledger."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletters.composition import Brief, Caps, Composed, compose_edition
from newsletters.gazetteer import reference_gazetteer
from newsletters.reading import coverage_of
from newsletters.selection import FACTS_TOPIC, RENEWAL_DAYS, Told
from veille.core.clock import Week, paris, start_of_day
from veille.core.editions import (
    Coverage,
    Edition,
    EditionKind,
    edition_from_json,
    edition_to_json,
    entry_from_json,
    entry_to_json,
)
from veille.core.facts import facts_from_json, facts_to_json
from veille.core.procedures import Facts
from veille.core.territory import Relation, Territory, relation, territory
from veille.store import Store, editions, procedures
from veille.store.editions import NewEdition, StoredEdition, StoredEntry

KIND: EditionKind = "weekly"
WAITING_DAYS = 28
"""How many days before its week an edition looks for what waited above the cap of another one."""


def compose(
    store: Store,
    territory_code: str,
    week: Week,
    now: datetime,
    *,
    organisation: str,
    publisher: str,
    rules: str,
    model: str | None = None,
    coverage: Coverage | None = None,
    caps: Caps | None = None,
) -> Edition | None:
    """Compose and keep the edition of a territory for ``week``; null when it is there already.

    The edition, its entries and what it tells are saved in one transaction. ``organisation`` is a
    stable code, ``publisher`` the name people read; ``rules`` and ``model`` say which verdicts
    are shown; without ``coverage`` it is worked out from the runs that the store remembers.

    Raises:
        UnknownTerritoryError: no territory has this code.
        StoreError: the store cannot be used.
    """
    where = territory(territory_code)
    owner = ledger_owner(organisation, where.code)
    with store.read() as session:
        if editions.find(session, owner, KIND, week.monday) is not None:
            return None
        composed = _composed(
            session,
            owner,
            Brief(
                organisation=organisation,
                publisher=publisher,
                territory_code=where.code,
                territory_label=where.label,
                week=week,
                now=now,
                relation=lambda known: _relation(known, where),
                gazetteer=reference_gazetteer(),
                coverage=coverage or coverage_of(session, week),
                caps=caps or Caps(),
            ),
            rules,
            model,
        )
    with store.transaction() as session:
        saved = _save(session, owner, composed)
    return composed.edition if saved else None


def load(session: Session, stored: StoredEdition) -> Edition:
    """The edition as it was frozen."""
    head = edition_from_json(stored.coverage)
    lines = editions.entries(session, stored.id)
    return replace(head, entries=tuple(entry_from_json(line.content) for line in lines))


def ledger_owner(organisation: str, territory_code: str) -> str:
    """Under which name the store keeps the editions and the ledger of a territory."""
    return f"{organisation}/{territory_code}"


def _composed(
    session: Session, owner: str, brief: Brief, rules: str, model: str | None
) -> Composed:
    ids = _candidates(session, brief)
    ledger = _ledger(editions.told(session, owner, ids))
    return compose_edition(procedures.load(session, ids, rules, model), ledger, brief)


def _candidates(session: Session, brief: Brief) -> list[int]:
    """What may have something new: published of late, found late, or a contract near its end.

    What was first seen before the week began, the edition before this one saw too.
    """
    monday, end = brief.week.monday, brief.week.next().monday
    today = paris(brief.now).date()
    found = [
        *procedures.touched(session, monday - timedelta(days=WAITING_DAYS), end),
        *procedures.seen_since(session, start_of_day(monday)),
        *procedures.ending_between(session, today, today + timedelta(days=RENEWAL_DAYS + 1)),
    ]
    return sorted(set(found))


def _ledger(told: dict[int, tuple[editions.Told, ...]]) -> dict[int, Told]:
    return {procedure_id: _told(rows) for procedure_id, rows in told.items()}


def _told(rows: Iterable[editions.Told]) -> Told:
    by_topic = {row.topic: row for row in rows}
    last = by_topic.get(FACTS_TOPIC) or max(by_topic.values(), key=lambda row: row.version)
    return Told(version=last.version, facts=facts_from_json(last.facts), topics=frozenset(by_topic))


def _relation(known: Facts, where: Territory) -> Relation | None:
    places = [*known.places, *(place for lot in known.lots for place in lot.places)]
    found = relation(places, known.buyer, known.departments, where)
    # Every notice of the département is published in each of its EPCI: that says nothing of them.
    return None if found == "published" and not where.is_department else found


def _save(session: Session, owner: str, composed: Composed) -> bool:
    edition = composed.edition
    new = NewEdition(
        organisation=owner,
        kind=edition.kind,
        period_start=edition.period_start,
        period_end=edition.period_end,
        composed_at=edition.composed_at,
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
        )
        for position, entry in enumerate(edition.entries)
    ]
    told = [
        editions.Told(
            procedure_id=row.procedure_id,
            topic=row.topic,
            version=row.version,
            facts=facts_to_json(row.facts),
        )
        for row in composed.told
    ]
    return editions.create(session, new, lines, told) is not None
