"""Editions with their frozen entries, and the ledger of what each organisation was told.

Entries, facts and coverage are JSON texts that their owner reads; here they are only kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Row, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from veille.store import sql
from veille.store.errors import AlreadyToldError
from veille.store.models import EditionRow, EntryRow, ToldRow

EditionState = Literal["draft", "approved", "sending", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEdition:
    """What an organisation is told about the days ``period_start``..``period_end`` (half-open)."""

    organisation: str
    kind: str
    period_start: date
    period_end: date
    composed_at: datetime
    coverage: str
    state: EditionState = "draft"
    sample: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEdition(NewEdition):
    """An edition as it is stored."""

    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """One frozen line of an edition."""

    position: int
    section: str
    procedure_id: int
    version: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version of a procedure's facts that an organisation was told under a topic."""

    procedure_id: int
    topic: str
    version: int
    facts: str


def find(
    session: Session, organisation: str, kind: str, period_start: date
) -> StoredEdition | None:
    """The edition of an organisation that begins on that day, if it was composed."""
    row = session.execute(
        select(EditionRow.__table__).where(
            EditionRow.organisation == organisation,
            EditionRow.kind == kind,
            EditionRow.period_start == period_start,
        )
    ).one_or_none()
    return None if row is None else _edition(row)


def create(
    session: Session,
    edition: NewEdition,
    entries: Sequence[StoredEntry],
    told: Iterable[Told],
) -> int | None:
    """Store an edition, its entries and what it tells, all or nothing; gives its id.

    Null, and nothing stored, when that edition is there already: of two that compose it at once,
    one gets the null.

    Raises:
        AlreadyToldError: it tells a version that the organisation was told by another edition.
    """
    values = {name: getattr(edition, name) for name in NewEdition.__dataclass_fields__}
    statement = sql.insert(session, EditionRow).values(values).on_conflict_do_nothing()
    edition_id = session.execute(statement.returning(EditionRow.id)).scalar_one_or_none()
    if edition_id is None:
        return None
    rows = [
        {
            "edition_id": edition_id,
            "position": entry.position,
            "section": entry.section,
            "procedure_id": entry.procedure_id,
            "version": entry.version,
            "content": entry.content,
        }
        for entry in entries
    ]
    sql.execute_many(session, insert(EntryRow), rows)
    _tell(session, edition.organisation, edition_id, told)
    return edition_id


def _tell(session: Session, organisation: str, edition_id: int, told: Iterable[Told]) -> None:
    rows = [
        {
            "organisation": organisation,
            "procedure_id": one.procedure_id,
            "topic": one.topic,
            "version": one.version,
            "facts": one.facts,
            "edition_id": edition_id,
        }
        for one in told
    ]
    try:
        sql.execute_many(session, insert(ToldRow), rows)
    except IntegrityError as error:
        raise AlreadyToldError(
            f"édition de {organisation} non enregistrée : elle redirait ce qui a déjà été dit"
        ) from error


def entries(session: Session, edition_id: int) -> list[StoredEntry]:
    """The frozen entries of an edition, in their order."""
    rows = session.execute(
        select(
            EntryRow.position,
            EntryRow.section,
            EntryRow.procedure_id,
            EntryRow.version,
            EntryRow.content,
        )
        .where(EntryRow.edition_id == edition_id)
        .order_by(EntryRow.position)
    )
    return [StoredEntry(**row._mapping) for row in rows]


def told(
    session: Session, organisation: str, procedure_ids: Iterable[int]
) -> dict[int, tuple[Told, ...]]:
    """What an organisation was last told of these procedures: the last version of each topic.

    Oldest first, so that the last one is what was told last; a procedure of which nothing was
    told is left out.
    """
    latest: defaultdict[int, dict[str, Told]] = defaultdict(dict)
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(ToldRow.procedure_id, ToldRow.topic, ToldRow.version, ToldRow.facts)
            .where(ToldRow.organisation == organisation, ToldRow.procedure_id.in_(chunk))
            .order_by(ToldRow.procedure_id, ToldRow.version, ToldRow.id)
        )
        for row in rows:
            topics = latest[row.procedure_id]
            topics.pop(row.topic, None)
            topics[row.topic] = Told(**row._mapping)
    return {procedure_id: tuple(topics.values()) for procedure_id, topics in latest.items()}


def move_told(session: Session, newer: int, older: int) -> None:
    """Give what was told of ``newer`` to ``older``, into which it is merged.

    A version that was told of both stays with the merged one: the older keeps its own.
    """
    same = aliased(ToldRow)
    clash = exists().where(
        same.procedure_id == older,
        same.organisation == ToldRow.organisation,
        same.topic == ToldRow.topic,
        same.version == ToldRow.version,
    )
    session.execute(
        update(ToldRow)
        .where(ToldRow.procedure_id == newer, ~clash)
        .values(procedure_id=older)
        .execution_options(synchronize_session=False)
    )


def list_editions(session: Session, organisation: str | None = None) -> list[StoredEdition]:
    """The editions, newest period first."""
    query = select(EditionRow.__table__).order_by(
        EditionRow.period_start.desc(), EditionRow.organisation, EditionRow.kind
    )
    if organisation is not None:
        query = query.where(EditionRow.organisation == organisation)
    return [_edition(row) for row in session.execute(query)]


def set_state(
    session: Session, edition_id: int, state: EditionState, *, before: EditionState
) -> bool:
    """Move an edition from one state to the next; false when it was not in ``before``.

    Of two that claim the same step at once, one gets true.
    """
    claimed = session.execute(
        update(EditionRow)
        .where(EditionRow.id == edition_id, EditionRow.state == before)
        .values(state=state)
        .returning(EditionRow.id)
    )
    return claimed.first() is not None


def _edition(row: Row[Any]) -> StoredEdition:
    return StoredEdition(**row._mapping)
