"""What the editions of a kind have looked at: what is missing here is what the next one looks at.

No date decides what is new, so what is found late is not lost, and what was looked at once is not
read again at every run.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session, aliased

from veille.core.cards import Card, card_from_json
from veille.core.periods import EditionKind
from veille.store import sql
from veille.store.models import CardFacetRow, CardRow, ConsideredRow, ProcedureRow


@dataclass(frozen=True, slots=True)
class Pending:
    """A version that an edition has not looked at yet, and the day from which it holds."""

    procedure_id: int
    version: int
    effective_on: date


def pending(
    session: Session, organisation: str, kind: EditionKind, territory: str, before: date
) -> list[Pending]:
    """The newest version, effective before ``before``, of each procedure of the territory that the
    editions of this kind have not looked at; by procedure.

    Of the territory is what was in it in any of its versions.
    """
    here = (
        select(CardFacetRow.procedure_id)
        .where(CardFacetRow.facet == "territory", CardFacetRow.value == territory)
        .distinct()
    )
    newest = (
        select(
            CardRow.procedure_id,
            func.max(CardRow.version).label("version"),
            func.max(CardRow.effective_on).label("effective_on"),
        )
        .where(CardRow.effective_on < before, CardRow.procedure_id.in_(here))
        .group_by(CardRow.procedure_id)
        .subquery()
    )
    done = exists().where(
        ConsideredRow.organisation == organisation,
        ConsideredRow.kind == kind,
        ConsideredRow.procedure_id == newest.c.procedure_id,
        ConsideredRow.version >= newest.c.version,
    )
    merged = exists().where(
        ProcedureRow.id == newest.c.procedure_id, ProcedureRow.merged_into.is_not(None)
    )
    rows = session.execute(
        select(newest.c.procedure_id, newest.c.version, newest.c.effective_on)
        .where(~done, ~merged)
        .order_by(newest.c.procedure_id)
    )
    return [Pending(*row) for row in rows]


def in_territory(session: Session, territory: str, ids: Iterable[int]) -> set[int]:
    """Which of these procedures were in the territory in any of their versions."""
    found: set[int] = set()
    for chunk in sql.chunks(ids):
        found.update(
            session.scalars(
                select(CardFacetRow.procedure_id).where(
                    CardFacetRow.facet == "territory",
                    CardFacetRow.value == territory,
                    CardFacetRow.procedure_id.in_(chunk),
                )
            )
        )
    return found


def cards_before(session: Session, ids: Iterable[int], before: date) -> dict[int, Card]:
    """The card of the newest version of each procedure that was effective before ``before``."""
    later = aliased(CardRow)
    is_older = exists().where(
        later.procedure_id == CardRow.procedure_id,
        later.version > CardRow.version,
        later.effective_on < before,
    )
    return {
        row.procedure_id: replace(card_from_json(row.card), text=row.text)
        for chunk in sql.chunks(ids)
        for row in session.execute(
            select(CardRow.procedure_id, CardRow.card, CardRow.text).where(
                CardRow.procedure_id.in_(chunk), CardRow.effective_on < before, ~is_older
            )
        )
    }


def only_published(session: Session, territory: str, since: date, before: date) -> int:
    """How many procedures with a version of these days are in the territory by publication alone,

    and nothing was seen in them.
    """
    rows = session.execute(
        select(CardRow.procedure_id, CardRow.card).where(
            CardRow.effective_on >= since, CardRow.effective_on < before
        )
    )
    found = ((row.procedure_id, card_from_json(row.card)) for row in rows)
    return len(
        {
            procedure_id
            for procedure_id, card in found
            if territory in card.published and territory not in card.territories
        }
    )


def record(
    session: Session, organisation: str, kind: EditionKind, versions: Mapping[int, int]
) -> None:
    """Remember that these versions, by procedure, were looked at."""
    statement = sql.insert(session, ConsideredRow)
    statement = statement.on_conflict_do_update(
        index_elements=["organisation", "kind", "procedure_id"],
        set_={"version": statement.excluded.version},
    )
    rows = [
        {"organisation": organisation, "kind": kind, "procedure_id": key, "version": version}
        for key, version in versions.items()
    ]
    sql.execute_many(session, statement, rows)


def forget(session: Session, organisation: str, kind: str, ids: Iterable[int]) -> None:
    """Look at these procedures again."""
    for chunk in sql.chunks(list(ids)):
        session.execute(
            delete(ConsideredRow).where(
                ConsideredRow.organisation == organisation,
                ConsideredRow.kind == kind,
                ConsideredRow.procedure_id.in_(chunk),
            )
        )
