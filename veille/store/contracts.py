"""Contracts: one row each, always what its newest data say."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from veille.core.contracts import Contract, contract_from_json, contract_hash, contract_to_json
from veille.store import contract_social, sql
from veille.store.models import ContractHolderRow, ContractRow
from veille.store.models.base import storable

_PAGE = 500
_SELECT_STORED = select(
    ContractRow.id,
    ContractRow.uid,
    ContractRow.content_hash,
    ContractRow.told_on,
    ContractRow.payload_id,
).where(ContractRow.uid.in_(sql.listed("uids")))


class SaveCounts(NamedTuple):
    """What came of a batch: contracts not known before, changed, and as they were."""

    new: int = 0
    changed: int = 0
    same: int = 0


class Given(NamedTuple):
    """A contract with the id of its payload, and whether it is invented."""

    contract: Contract
    payload_id: int
    sample: bool = False


@dataclass(frozen=True, slots=True)
class StoredContract:
    """A contract with its number in the store."""

    id: int
    contract: Contract
    sample: bool


def save(session: Session, given: Sequence[Given], now: datetime) -> SaveCounts:
    """Store contracts. One replaces what was known of its ``uid``, unless that is of a later day.

    The same again changes nothing; what changed looks for its procedure again. The older data stay
    as payloads.
    """
    counts = SaveCounts()
    for batch in sql.chunks(given):
        made = _save(session, {one.contract.uid: one for one in batch}, now)
        same = counts.same + made.same + len(batch) - sum(made)
        counts = SaveCounts(counts.new + made.new, counts.changed + made.changed, same)
    return counts


def _save(session: Session, batch: Mapping[str, Given], now: datetime) -> SaveCounts:
    stored = {row.uid: row for row in session.execute(_SELECT_STORED, {"uids": list(batch)})}
    rows = {uid: _row(one, now) for uid, one in batch.items()}
    new = [row | {"first_seen_at": now} for uid, row in rows.items() if uid not in stored]
    changed = [
        row | {"contract": stored[uid].id}
        for uid, row in rows.items()
        if uid in stored and _replaces(row, stored[uid])
    ]
    sql.insert_new(session, ContractRow, new)
    if changed:
        names = changed[0].keys() - {"contract"}
        values: dict[str, Any] = {name: bindparam(name) for name in names}
        statement = update(ContractRow).where(ContractRow.id == bindparam("contract"))
        sql.execute_many(session, statement.values(values), changed)
    _confirm(session, [(stored[uid], one) for uid, one in batch.items() if uid in stored], rows)
    _save_holders(session, [str(row["uid"]) for row in (*new, *changed)], batch)
    return SaveCounts(len(new), len(changed), len(batch) - len(new) - len(changed))


def _confirm(
    session: Session, known: Sequence[tuple[Any, Given]], rows: Mapping[str, Mapping[str, Any]]
) -> None:
    """Point contracts at the newer payload that says the same."""
    statement = (
        update(ContractRow)
        .where(ContractRow.id == bindparam("contract"))
        .values(payload_id=bindparam("newest"))
    )
    confirmed = [
        {"contract": row.id, "newest": given.payload_id}
        for row, given in known
        if rows[row.uid]["content_hash"] == row.content_hash and row.payload_id < given.payload_id
    ]
    sql.execute_many(session, statement, confirmed)


def _replaces(row: Mapping[str, Any], stored: Any) -> bool:
    """Whether it says something else, and is not older than what is known."""
    if row["content_hash"] == stored.content_hash:
        return False
    return stored.told_on is None or (row["told_on"] or date.min) >= stored.told_on


def _row(given: Given, now: datetime) -> dict[str, Any]:
    contract, content = given.contract, storable(contract_to_json(given.contract))
    return {
        "uid": contract.uid,
        "payload_id": given.payload_id,
        "content_hash": contract_hash(content),
        "kind": contract.kind,
        "buyer_siren": contract.siren,
        "buyer_siret": contract.buyer_siret,
        "buyer_name": contract.buyer_name,
        "cpv": contract.cpv,
        "department": contract.department,
        "social": contract_social.written(contract.social),
        "amount": contract.amount_today,
        "notified_on": contract.notified_on,
        "told_on": contract.told_on,
        "known_on": contract.known_on,
        "ends_on": contract.ends_on,
        "to_join": True,
        "updated_at": now,
        "sample": given.sample,
        "content": content,
    }


def _save_holders(session: Session, uids: Sequence[str], batch: Mapping[str, Given]) -> None:
    if not uids:
        return
    ids = {row.uid: row.id for row in session.execute(_SELECT_STORED, {"uids": list(uids)})}
    session.execute(
        delete(ContractHolderRow).where(ContractHolderRow.contract_id.in_(list(ids.values())))
    )
    rows = [
        {
            "contract_id": ids[uid],
            "position": position,
            "kind": holder.kind,
            "identifier": holder.identifier,
            "name": holder.name,
        }
        for uid in ids
        for position, holder in enumerate(batch[uid].contract.holders_today)
    ]
    sql.insert_new(session, ContractHolderRow, rows)


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, StoredContract]:
    """The contracts of these ids; those that are not stored are left out."""
    found: dict[int, StoredContract] = {}
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(ContractRow.id, ContractRow.content, ContractRow.sample).where(
                ContractRow.id.in_(chunk)
            )
        )
        found.update((row.id, _stored(row)) for row in rows)
    return found


def by_uid(session: Session, uid: str) -> StoredContract | None:
    """The contract of that identifier, if there is one."""
    row = session.execute(
        select(ContractRow.id, ContractRow.content, ContractRow.sample).where(
            ContractRow.uid == uid
        )
    ).one_or_none()
    return None if row is None else _stored(row)


def of_buyer(session: Session, siren: str, *, most: int) -> list[StoredContract]:
    """The contracts of a buyer, the last notified first; those without a day are left out."""
    rows = session.execute(
        select(ContractRow.id, ContractRow.content, ContractRow.sample)
        .where(ContractRow.buyer_siren == siren, ContractRow.notified_on.is_not(None))
        .order_by(ContractRow.notified_on.desc(), ContractRow.id.desc())
        .limit(most)
    )
    return [_stored(row) for row in rows]


def names_of(session: Session, identifiers: Collection[str]) -> dict[str, str]:
    """What holders are called in any contract, by identifier: the newest formats give no name."""
    names: dict[str, str] = {}
    for chunk in sql.chunks(set(identifiers)):
        rows = session.execute(
            select(ContractHolderRow.identifier, ContractHolderRow.name)
            .where(ContractHolderRow.identifier.in_(chunk), ContractHolderRow.name.is_not(None))
            .order_by(ContractHolderRow.contract_id)
        )
        names.update((identifier, name) for identifier, name in rows if name)
    return names


def iterate(session: Session) -> Iterator[StoredContract]:
    """Every contract, in the order they came, in bounded memory."""
    query = (
        select(ContractRow.id, ContractRow.content, ContractRow.sample)
        .order_by(ContractRow.id)
        .limit(_PAGE)
    )
    last = 0
    while rows := session.execute(query.where(ContractRow.id > last)).all():
        yield from (_stored(row) for row in rows)
        last = rows[-1].id


def _stored(row: Any) -> StoredContract:
    return StoredContract(row.id, contract_from_json(row.content), row.sample)
