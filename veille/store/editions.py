"""Editions with their frozen entries.

Entries, cards and coverage are JSON texts that their owner reads; here they are only kept.
``edition_life`` moves an edition from draft to sent; ``considering`` finds what is left to tell.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session

from veille.core.periods import EditionKind
from veille.store import considering, ledger, sql
from veille.store.models import ChoiceRow, EditionRow, EntryRow, ToldRow

EditionState = Literal["draft", "approved", "sending", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """What an organisation is told about the days ``period_start``..``period_end`` (half-open).

    ``part`` numbers the immediate editions of a day; ``due_at`` is when it goes out, null = never
    to persons.
    """

    organisation: str
    kind: EditionKind
    period_start: date
    period_end: date
    composed_at: datetime
    coverage: str
    part: int = 0
    due_at: datetime | None = None
    state: EditionState = "draft"
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdition(NewEdition):
    """An edition as it is stored; ``unapproved`` = it went out without anyone's approval.

    ``revision`` rises whenever what it says changes; ``introduction`` is the word of staff.
    """

    id: int
    approved_at: datetime | None = None
    approved_by: str | None = None
    unapproved: bool = False
    held: bool = False
    addressed_at: datetime | None = None
    sent_at: datetime | None = None
    revision: int = 0
    introduction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """One frozen line of an edition, with the card that it is selected by (JSON)."""

    position: int
    section: str
    procedure_id: int
    version: int
    content: str
    card: str | None = None


def find(
    session: Session,
    organisation: str,
    kind: EditionKind,
    period_start: date,
    part: int = 0,
) -> StoredEdition | None:
    """The edition of an organisation that begins on that day, if it was composed."""
    row = session.execute(
        select(EditionRow.__table__).where(
            EditionRow.organisation == organisation,
            EditionRow.kind == kind,
            EditionRow.period_start == period_start,
            EditionRow.part == part,
        )
    ).one_or_none()
    return None if row is None else stored(row)


def made_until(
    session: Session, organisation: str, kind: EditionKind, *, besides: int | None = None
) -> date | None:
    """The end of the newest period of which an edition was made; null without any.

    The edition ``besides`` does not count.
    """
    query = select(func.max(EditionRow.period_end)).where(
        EditionRow.organisation == organisation, EditionRow.kind == kind
    )
    if besides is not None:
        query = query.where(EditionRow.id != besides)
    return session.scalar(query)


def parts(session: Session, organisation: str, day: date) -> int:
    """How many immediate editions that day has."""
    query = select(func.count()).where(
        EditionRow.organisation == organisation,
        EditionRow.kind == "immediate",
        EditionRow.period_start == day,
    )
    return session.scalar(query) or 0


def create(
    session: Session,
    edition: NewEdition,
    entries: Sequence[StoredEntry],
    told: Iterable[ledger.Told],
    considered: Mapping[int, int] | None = None,
) -> int | None:
    """Store an edition, its entries and what it tells, all or nothing; gives its id.

    ``considered`` are the versions, by procedure, that it looked at, told or not. Null, and nothing
    stored, when that edition is there already: of two that compose it at once, one gets the null.

    Raises:
        AlreadyToldError: it tells a version that the organisation was told by another edition.
    """
    values = {name: getattr(edition, name) for name in NewEdition.__dataclass_fields__}
    statement = sql.insert(session, EditionRow).values(values).on_conflict_do_nothing()
    edition_id = session.execute(statement.returning(EditionRow.id)).scalar_one_or_none()
    if edition_id is None:
        return None
    _fill(session, edition_id, edition, entries, told, considered or {})
    return edition_id


def empty(session: Session, edition_id: int) -> bool:
    """Take back what a draft holds and told, to compose it anew; false if it is none.

    The edition stays, with what staff chose for it.
    """
    emptied = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state == "draft")
        .values(revision=EditionRow.revision + 1)
        .returning(EditionRow.organisation, EditionRow.kind)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    if emptied is None:
        return False
    procedures = select(EntryRow.procedure_id).where(EntryRow.edition_id == edition_id)
    considering.forget(session, emptied.organisation, emptied.kind, session.scalars(procedures))
    session.execute(delete(ToldRow).where(ToldRow.edition_id == edition_id))
    session.execute(delete(EntryRow).where(EntryRow.edition_id == edition_id))
    return True


def refill(
    session: Session,
    edition_id: int,
    edition: NewEdition,
    entries: Sequence[StoredEntry],
    told: Iterable[ledger.Told],
    considered: Mapping[int, int],
) -> None:
    """Store what a draft that was emptied holds by now; when it goes out stays as it was.

    Raises:
        AlreadyToldError: it tells a version that the organisation was told by another edition.
    """
    session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id)
        .values(composed_at=edition.composed_at, coverage=edition.coverage, sample=edition.sample)
        .execution_options(synchronize_session=False)
    )
    _fill(session, edition_id, edition, entries, told, considered)


def _fill(
    session: Session,
    edition_id: int,
    edition: NewEdition,
    entries: Sequence[StoredEntry],
    told: Iterable[ledger.Told],
    considered: Mapping[int, int],
) -> None:
    rows = [
        {
            "edition_id": edition_id,
            "position": entry.position,
            "section": entry.section,
            "procedure_id": entry.procedure_id,
            "version": entry.version,
            "content": entry.content,
            "card": entry.card,
        }
        for entry in entries
    ]
    sql.execute_many(session, insert(EntryRow), rows)
    ledger.record(session, edition.organisation, edition.kind, edition_id, told)
    considering.record(session, edition.organisation, edition.kind, considered)


def entries(session: Session, edition_id: int) -> list[StoredEntry]:
    """The frozen entries of an edition, in their order, without those that staff removed."""
    return _entries(session, edition_id, ~_is_removed())


def removed_entries(session: Session, edition_id: int) -> list[StoredEntry]:
    """The entries that staff removed from an edition, in their order."""
    return _entries(session, edition_id, _is_removed())


def _is_removed() -> ColumnElement[bool]:
    return exists().where(
        ChoiceRow.edition_id == EntryRow.edition_id,
        ChoiceRow.procedure_id == EntryRow.procedure_id,
        ChoiceRow.removed_version >= EntryRow.version,
    )


def _entries(
    session: Session, edition_id: int, condition: ColumnElement[bool]
) -> list[StoredEntry]:
    rows = session.execute(
        select(
            EntryRow.position,
            EntryRow.section,
            EntryRow.procedure_id,
            EntryRow.version,
            EntryRow.content,
            EntryRow.card,
        )
        .where(EntryRow.edition_id == edition_id, condition)
        .order_by(EntryRow.position)
    )
    return [StoredEntry(**row._mapping) for row in rows]


def list_editions(session: Session, organisation: str | None = None) -> list[StoredEdition]:
    """The editions, newest period first."""
    query = select(EditionRow.__table__).order_by(
        EditionRow.period_start.desc(), EditionRow.organisation, EditionRow.kind, EditionRow.part
    )
    if organisation is not None:
        query = query.where(EditionRow.organisation == organisation)
    return [stored(row) for row in session.execute(query)]


def stored(row: Row[Any]) -> StoredEdition:
    """The edition of a whole row."""
    return StoredEdition(**row._mapping)


def gone_out(
    session: Session, organisations: Iterable[str], kind: EditionKind
) -> list[tuple[datetime, datetime]]:
    """When each edition of a kind was told to persons, and when it had been composed, in order."""
    rows = session.execute(
        select(EditionRow.addressed_at, EditionRow.composed_at)
        .where(
            EditionRow.organisation.in_(sorted(organisations)),
            EditionRow.kind == kind,
            EditionRow.addressed_at.is_not(None),
        )
        .order_by(EditionRow.addressed_at, EditionRow.composed_at)
    )
    return [(row.addressed_at, row.composed_at) for row in rows]


def get(session: Session, edition_id: int) -> StoredEdition | None:
    """The edition of this id; null when there is none."""
    query = select(EditionRow.__table__).where(EditionRow.id == edition_id)
    row = session.execute(query).one_or_none()
    return None if row is None else stored(row)


def together(session: Session, edition: StoredEdition) -> list[StoredEdition]:
    """The editions that are told in one mail with this one, itself included, the oldest first.

    Those that were addressed at the same moment; before that, those of the same period.
    """
    owner = edition.organisation.rpartition("/")[0]
    same = (
        [EditionRow.addressed_at == edition.addressed_at]
        if edition.addressed_at is not None
        else [EditionRow.period_start == edition.period_start, EditionRow.part == edition.part]
    )
    rows = session.execute(
        select(EditionRow.__table__)
        .where(EditionRow.kind == edition.kind, *same)
        .order_by(EditionRow.period_start, EditionRow.part, EditionRow.id)
    )
    found = (stored(row) for row in rows)
    return [one for one in found if one.organisation.rpartition("/")[0] == owner]


def listed(
    session: Session,
    organisation: str,
    *,
    states: Collection[EditionState],
    kind: EditionKind | None = None,
    territory: str | None = None,
    most: int,
) -> list[StoredEdition]:
    """The editions of an organisation in these states, the newest period first, ``most`` at most.

    ``territory`` is the code of one.
    """
    query = select(EditionRow.__table__).where(EditionRow.state.in_(sorted(states)))
    if kind is not None:
        query = query.where(EditionRow.kind == kind)
    owner = f"{organisation}/{territory or ''}"
    whose = (
        EditionRow.organisation == owner
        if territory
        else EditionRow.organisation.startswith(owner, autoescape=True)
    )
    order = (EditionRow.period_end.desc(), EditionRow.part.desc(), EditionRow.id)
    rows = session.execute(query.where(whose).order_by(*order).limit(most))
    return [stored(row) for row in rows]


def sizes(session: Session, ids: Iterable[int]) -> dict[int, int]:
    """How many entries editions tell; one that tells nothing is left out."""
    query = (
        select(EntryRow.edition_id, func.count())
        .where(EntryRow.edition_id.in_(sorted(ids)), ~_is_removed())
        .group_by(EntryRow.edition_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
