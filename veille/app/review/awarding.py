"""Staff settle which procedure a contract comes from; each word of theirs is written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from veille.core.audit import Action
from veille.core.refusals import Refusal
from veille.store import audit, contract_joins, contracts
from veille.store.staff import Member

_SAID = 120


class SettledError(Refusal):
    """The contract is no longer shown beside that procedure."""


def join(
    session: Session, member: Member, contract_id: int, procedure_id: int, now: datetime
) -> None:
    """The contract comes from the procedure.

    Raises:
        SettledError: it was not shown beside it, or is no more.
    """
    try:
        contract_joins.accept(session, contract_id, procedure_id, now)
    except LookupError:
        raise SettledError("ce rapprochement n’est plus proposé") from None
    _note(session, member, "award.join", contract_id, procedure_id, now)


def refuse(
    session: Session, member: Member, contract_id: int, procedure_id: int, now: datetime
) -> None:
    """The contract does not come from the procedure; it is never proposed again.

    Raises:
        SettledError: it was not shown beside it, or is no more.
    """
    try:
        contract_joins.refuse(session, contract_id, procedure_id, now)
    except LookupError:
        raise SettledError("ce rapprochement n’est plus proposé") from None
    _note(session, member, "award.refuse", contract_id, procedure_id, now)


def _note(
    session: Session,
    member: Member,
    action: Action,
    contract_id: int,
    procedure_id: int,
    now: datetime,
) -> None:
    found = contracts.by_ids(session, [contract_id])[contract_id].contract
    said = (found.object or "objet non précisé")[:_SAID]
    detail = f"marché {found.number}, {said}"
    audit.note(session, member, action, f"consultation {procedure_id}", now, detail=detail)
