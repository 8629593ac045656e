"""Which procedure each contract comes from: what rules decided, and staff, who always win."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Row, and_, delete, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from veille.core.contract_join import Decision, Evidence
from veille.store import contracts, procedures, sql
from veille.store.contracts import StoredContract
from veille.store.models import ContractJoinRow, ContractRow

JoinState = Literal["joined", "doubt", "refused"]
DecidedBy = Literal["rule", "staff"]

_PARTS = tuple(part.name for part in fields(Evidence))


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """A contract beside a procedure that it comes from, may come from, or does not."""

    contract_id: int
    procedure_id: int
    state: JoinState
    score: float
    evidence: Evidence
    decided_by: DecidedBy
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    """A contract, and the procedures that it may come from, the likeliest first."""

    contract: StoredContract
    joins: tuple[Join, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """What staff said: the contracts they joined, the procedures that others do not come from."""

    joined: frozenset[int]
    refused: Mapping[int, frozenset[int]]


def record(session: Session, decisions: Mapping[int, Decision], now: datetime) -> None:
    """Write what the rules decided of these contracts in place of what they decided before.

    What staff decided stays; the procedures whose contracts change are read again.
    """
    before = _joined(session, decisions)
    for ids in sql.chunks(decisions):
        session.execute(
            delete(ContractJoinRow).where(
                ContractJoinRow.contract_id.in_(ids), ContractJoinRow.decided_by == "rule"
            )
        )
    rows = [
        {
            "contract_id": contract_id,
            "procedure_id": one.procedure_id,
            "state": decision.outcome,
            "score": round(one.score, 4),
            "evidence": _written(one.evidence),
            "decided_by": "rule",
            "decided_at": now,
        }
        for contract_id, decision in decisions.items()
        for one in decision.chosen
    ]
    sql.insert_new(session, ContractJoinRow, rows)
    for ids in sql.chunks(decisions):
        session.execute(
            update(ContractRow).where(ContractRow.id.in_(ids)).values(to_join=False, tried_at=now)
        )
    after = _joined(session, decisions)
    procedures.reread(session, before ^ after)


def accept(session: Session, contract_id: int, procedure_id: int, now: datetime) -> Join:
    """Staff say that the contract comes from the procedure; the rules' other guesses go.

    Raises:
        LookupError: the contract was not shown beside the procedure.
    """
    join = _one(session, contract_id, procedure_id)
    own = ContractJoinRow.contract_id == contract_id
    other = and_(own, ContractJoinRow.procedure_id != procedure_id)
    moved = _joined(session, [contract_id])
    session.execute(delete(ContractJoinRow).where(other, ContractJoinRow.state != "refused"))
    _decide(session, contract_id, procedure_id, "joined", now)
    procedures.reread(session, moved | {procedure_id})
    return join


def refuse(session: Session, contract_id: int, procedure_id: int, now: datetime) -> Join:
    """Staff say that the contract does not come from the procedure: never proposed again.

    Raises:
        LookupError: the contract was not shown beside the procedure.
    """
    join = _one(session, contract_id, procedure_id)
    _decide(session, contract_id, procedure_id, "refused", now)
    if join.state == "joined":
        procedures.reread(session, {procedure_id})
    return join


def doubts(session: Session, *, most: int, after: int | None = None) -> list[Doubt]:
    """Contracts in doubt, the last seen first; ``after`` is the last contract already shown."""
    query = (
        select(ContractJoinRow.contract_id)
        .where(ContractJoinRow.state == "doubt")
        .distinct()
        .order_by(ContractJoinRow.contract_id.desc())
        .limit(most)
    )
    if after is not None:
        query = query.where(ContractJoinRow.contract_id < after)
    ids = list(session.scalars(query))
    known = contracts.by_ids(session, ids)
    joins = _of_contracts(session, ids, "doubt")
    return [Doubt(known[one], joins[one]) for one in ids]


def count_doubts(session: Session) -> int:
    """How many contracts are in doubt."""
    query = select(func.count(ContractJoinRow.contract_id.distinct()))
    return session.scalar(query.where(ContractJoinRow.state == "doubt")) or 0


def of_procedure(session: Session, procedure_id: int) -> list[tuple[StoredContract, Join]]:
    """The contracts that come from a procedure, the first notified first."""
    rows = session.execute(
        select(ContractJoinRow.__table__)
        .join(ContractRow, ContractRow.id == ContractJoinRow.contract_id)
        .where(ContractJoinRow.procedure_id == procedure_id, ContractJoinRow.state == "joined")
        .order_by(ContractRow.notified_on, ContractRow.id)
    )
    joins = [_join(row) for row in rows]
    known = contracts.by_ids(session, [join.contract_id for join in joins])
    return [(known[join.contract_id], join) for join in joins]


def ends_of(session: Session, procedure_ids: Sequence[int]) -> dict[int, date]:
    """The last day of the contracts that come from these procedures, where one is known."""
    rows = session.execute(
        select(ContractJoinRow.procedure_id, func.max(ContractRow.ends_on).label("last"))
        .join(ContractRow, ContractRow.id == ContractJoinRow.contract_id)
        .where(ContractJoinRow.procedure_id.in_(procedure_ids), ContractJoinRow.state == "joined")
        .group_by(ContractJoinRow.procedure_id)
    )
    return {row.procedure_id: row.last for row in rows if row.last is not None}


def procedure_of(session: Session, contract_ids: Iterable[int]) -> dict[int, int]:
    """The procedure that each of these contracts comes from, where it is known."""
    found: dict[int, int] = {}
    for chunk in sql.chunks(contract_ids):
        rows = session.execute(
            select(ContractJoinRow.contract_id, ContractJoinRow.procedure_id).where(
                ContractJoinRow.contract_id.in_(chunk), ContractJoinRow.state == "joined"
            )
        )
        found.update((row.contract_id, row.procedure_id) for row in rows)
    return found


def settled(session: Session, contract_ids: Iterable[int]) -> Settled:
    """What staff said of these contracts."""
    joined: set[int] = set()
    refused: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for chunk in sql.chunks(contract_ids):
        rows = session.execute(
            select(
                ContractJoinRow.contract_id, ContractJoinRow.procedure_id, ContractJoinRow.state
            ).where(ContractJoinRow.contract_id.in_(chunk), ContractJoinRow.decided_by == "staff")
        )
        for row in rows:
            if row.state == "joined":
                joined.add(row.contract_id)
            else:
                refused[row.contract_id] |= {row.procedure_id}
    return Settled(frozenset(joined), dict(refused))


def is_joined() -> ColumnElement[bool]:
    """The condition that the procedure of a contract is known."""
    return exists().where(
        ContractJoinRow.contract_id == ContractRow.id, ContractJoinRow.state == "joined"
    )


def move(session: Session, newer: int, older: int) -> None:
    """The contracts of ``newer`` are those of ``older``, into which it is merged."""
    already = aliased(ContractJoinRow)
    twice = exists().where(
        already.contract_id == ContractJoinRow.contract_id, already.procedure_id == older
    )
    session.execute(
        delete(ContractJoinRow)
        .where(ContractJoinRow.procedure_id == newer, twice)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(ContractJoinRow)
        .where(ContractJoinRow.procedure_id == newer)
        .values(procedure_id=older)
        .execution_options(synchronize_session=False)
    )


def _decide(
    session: Session, contract_id: int, procedure_id: int, state: JoinState, now: datetime
) -> None:
    session.execute(
        update(ContractJoinRow)
        .where(_is(contract_id, procedure_id))
        .values(state=state, decided_by="staff", decided_at=now)
    )


def _one(session: Session, contract_id: int, procedure_id: int) -> Join:
    row = session.execute(
        select(ContractJoinRow.__table__).where(_is(contract_id, procedure_id))
    ).one_or_none()
    if row is None:
        raise LookupError(f"no contract {contract_id} beside procedure {procedure_id}")
    return _join(row)


def _is(contract_id: int, procedure_id: int) -> ColumnElement[bool]:
    return and_(
        ContractJoinRow.contract_id == contract_id, ContractJoinRow.procedure_id == procedure_id
    )


def _joined(session: Session, contract_ids: Iterable[int]) -> set[int]:
    return set(procedure_of(session, contract_ids).values())


def _of_contracts(
    session: Session, ids: Sequence[int], state: JoinState
) -> dict[int, tuple[Join, ...]]:
    rows = session.execute(
        select(ContractJoinRow.__table__)
        .where(ContractJoinRow.contract_id.in_(ids), ContractJoinRow.state == state)
        .order_by(ContractJoinRow.score.desc(), ContractJoinRow.procedure_id)
    )
    found: defaultdict[int, list[Join]] = defaultdict(list)
    for row in rows:
        join = _join(row)
        found[join.contract_id].append(join)
    return {one: tuple(joins) for one, joins in found.items()}


def _written(evidence: Evidence) -> str:
    parts = ((name, getattr(evidence, name)) for name in _PARTS)
    return json.dumps({name: round(part, 3) for name, part in parts if part is not None})


def _join(row: Row[Any]) -> Join:
    return Join(
        contract_id=row.contract_id,
        procedure_id=row.procedure_id,
        state=cast("JoinState", row.state),
        score=row.score,
        evidence=Evidence(**json.loads(row.evidence)),
        decided_by=cast("DecidedBy", row.decided_by),
        decided_at=row.decided_at,
    )
