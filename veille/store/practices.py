"""What buyers declared of their contracts, counted."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from veille.core.contracts import SIREN_LENGTH
from veille.core.practices import Counted
from veille.store import contract_social, contracts
from veille.store.contract_joins import is_joined
from veille.store.contracts import StoredContract
from veille.store.models import BuyerRow, ContractJoinRow, ContractRow, NoticeRow


class KnownBuyer(NamedTuple):
    """A buyer as its notices, else its contracts, name it; ``siren`` is null where unknown."""

    name: str | None
    siren: str | None
    siret: str | None
    postcode: str | None
    city: str | None


class Declared(NamedTuple):
    """What a buyer declared of the contracts that became known on a day: some clause, or none."""

    siren: str
    day: date
    clause: bool


def buyer(session: Session, identity: str) -> KnownBuyer | None:
    """The buyer of this identity; null when neither a notice nor a contract names it."""
    row = session.execute(
        select(BuyerRow.name, BuyerRow.siret, BuyerRow.postcode, BuyerRow.city).where(
            BuyerRow.identity == identity
        )
    ).one_or_none()
    siret = row.siret if row else identity.removeprefix("siret:")
    if row is None and not (identity.startswith("siret:") and siret):
        return None
    if row is not None:
        siren = siret[:SIREN_LENGTH] if siret else None
        return KnownBuyer(row.name, siren, siret, row.postcode, row.city)
    found = session.execute(
        select(ContractRow.buyer_name, ContractRow.buyer_siren)
        .where(ContractRow.buyer_siret == siret)
        .where(ContractRow.buyer_siren == siret[:SIREN_LENGTH])
        .order_by(ContractRow.buyer_name.is_(None), ContractRow.id.desc())
        .limit(1)
    ).one_or_none()
    return KnownBuyer(found.buyer_name, found.buyer_siren, siret, None, None) if found else None


def counted(session: Session, siren: str) -> list[Counted]:
    """The contracts of a buyer by year of notification, CPV and what they declare."""
    year = extract("year", ContractRow.notified_on).label("year")
    rows = session.execute(
        select(year, ContractRow.cpv, ContractRow.social, func.count().label("contracts"))
        .where(ContractRow.buyer_siren == siren)
        .group_by(year, ContractRow.cpv, ContractRow.social)
    )
    return [
        Counted(
            None if row.year is None else int(row.year),
            row.cpv,
            contract_social.read(row.social),
            row.contracts,
        )
        for row in rows
    ]


def ending(
    session: Session,
    since: date,
    before: date,
    *,
    siren: str | None = None,
    departments: Sequence[str] = (),
    unjoined: bool = False,
    most: int = 200,
) -> list[StoredContract]:
    """The contracts that end from ``since`` to before ``before``, the first to end first.

    Of one buyer, or performed in ``departments``; ``unjoined`` leaves out those whose procedure is
    known: that one says it already.
    """
    query = select(ContractRow.id).where(ContractRow.ends_on >= since, ContractRow.ends_on < before)
    if siren is not None:
        query = query.where(ContractRow.buyer_siren == siren)
    if departments:
        query = query.where(ContractRow.department.in_(departments))
    if unjoined:
        query = query.where(~is_joined())
    ids = list(session.scalars(query.order_by(ContractRow.ends_on, ContractRow.id).limit(most)))
    known = contracts.by_ids(session, ids)
    return [known[one] for one in ids]


def declared(session: Session) -> list[Declared]:
    """What every buyer declared, a line for each day on which some of it became known.

    The contracts of one day are one purchase: its lots do not count apart. Those whose data do not
    say are left out, and so are invented ones.
    """
    rows = session.execute(
        select(
            ContractRow.buyer_siren,
            ContractRow.known_on,
            func.max(ContractRow.social).label("social"),
        )
        .where(
            ContractRow.social.is_not(None),
            ContractRow.known_on.is_not(None),
            ContractRow.sample.is_(False),
        )
        .group_by(ContractRow.buyer_siren, ContractRow.known_on)
        .order_by(ContractRow.buyer_siren, ContractRow.known_on)
    )
    return [
        Declared(row.buyer_siren, row.known_on, bool(row.social))
        for row in rows
        if row.known_on is not None
    ]


def declared_of_notices(session: Session) -> dict[str, bool]:
    """Whether the contracts that came of a notice's procedure declare a social consideration.

    By notice id; notices without such a contract, or whose contracts do not say, are left out.
    """
    rows = session.execute(
        select(NoticeRow.id, func.max(ContractRow.social).label("social"))
        .join(ContractJoinRow, ContractJoinRow.procedure_id == NoticeRow.procedure_id)
        .join(ContractRow, ContractRow.id == ContractJoinRow.contract_id)
        .where(
            ContractJoinRow.state == "joined",
            ContractRow.social.is_not(None),
            ContractRow.sample.is_(False),
        )
        .group_by(NoticeRow.id)
    )
    return {row.id: bool(row.social) for row in rows}
