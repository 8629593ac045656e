"""The ledger of organisations: which version of which procedure the editions of a kind told.

Facts are JSON that their owner reads. What persons were told is in ``tellings``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from veille.core.periods import EditionKind
from veille.store import sql
from veille.store.errors import AlreadyToldError
from veille.store.models import CardRow, ToldRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version of a procedure's facts that an organisation was told under a topic."""

    procedure_id: int
    topic: str
    version: int
    facts: str


def record(
    session: Session,
    organisation: str,
    kind: EditionKind,
    edition_id: int,
    told: Iterable[Told],
) -> None:
    """Write what an edition tells.

    Raises:
        AlreadyToldError: another edition of the kind told it.
    """
    rows = [
        {
            "organisation": organisation,
            "kind": kind,
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


def last(
    session: Session, organisation: str, kind: EditionKind, procedure_ids: Iterable[int]
) -> dict[int, tuple[Told, ...]]:
    """What the editions of a kind last told of these procedures: the last version of each topic.

    Oldest first, so that the last one is what was told last; a procedure of which nothing was
    told is left out.
    """
    latest: defaultdict[int, dict[str, Told]] = defaultdict(dict)
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(ToldRow.procedure_id, ToldRow.topic, ToldRow.version, ToldRow.facts)
            .where(
                ToldRow.organisation == organisation,
                ToldRow.kind == kind,
                ToldRow.procedure_id.in_(chunk),
            )
            .order_by(ToldRow.procedure_id, ToldRow.version, ToldRow.id)
        )
        for row in rows:
            topics = latest[row.procedure_id]
            topics.pop(row.topic, None)
            topics[row.topic] = Told(**row._mapping)
    return {procedure_id: tuple(topics.values()) for procedure_id, topics in latest.items()}


def move(session: Session, newer: int, older: int) -> None:
    """Give what was told of ``newer`` to ``older``, into which it is merged.

    A version that was told of both stays with the merged one: the older keeps its own. The versions
    of ``older`` that are still to come are not taken for told.
    """
    newest = select(func.max(CardRow.version)).where(CardRow.procedure_id == older)
    known = session.scalar(newest)
    if known is not None:
        session.execute(
            delete(ToldRow).where(ToldRow.procedure_id == newer, ToldRow.version > known)
        )
    same = aliased(ToldRow)
    clash = exists().where(
        same.procedure_id == older,
        same.organisation == ToldRow.organisation,
        same.kind == ToldRow.kind,
        same.topic == ToldRow.topic,
        same.version == ToldRow.version,
    )
    session.execute(
        update(ToldRow)
        .where(ToldRow.procedure_id == newer, ~clash)
        .values(procedure_id=older)
        .execution_options(synchronize_session=False)
    )
