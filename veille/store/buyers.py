"""Buyers: public bodies, told apart by SIRET, else by folded name and postcode."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from veille.core.buyer_identity import buyer_identity, siret
from veille.core.contracts import SIREN_LENGTH
from veille.core.notices import Buyer
from veille.store import sql
from veille.store.models import BuyerRow

_SELECT_IDS = select(BuyerRow.identity, BuyerRow.id).where(
    BuyerRow.identity.in_(sql.listed("identities"))
)


def save(session: Session, buyers: Collection[Buyer]) -> dict[Buyer, int]:
    """The id of each buyer, added where it is new; one that cannot be told apart has none.

    What is known of a buyer is what its first notice said.
    """
    identities = {buyer: buyer_identity(buyer) for buyer in buyers}
    wanted: dict[str, Buyer] = {}
    for buyer, identity in identities.items():
        if identity is not None:
            wanted.setdefault(identity, buyer)
    ids = _ids(session, wanted)
    missing = [identity for identity in wanted if identity not in ids]
    if missing:
        # In one order for all, so that two processes that add the same buyers cannot block each
        # other for ever.
        rows = [_row(identity, wanted[identity]) for identity in sorted(missing)]
        sql.insert_new(session, BuyerRow, rows)
        ids |= _ids(session, missing)
    return {buyer: ids[identity] for buyer, identity in identities.items() if identity is not None}


def sirens(session: Session) -> frozenset[str]:
    """The SIREN of every buyer that has a SIRET."""
    query = select(BuyerRow.siret).where(BuyerRow.siret.is_not(None))
    return frozenset(found[:SIREN_LENGTH] for found in session.scalars(query) if found)


def _ids(session: Session, identities: Collection[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in sql.chunks(identities):
        rows = session.execute(_SELECT_IDS, {"identities": chunk})
        found.update((identity, buyer_id) for identity, buyer_id in rows)
    return found


def _row(identity: str, buyer: Buyer) -> dict[str, Any]:
    return {
        "identity": identity,
        "siret": siret(buyer),
        "name": buyer.name,
        "kind": buyer.kind,
        "postcode": buyer.postcode,
        "city": buyer.city,
    }
