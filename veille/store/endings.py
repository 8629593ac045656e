"""Ends of contracts that award data alone know: those left to tell, and both ledgers of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from veille.core.contracts import Contract
from veille.core.periods import EditionKind
from veille.store import contracts, sql
from veille.store.errors import AlreadyToldError
from veille.store.models import ContractJoinRow, ContractRow, EndingTellingRow, EndingToldRow


class Told(NamedTuple):
    """That a contract ends on a day."""

    contract_id: int
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingTelling:
    """An ending that a subscriber was told, in which message."""

    subscriber_id: int
    told: Told
    told_at: datetime
    outbox_id: int | None = None


class Untold(NamedTuple):
    """A contract of which no edition told yet that it ends, with its number in the store."""

    id: int
    contract: Contract
    sample: bool


def untold(
    session: Session,
    organisation: str,
    kind: EditionKind,
    since: date,
    before: date,
    *,
    departments: Sequence[str],
) -> list[Untold]:
    """The contracts performed in ``departments`` that end from ``since`` to before ``before``.

    Those that come, or may come, of a known procedure are left out, and so is what an edition of
    the kind told; by number.
    """
    is_known = exists().where(
        ContractJoinRow.contract_id == ContractRow.id, ContractJoinRow.state != "refused"
    )
    is_told = exists().where(
        EndingToldRow.organisation == organisation,
        EndingToldRow.kind == kind,
        EndingToldRow.contract_id == ContractRow.id,
        EndingToldRow.ends_on == ContractRow.ends_on,
    )
    ids = session.scalars(
        select(ContractRow.id)
        .where(
            ContractRow.ends_on >= since,
            ContractRow.ends_on < before,
            ContractRow.department.in_(departments),
            ~ContractRow.to_join,
            ~is_known,
            ~is_told,
        )
        .order_by(ContractRow.id)
    )
    known = contracts.by_ids(session, ids)
    return [Untold(one.id, one.contract, one.sample) for one in known.values()]


def record(
    session: Session, organisation: str, kind: EditionKind, edition_id: int, told: Iterable[Told]
) -> None:
    """Write which endings an edition tells.

    Raises:
        AlreadyToldError: another edition of the kind told one.
    """
    owned = {"organisation": organisation, "kind": kind, "edition_id": edition_id}
    rows = [owned | one._asdict() for one in told]
    try:
        sql.execute_many(session, insert(EndingToldRow), rows)
    except IntegrityError as error:
        raise AlreadyToldError(
            f"édition de {organisation} non enregistrée : elle redirait la fin d’un contrat"
        ) from error


def take_back(session: Session, edition_id: int) -> None:
    """The edition, a draft, tells no ending any more."""
    session.execute(delete(EndingToldRow).where(EndingToldRow.edition_id == edition_id))


def told_procedures(
    session: Session, organisation: str, kind: EditionKind, procedure_ids: Iterable[int]
) -> dict[int, set[date]]:
    """The days on which contracts of procedures end, as an edition told before they were joined."""
    found: defaultdict[int, set[date]] = defaultdict(set)
    for chunk in sql.chunks(procedure_ids):
        rows = session.execute(
            select(ContractJoinRow.procedure_id, EndingToldRow.ends_on)
            .join(EndingToldRow, EndingToldRow.contract_id == ContractJoinRow.contract_id)
            .where(
                ContractJoinRow.state == "joined",
                ContractJoinRow.procedure_id.in_(chunk),
                EndingToldRow.organisation == organisation,
                EndingToldRow.kind == kind,
            )
        )
        for row in rows:
            found[row.procedure_id].add(row.ends_on)
    return dict(found)


def record_tellings(session: Session, tellings: Iterable[EndingTelling]) -> None:
    """Write which endings subscribers are told, in the transaction of their messages.

    Raises:
        AlreadyToldError: one was told that; nothing of the transaction may stay.
    """
    rows = [
        {
            "subscriber_id": one.subscriber_id,
            "outbox_id": one.outbox_id,
            "told_at": one.told_at,
            **one.told._asdict(),
        }
        for one in tellings
    ]
    try:
        sql.execute_many(session, insert(EndingTellingRow), rows)
    except IntegrityError as error:
        raise AlreadyToldError(
            "envoi non enregistré : il redirait à quelqu’un la fin d’un contrat"
        ) from error


def tellings(
    session: Session, contract_ids: Iterable[int], *, subscriber_id: int | None = None
) -> list[EndingTelling]:
    """What was told of the ends of these contracts, to everybody or to one subscriber."""
    query = select(EndingTellingRow).order_by(EndingTellingRow.id)
    if subscriber_id is not None:
        query = query.where(EndingTellingRow.subscriber_id == subscriber_id)
    return [
        EndingTelling(
            subscriber_id=row.subscriber_id,
            told=Told(row.contract_id, row.ends_on),
            told_at=row.told_at,
            outbox_id=row.outbox_id,
        )
        for chunk in sql.chunks(sorted(set(contract_ids)))
        for row in session.scalars(query.where(EndingTellingRow.contract_id.in_(chunk)))
    ]
