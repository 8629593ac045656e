"""The ledger of organisations: which version of which procedure the editions of a kind told.

Facts are JSON that their owner reads. What persons were told is in ``tellings``.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from veille.core.periods import EditionKind
from veille.store import sql
from veille.store.errors import AlreadyToldError
from veille.store.models import CardRow, ToldRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A version of a procedure's facts that an organisation was told under a topic.

    ``withheld``: staff removed it from the edition, so that it was not told, and is not to be.
    """

    procedure_id: int
    topic: str
    version: int
    facts: str
    withheld: bool = False


def record(
    session: Session,
    organisation: str,
    kind: EditionKind,
    edition_id: int,
    told: Iterable[Told],
) -> None:
    """Write what an edition tells, or withholds; what another one withheld gives way to it.

    Raises:
        AlreadyToldError: another edition of the kind told it.
    """
    told = list(told)
    _give_way(session, organisation, kind, told)
    rows = [
        {
            "organisation": organisation,
            "kind": kind,
            "procedure_id": one.procedure_id,
            "topic": one.topic,
            "version": one.version,
            "facts": one.facts,
            "edition_id": edition_id,
            "withheld": one.withheld,
        }
        for one in told
    ]
    try:
        sql.execute_many(session, insert(ToldRow), rows)
    except IntegrityError as error:
        raise AlreadyToldError(
            f"édition de {organisation} non enregistrée : elle redirait ce qui a déjà été dit"
        ) from error


def _give_way(session: Session, organisation: str, kind: EditionKind, told: Iterable[Told]) -> None:
    new = {(one.procedure_id, one.topic, one.version) for one in told}
    for chunk in sql.chunks({procedure_id for procedure_id, _, _ in new}):
        rows = session.execute(
            select(ToldRow.id, ToldRow.procedure_id, ToldRow.topic, ToldRow.version).where(
                ToldRow.organisation == organisation,
                ToldRow.kind == kind,
                ToldRow.procedure_id.in_(chunk),
                ToldRow.withheld.is_(True),
            )
        )
        gone = [row.id for row in rows if (row.procedure_id, row.topic, row.version) in new]
        session.execute(delete(ToldRow).where(ToldRow.id.in_(gone)))


def withhold(session: Session, edition_id: int, procedure_id: int, *, withheld: bool) -> None:
    """An edition does not tell of a procedure what it was to tell, or does again."""
    session.execute(
        update(ToldRow)
        .where(ToldRow.edition_id == edition_id, ToldRow.procedure_id == procedure_id)
        .values(withheld=withheld)
        .execution_options(synchronize_session=False)
    )


def withheld(
    session: Session, organisation: str, kind: EditionKind, procedure_ids: Iterable[int]
) -> dict[int, dict[str, int]]:
    """Up to which version staff withheld a topic of these procedures, by procedure and topic."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(ToldRow.procedure_id, ToldRow.topic, func.max(ToldRow.version).label("version"))
            .where(
                ToldRow.organisation == organisation,
                ToldRow.kind == kind,
                ToldRow.procedure_id.in_(chunk),
                ToldRow.withheld.is_(True),
            )
            .group_by(ToldRow.procedure_id, ToldRow.topic)
        )
        for row in rows:
            found[row.procedure_id][row.topic] = row.version
    return dict(found)


def told_by(
    session: Session, organisation: str, kind: EditionKind, procedure_id: int
) -> tuple[int, int] | None:
    """The newest version of a procedure that the editions of a kind told, and by which of them."""
    row = session.execute(
        select(ToldRow.version, ToldRow.edition_id)
        .where(
            ToldRow.organisation == organisation,
            ToldRow.kind == kind,
            ToldRow.procedure_id == procedure_id,
            ToldRow.withheld.is_(False),
        )
        .order_by(ToldRow.version.desc(), ToldRow.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.version, row.edition_id)


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
                ToldRow.withheld.is_(False),
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
    _number_up_to(session, newer, session.scalar(newest) or 0)
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


def _number_up_to(session: Session, procedure_id: int, known: int) -> None:
    """Lower the versions told of a procedure so that the last of each topic is ``known`` at most.

    Their order stays, though it may then begin below zero.
    """
    rows = session.execute(
        select(ToldRow.id, ToldRow.organisation, ToldRow.kind, ToldRow.topic, ToldRow.version)
        .where(ToldRow.procedure_id == procedure_id)
        .order_by(ToldRow.version)  # each then comes to a place that is free already
    ).all()
    last = {(row.organisation, row.kind, row.topic): row.version for row in rows}
    lowered = [
        {"told": row.id, "number": row.version - beyond}
        for row in rows
        if (beyond := last[row.organisation, row.kind, row.topic] - known) > 0
    ]
    lower = update(ToldRow).where(ToldRow.id == bindparam("told"))
    sql.execute_many(session, lower.values(version=bindparam("number")), lowered)
