"""What became of a procedure, as its page shows it: its contracts, and what they declare."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from veille.app.web.contract_lines import ContractLine, contract_lines
from veille.core.outcomes import outcome
from veille.core.procedures import Facts
from veille.store import contract_joins
from veille.store.contract_joins import DecidedBy


@dataclass(frozen=True, slots=True)
class Awarded:
    """The contracts that came of a procedure, sentences on them, and who joined each."""

    lines: tuple[ContractLine, ...] = ()
    sentences: tuple[str, ...] = ()
    by: tuple[DecidedBy, ...] = ()


def awarded(session: Session, procedure_id: int, known: Facts) -> Awarded:
    """What became of the procedure; nothing where no contract was joined to it."""
    found = contract_joins.of_procedure(session, procedure_id)
    if not found:
        return Awarded()
    stored = [contract for contract, _ in found]
    return Awarded(
        tuple(contract_lines(session, stored)),
        outcome(known, [one.contract for one in stored]),
        tuple(join.decided_by for _, join in found),
    )
