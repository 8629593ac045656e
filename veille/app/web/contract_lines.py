"""A contract as pages show it: what was bought, from whom, for how much, until when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from newsletters.endings import shown
from veille.core import french
from veille.core.contracts import Contract, Holder
from veille.core.outcomes import social_labels
from veille.store import contracts
from veille.store.contracts import StoredContract

_UNTITLED = "Objet non précisé"
_MOST_HOLDERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A contract in words; ``social`` is null where its data do not say."""

    id: int
    title: str
    number: str
    buyer: str
    notified_on: date | None
    ends_on: date | None
    holders: str
    amount: str | None
    social: tuple[str, ...] | None
    modifications: int
    sample: bool


def contract_lines(session: Session, found: Collection[StoredContract]) -> list[ContractLine]:
    """The contracts in words, in order."""
    identifiers = {
        holder.identifier for one in found for holder in one.contract.holders_today[:_MOST_HOLDERS]
    }
    names = contracts.names_of(session, identifiers)
    return [_line(one, names) for one in found]


def _line(stored: StoredContract, names: Mapping[str, str]) -> ContractLine:
    contract = stored.contract
    amount = contract.amount_today
    return ContractLine(
        id=stored.id,
        title=shown(contract.object) if contract.object else _UNTITLED,
        number=shown(contract.number),
        buyer=shown(contract.buyer_name or f"SIRET {contract.buyer_siret}"),
        notified_on=contract.notified_on,
        ends_on=contract.ends_on,
        holders=_holders(contract, names),
        amount=french.amount(amount) if amount is not None else None,
        social=None if contract.social is None else social_labels(contract.social),
        modifications=len(contract.modifications),
        sample=stored.sample,
    )


def _holders(contract: Contract, names: Mapping[str, str]) -> str:
    held = contract.holders_today
    said = [_holder(one, names) for one in held[:_MOST_HOLDERS]]
    if len(held) > _MOST_HOLDERS:
        said.append(french.count(len(held) - _MOST_HOLDERS, "autre", "autres"))
    return french.join(said) if said else "titulaire non publié"


def _holder(holder: Holder, names: Mapping[str, str]) -> str:
    name = holder.name or names.get(holder.identifier)
    return shown(name) if name else f"{shown(holder.kind)} {shown(holder.identifier)}"
