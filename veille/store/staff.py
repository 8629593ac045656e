"""Staff: members, the links that let them in once, sessions that can be ended from here.

A link and a session are known by the hash of a secret: what the store holds lets nobody in.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Row, Select, delete, insert, select, update
from sqlalchemy.orm import Session

from veille.store import sql
from veille.store.models import StaffLinkRow, StaffRow, StaffSessionRow

Role = Literal["admin", "facilitator", "reader"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMember:
    """Somebody who joins; ``address_key`` is the address as it is compared."""

    organisation: str
    address: str
    address_key: str
    role: Role
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(NewMember):
    """A member of staff; ``ended_at`` is when they left, null while they belong to it."""

    id: int
    created_at: datetime
    ended_at: datetime | None = None


def add(session: Session, new: NewMember, now: datetime) -> int:
    """Add a member, or give who is there already, or left, this name and role; the id."""
    values = {name: getattr(new, name) for name in NewMember.__dataclass_fields__}
    statement = sql.insert(session, StaffRow).values(**values, created_at=now)
    statement = statement.on_conflict_do_update(
        index_elements=["organisation", "address_key"],
        set_={"role": new.role, "name": new.name, "address": new.address, "ended_at": None},
    )
    return session.execute(statement.returning(StaffRow.id)).scalar_one()


def every(session: Session, organisation: str) -> list[Member]:
    """The members, those who left too, by address."""
    query = _SELECT.where(StaffRow.organisation == organisation).order_by(StaffRow.address_key)
    return [_member(row) for row in session.execute(query)]


def find(session: Session, organisation: str, address_key: str) -> Member | None:
    """The member with this address; null when there is none, or they left."""
    query = _SELECT.where(
        StaffRow.organisation == organisation,
        StaffRow.address_key == address_key,
        StaffRow.ended_at.is_(None),
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _member(row)


def set_role(session: Session, staff_id: int, role: Role) -> None:
    """Give a member another role."""
    session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(role=role))


def end(session: Session, staff_id: int, now: datetime) -> None:
    """The member leaves: no link and no session of theirs is good any more."""
    session.execute(update(StaffRow).where(StaffRow.id == staff_id).values(ended_at=now))
    session.execute(delete(StaffLinkRow).where(StaffLinkRow.staff_id == staff_id))
    session.execute(
        update(StaffSessionRow)
        .where(StaffSessionRow.staff_id == staff_id, StaffSessionRow.ended_at.is_(None))
        .values(ended_at=now)
    )


def make_link(
    session: Session,
    staff_id: int,
    digest: str,
    now: datetime,
    expires_at: datetime,
    *,
    tab: str | None = None,
    code: str | None = None,
) -> None:
    """A link that lets the member in, or the ``code`` in the ``tab``; what expired is dropped."""
    session.execute(delete(StaffLinkRow).where(StaffLinkRow.expires_at <= now))
    session.execute(delete(StaffSessionRow).where(StaffSessionRow.expires_at <= now))
    values = {"digest": digest, "staff_id": staff_id, "made_at": now, "expires_at": expires_at}
    session.execute(insert(StaffLinkRow).values(**values, tab=tab, code=code))


def use_link(session: Session, digest: str, now: datetime) -> int | None:
    """Whom a link lets in; null when it was used, is too old, or is none. Of two at once, one."""
    used = session.execute(
        update(StaffLinkRow)
        .where(
            StaffLinkRow.digest == digest,
            StaffLinkRow.used_at.is_(None),
            StaffLinkRow.expires_at > now,
        )
        .values(used_at=now)
        .returning(StaffLinkRow.staff_id)
        .execution_options(synchronize_session=False)
    )
    return used.scalar_one_or_none()


def use_code(session: Session, tab: str, code: str, now: datetime, most: int) -> int | None:
    """Whom a code lets in, in its tab; null when it is another, was used, is too old or too late.

    Each call is a try; after ``most`` of them no code is right any more.
    """
    open_ = (
        StaffLinkRow.tab == tab,
        StaffLinkRow.used_at.is_(None),
        StaffLinkRow.expires_at > now,
        StaffLinkRow.tries < most,
    )
    tried = session.execute(
        update(StaffLinkRow)
        .where(*open_)
        .values(tries=StaffLinkRow.tries + 1)
        .returning(StaffLinkRow.digest)
        .execution_options(synchronize_session=False)
    )
    digests = tried.scalars().all()
    used = session.execute(
        update(StaffLinkRow)
        .where(StaffLinkRow.digest.in_(digests), StaffLinkRow.code == code)
        .values(used_at=now)
        .returning(StaffLinkRow.staff_id)
        .execution_options(synchronize_session=False)
    )
    return used.scalars().first()


def get(session: Session, staff_id: int) -> Member | None:
    """The member with this number, who may have left; null when there is none."""
    row = session.execute(_SELECT.where(StaffRow.id == staff_id)).one_or_none()
    return None if row is None else _member(row)


def begin(
    session: Session, staff_id: int, digest: str, now: datetime, expires_at: datetime
) -> None:
    """The member is signed in under a key until ``expires_at``."""
    values = {"digest": digest, "staff_id": staff_id, "began_at": now, "expires_at": expires_at}
    session.execute(insert(StaffSessionRow).values(**values))


def signed_in(session: Session, digest: str, now: datetime) -> Member | None:
    """Who is signed in under a key; null when nobody is, or is any more."""
    query = _SELECT.join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id).where(
        StaffSessionRow.digest == digest,
        StaffSessionRow.ended_at.is_(None),
        StaffSessionRow.expires_at > now,
        StaffRow.ended_at.is_(None),
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _member(row)


def sign_out(session: Session, digest: str, now: datetime) -> None:
    """End the session of a key."""
    session.execute(
        update(StaffSessionRow)
        .where(StaffSessionRow.digest == digest, StaffSessionRow.ended_at.is_(None))
        .values(ended_at=now)
    )


_SELECT: Select[Any] = select(*StaffRow.__table__.columns)


def _member(row: Row[Any]) -> Member:
    return Member(**{name: row._mapping[name] for name in Member.__dataclass_fields__})
