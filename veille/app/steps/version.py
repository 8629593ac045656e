"""Version: what changed of a purchase since it was last read gets a number, the same for everybody.

Every procedure whose notices or tags changed is read again; a version rises only when a publication
or a tag changed a told fact (``veille.core.versions``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from classifiers import rules_version
from newsletters.selection import ends_soon
from veille.app.domain_tables import tables_of
from veille.app.steps.index import fill_index, index
from veille.core.bands import Bands, band_of
from veille.core.card_making import card_of
from veille.core.cards import Card, What
from veille.core.facts import facts_from_json, facts_to_json, shown_anew
from veille.core.procedures import Facts, Procedure
from veille.core.tables import Tables
from veille.core.versions import Reading, Version, noted
from veille.store import cards, observatory, procedures, readings, search_index
from veille.store.cards import StoredCard
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel

BATCH = 500


@dataclass(frozen=True, slots=True)
class _By:
    """Whose verdicts are read, and by what bands and sectors cards are made."""

    rules: str
    model: str | None
    bands: Bands | None
    tables: Tables | None


def version(
    store: Store,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> int:
    """``note_versions`` by the verdicts of today's rules, of ``tables`` (those of the store by

    default) and of ``model``.

    What an upgrade left out of the search index is written first.
    """
    known = tables or tables_of(store)
    fill_index(store)
    return note_versions(
        store,
        now,
        tell,
        rules=rules_version(known),
        model=model.name if model else None,
        bands=model.bands if model else None,
        tables=known,
    )


def note_versions(
    store: Store,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
    *,
    rules: str,
    model: str | None = None,
    bands: Bands | None = None,
    tables: Tables | None = None,
) -> int:
    """Read anew what changed, a batch a transaction; gives how many versions were noted.

    ``rules`` and ``model`` say which verdicts are read, ``bands`` how that model's scores are,
    ``tables`` (those that ship by default) which sectors a purchase is of. A
    procedure with a notice that has no such verdict waits for it: its version would say nothing of
    a clause, and none would rise when the clause is seen.
    """
    by = _By(rules, model, bands, tables)
    done, after = 0, 0
    while True:
        with store.transaction() as session:
            batch = procedures.to_version(session, BATCH, after)
            if not batch:
                return done
            causes = dict(batch)
            done += _note(session, causes, now, by)
        after = batch[-1][0]
        tell(done)


def _note(session: Session, causes: Mapping[int, str], now: datetime, by: _By) -> int:
    before = readings.load(session, causes)
    read: dict[int, Reading] = {}
    made: list[StoredCard] = []
    unchanged: list[tuple[Card, Facts]] = []
    whole: list[Procedure] = []
    for procedure in procedures.load(session, causes, by.rules, by.model):
        if not _is_judged(procedure):
            continue
        own = before.get(procedure.id)
        tagged = causes[procedure.id] == "tag"
        reading, versions = noted(procedure, own, now, tagged=tagged)
        read[procedure.id] = reading
        whole.append(procedure)
        made += _cards(procedure.id, own.facts if own else None, versions, now, by)
        if not versions:
            card = _card(procedure.id, reading.version, reading.facts, now, by)
            unchanged.append((card, reading.facts))
    cards.save(session, made)
    _refresh(session, unchanged)
    index(session, whole)
    readings.save(session, read, now)
    empty = _empty(session, causes, read)
    search_index.remove(session, empty)
    observatory.forget(session, empty)
    procedures.versions_done(session, read.keys() | empty)
    return len(made)


def _empty(session: Session, causes: Mapping[int, str], read: Mapping[int, Reading]) -> set[int]:
    """The procedures that have no notice any more."""
    missing = [key for key in causes if key not in read]
    return set(missing) - {one.id for one in procedures.load(session, missing)}


def _is_judged(procedure: Procedure) -> bool:
    return all(notice.id in procedure.verdicts for notice in procedure.notices)


def _cards(
    procedure_id: int,
    before: Facts | None,
    versions: Sequence[Version],
    now: datetime,
    by: _By,
) -> Iterator[StoredCard]:
    for version in versions:
        card = _card(procedure_id, version.number, version.facts, now, by, before)
        yield StoredCard(
            card=card,
            facts=facts_to_json(version.facts),
            cause=version.cause,
            effective_on=version.effective_on,
        )
        before = version.facts


def _card(
    procedure_id: int,
    number: int,
    known: Facts,
    now: datetime,
    by: _By,
    before: Facts | None = None,
) -> Card:
    band = band_of(known.potential, by.bands.potential if by.bands else ())
    return card_of(
        procedure_id,
        number,
        now,
        known,
        corrected=before is not None and before.state != "planned",
        ends_soon=ends_soon(known, now),
        band=band.name if band else None,
        tables=by.tables,
    )


def _refresh(session: Session, unchanged: Sequence[tuple[Card, Facts]]) -> None:
    """The cards of versions that did not change, as they are read today; what was told stays."""
    stored = cards.load(session, [card.procedure_id for card, _ in unchanged])
    rewritten = []
    for card, read in unchanged:
        last = stored[card.procedure_id][-1] if card.procedure_id in stored else None
        if last is None:
            continue
        told = "correction" in last.card.whats
        whats = card.whats | frozenset[What]({"correction"}) if told else card.whats
        card = replace(card, whats=whats, version=last.card.version, noted_at=last.card.noted_at)
        facts = facts_to_json(shown_anew(facts_from_json(last.facts), read))
        if card != last.card or facts != last.facts:
            rewritten.append(replace(last, card=card, facts=facts))
    cards.refresh(session, rewritten)
