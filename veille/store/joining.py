"""What the join reads: contracts that look for their procedure, the procedures of their buyers."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from veille.core.contracts import SIREN_LENGTH, Contract, contract_from_json
from veille.core.interchange import notice_from_json
from veille.core.notices import Notice
from veille.store import sql
from veille.store.contract_joins import is_joined
from veille.store.models import BuyerRow, ContractRow, NoticeRow

_PREFIX = len("siret:")
_siren_of_buyer = func.substr(BuyerRow.identity, _PREFIX + 1, SIREN_LENGTH)


def wake(session: Session) -> None:
    """Contracts without a procedure look again where their buyer has published since they did."""
    last = session.scalar(select(func.max(ContractRow.tried_at)))
    if last is None:
        return
    published = (
        select(_siren_of_buyer)
        .join(NoticeRow, NoticeRow.buyer_id == BuyerRow.id)
        .where(NoticeRow.updated_at >= last, BuyerRow.siret.is_not(None))
        .distinct()
    )
    for sirens in sql.chunks(session.scalars(published).all()):
        session.execute(
            update(ContractRow)
            .where(ContractRow.buyer_siren.in_(sirens), ~ContractRow.to_join, ~is_joined())
            .values(to_join=True)
            .execution_options(synchronize_session=False)
        )


def waiting(session: Session, limit: int, after: str = "") -> list[str]:
    """The buyers (SIREN) some of whose contracts look for their procedure, in order."""
    return list(
        session.scalars(
            select(ContractRow.buyer_siren)
            .where(ContractRow.to_join, ContractRow.buyer_siren > after)
            .distinct()
            .order_by(ContractRow.buyer_siren)
            .limit(limit)
        )
    )


def looking(
    session: Session, sirens: Sequence[str], *, sample: bool
) -> dict[str, list[tuple[int, Contract]]]:
    """The contracts of these buyers that look for their procedure, with their numbers."""
    found: defaultdict[str, list[tuple[int, Contract]]] = defaultdict(list)
    rows = session.execute(
        select(ContractRow.id, ContractRow.buyer_siren, ContractRow.content)
        .where(
            ContractRow.to_join,
            ContractRow.buyer_siren.in_(sirens),
            ContractRow.sample.is_(sample),
        )
        .order_by(ContractRow.id)
    )
    for row in rows:
        found[row.buyer_siren].append((row.id, contract_from_json(row.content)))
    return dict(found)


def published_by(
    session: Session, sirens: Sequence[str], *, sample: bool
) -> dict[str, dict[int, list[Notice]]]:
    """For each buyer, its procedures, each with its notices, oldest first.

    A procedure is of every buyer that one of its notices names.
    """
    homes: defaultdict[int, set[str]] = defaultdict(set)
    rows = session.execute(
        select(_siren_of_buyer.label("siren"), NoticeRow.procedure_id)
        .join(NoticeRow, NoticeRow.buyer_id == BuyerRow.id)
        .where(
            BuyerRow.siret.is_not(None),
            _siren_of_buyer.in_(sirens),
            NoticeRow.procedure_id.is_not(None),
            NoticeRow.sample.is_(sample),
        )
        .distinct()
    )
    for row in rows:
        homes[row.procedure_id].add(row.siren)
    found: defaultdict[str, dict[int, list[Notice]]] = defaultdict(dict)
    for chunk in sql.chunks(sorted(homes)):
        contents = session.execute(
            select(NoticeRow.procedure_id, NoticeRow.content)
            .where(NoticeRow.procedure_id.in_(chunk))
            .order_by(NoticeRow.published_on, NoticeRow.id)
        )
        for content in contents:
            notice = notice_from_json(content.content)
            for siren in homes[content.procedure_id]:
                found[siren].setdefault(content.procedure_id, []).append(notice)
    return dict(found)
