"""Staff and how they sign in: a link or a code for one use, then a session that ends by itself.

No password to choose, keep or lose: whoever reads a member's mail, or runs commands on the machine,
gets in. The link is good anywhere, the code only in the tab that asked for it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from veille.core.addresses import checked_address, checked_name
from veille.core.refusals import Refusal
from veille.store import audit, staff
from veille.store.staff import Member, NewMember, Role

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)
PAGE = "/equipe"
ROLE_NAMES: Mapping[Role, str] = {
    "admin": "admin",
    "facilitator": "facilitateur",
    "reader": "lecteur",
}

CODE_DIGITS = 6
MOST_TRIES = 5
"""Codes that may be tried in a tab: one chance in 200,000 to guess, then ask anew."""

_SECRET_BYTES = 32
_LONGEST = 100


class SignInError(Refusal):
    """A link, or a code, that lets nobody in."""


class UnknownMemberError(Refusal):
    """No member of staff has this address, or this number."""


class LastAdminError(Refusal):
    """Nobody would be left to run the watch."""


def add(
    session: Session,
    organisation: str,
    address: str,
    *,
    role: Role,
    name: str | None,
    now: datetime,
    by: Member | None = None,
) -> None:
    """Add a member; one who is there gets this name and role. ``by`` is null for the machine.

    Raises:
        Refusal: the address or the name cannot be used, or no admin would be left.
    """
    checked = checked_address(address)
    new = NewMember(
        organisation=organisation,
        address=checked.address,
        address_key=checked.key,
        role=role,
        name=checked_name(name),
    )
    there = staff.find(session, organisation, checked.key)
    if there is not None and role != "admin":
        _keep_an_admin(session, there)
    staff.add(session, new, now)
    if by is not None:
        audit.note(session, by, "staff.add", checked.address, now, detail=ROLE_NAMES[role])


def change_role(session: Session, staff_id: int, role: Role, now: datetime, *, by: Member) -> None:
    """Give a member another role.

    Raises:
        UnknownMemberError: there is none of that number, or they left.
        LastAdminError: nobody else is admin.
    """
    member = _active(session, staff_id)
    if role != "admin":
        _keep_an_admin(session, member)
    staff.set_role(session, staff_id, role)
    audit.note(session, by, "staff.add", member.address, now, detail=ROLE_NAMES[role])


def end(session: Session, staff_id: int, now: datetime, *, by: Member) -> None:
    """A member leaves: their links and sessions are good for nothing any more.

    Raises:
        UnknownMemberError: there is none of that number, or they left.
        LastAdminError: nobody else is admin.
    """
    member = _active(session, staff_id)
    _keep_an_admin(session, member)
    staff.end(session, staff_id, now)
    audit.note(session, by, "staff.end", member.address, now)


def known(session: Session, organisation: str, address: str) -> Member:
    """The member with this address.

    Raises:
        UnknownMemberError: there is none, or they left.
        Refusal: it is no address.
    """
    found = staff.find(session, organisation, checked_address(address).key)
    if found is None:
        raise UnknownMemberError(f"personne de l’équipe à cette adresse : {address}")
    return found


@dataclass(frozen=True, slots=True)
class Invitation:
    """What lets a member in, once: the path of a page, or in the tab that asked, the code."""

    path: str
    code: str


def link(session: Session, member: Member, now: datetime) -> str:
    """The path of a page that lets the member in, once, within ``LINK_LASTS``."""
    secret = new_secret()
    staff.make_link(session, member.id, _digest(secret), now, now + LINK_LASTS)
    return f"{PAGE}/entrer/{secret}"


def invite(session: Session, member: Member, tab: str, now: datetime) -> Invitation:
    """A link, and a code for the browser tab that holds the secret ``tab``."""
    secret = new_secret()
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    staff.make_link(
        session,
        member.id,
        _digest(secret),
        now,
        now + LINK_LASTS,
        tab=_digest(tab),
        code=_digest(f"{tab} {code}"),
    )
    return Invitation(f"{PAGE}/entrer/{secret}", code)


def new_secret() -> str:
    """256 random bits, for a link, a tab or a session."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def enter(session: Session, secret: str, now: datetime) -> str:
    """Use a link up and begin a session; gives its key, for the cookie.

    Raises:
        SignInError: it was used, is too old, or is none.
    """
    member = staff.use_link(session, _digest(secret), now)
    if member is None:
        raise SignInError("ce lien ne sert plus : en demander un nouveau")
    return begin(session, member, now)


def enter_by_code(session: Session, tab: str, code: str, now: datetime) -> str | None:
    """Use a code up in the tab that asked for it; the session's key, null when it is not right.

    A wrong code counts as a try, so the caller must commit.
    """
    digits = "".join(code.split())
    if not tab or len(digits) != CODE_DIGITS:
        return None
    member = staff.use_code(session, _digest(tab), _digest(f"{tab} {digits}"), now, MOST_TRIES)
    return None if member is None else begin(session, member, now)


def begin(session: Session, staff_id: int, now: datetime) -> str:
    """Begin a session of a member, which the trail tells; gives its key, for the cookie."""
    key = new_secret()
    staff.begin(session, staff_id, _digest(key), now, now + SESSION_LASTS)
    member = staff.get(session, staff_id)
    if member is not None:
        audit.note(session, member, "staff.sign_in", member.name or member.address, now)
    return key


def signed_in(session: Session, key: str, now: datetime) -> Member | None:
    """Who is signed in under the key of a cookie; null when nobody is. Changes nothing."""
    return staff.signed_in(session, _digest(key), now) if key else None


def sign_out(session: Session, key: str, now: datetime) -> None:
    """End the session of a key."""
    member = signed_in(session, key, now)
    if member is None:
        return
    staff.sign_out(session, _digest(key), now)
    audit.note(session, member, "staff.sign_out", member.name or member.address, now)


def _active(session: Session, staff_id: int) -> Member:
    member = staff.get(session, staff_id)
    if member is None or member.ended_at is not None:
        raise UnknownMemberError("cette personne n’est pas, ou plus, de l’équipe")
    return member


def _keep_an_admin(session: Session, member: Member) -> None:
    if member.role != "admin":
        return
    others = staff.every(session, member.organisation)
    if not any(
        one.role == "admin" and one.ended_at is None and one.id != member.id for one in others
    ):
        raise LastAdminError("il faut au moins une personne admin : en nommer une autre d’abord")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "replace")).hexdigest()
