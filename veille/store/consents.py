"""The proof of what each person agreed to, and the addresses that objected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, insert, select
from sqlalchemy.orm import Session

from veille.core.people import ConsentEvent, OppositionReason
from veille.store import sql
from veille.store.models import ConsentRow, OppositionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person did, or what was done, about being written to.

    ``wording`` names the text that was shown, ``how`` the way (``page``, ``file``, ``command``,
    ``mail``), ``detail`` says more in French where there is more to say.
    """

    at: datetime
    what: ConsentEvent
    how: str
    wording: str | None = None
    detail: str | None = None


def note(session: Session, subscriber_id: int, consent: Consent) -> None:
    """Add a line; none is ever changed."""
    note_many(session, [(subscriber_id, consent)])


def note_many(session: Session, lines: Iterable[tuple[int, Consent]]) -> None:
    """Add a line for each of these subscribers."""
    rows = [
        {
            "subscriber_id": subscriber_id,
            "at": line.at,
            "what": line.what,
            "how": line.how,
            "wording": line.wording,
            "detail": line.detail,
        }
        for subscriber_id, line in lines
    ]
    sql.execute_many(session, insert(ConsentRow), rows)


def of(session: Session, subscriber_id: int) -> tuple[Consent, ...]:
    """The lines of a subscriber, oldest first."""
    rows = session.execute(
        select(
            ConsentRow.at, ConsentRow.what, ConsentRow.how, ConsentRow.wording, ConsentRow.detail
        )
        .where(ConsentRow.subscriber_id == subscriber_id)
        .order_by(ConsentRow.at, ConsentRow.id)
    )
    return tuple(Consent(**row._mapping) for row in rows)


def oppose(
    session: Session, organisation: str, address_hash: str, reason: OppositionReason, now: datetime
) -> None:
    """Remember that this address must not be written to; the first time it said so is kept.

    A complaint replaces another reason and is replaced by none: only staff lift it.
    """
    statement = sql.insert(session, OppositionRow).values(
        organisation=organisation, address_hash=address_hash, reason=reason, at=now
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[OppositionRow.organisation, OppositionRow.address_hash],
            set_={"reason": statement.excluded.reason, "at": statement.excluded.at},
            where=and_(
                statement.excluded.reason == "complaint", OppositionRow.reason != "complaint"
            ),
        )
    )


def opposed(
    session: Session, organisation: str, address_hashes: Iterable[str]
) -> dict[str, OppositionReason]:
    """Which of these addresses objected to this organisation, and why."""
    found: dict[str, OppositionReason] = {}
    for chunk in sql.chunks(address_hashes):
        rows = session.execute(
            select(OppositionRow.address_hash, OppositionRow.reason).where(
                OppositionRow.organisation == organisation, OppositionRow.address_hash.in_(chunk)
            )
        )
        found.update({row.address_hash: row.reason for row in rows})
    return found


def lift(session: Session, organisation: str, address_hashes: Iterable[str]) -> None:
    """Their owners asked to be written to again."""
    for chunk in sql.chunks(address_hashes):
        session.execute(
            delete(OppositionRow).where(
                OppositionRow.organisation == organisation, OppositionRow.address_hash.in_(chunk)
            )
        )
