"""How many contracts there are, and how they stand."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from veille.store import contract_joins
from veille.store.models import ContractJoinRow, ContractRow


@dataclass(frozen=True, slots=True)
class Totals:
    """Contracts, those whose procedure is known, and those in doubt."""

    contracts: int
    joined: int
    doubts: int


def totals(session: Session) -> Totals:
    """How the contracts stand."""
    contracts = session.scalar(select(func.count()).select_from(ContractRow)) or 0
    joined = select(func.count()).where(ContractJoinRow.state == "joined")
    return Totals(contracts, session.scalar(joined) or 0, contract_joins.count_doubts(session))
