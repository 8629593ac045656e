"""Staff and how they sign in: a link for one use, then a session that ends by itself.

No password to choose, keep or lose: whoever reads a member's mail, or runs commands on the machine,
gets the link.
"""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from veille.core.addresses import checked_address, checked_name
from veille.core.refusals import Refusal
from veille.store import staff
from veille.store.staff import Member, NewMember, Role

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)
PAGE = "/equipe"
ROLE_NAMES: Mapping[Role, str] = {
    "admin": "admin",
    "facilitator": "facilitateur",
    "reader": "lecteur",
}

_SECRET_BYTES = 32
_LONGEST = 100


class SignInError(Refusal):
    """A link that lets nobody in."""


class UnknownMemberError(Refusal):
    """No member of staff has this address."""


def add(
    session: Session,
    organisation: str,
    address: str,
    *,
    role: Role,
    name: str | None,
    now: datetime,
) -> None:
    """Add a member; one who is there gets this name and role.

    Raises:
        Refusal: the address or the name cannot be used.
    """
    checked = checked_address(address)
    new = NewMember(
        organisation=organisation,
        address=checked.address,
        address_key=checked.key,
        role=role,
        name=checked_name(name),
    )
    staff.add(session, new, now)


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


def link(session: Session, member: Member, now: datetime) -> str:
    """The path of a page that lets the member in, once, within ``LINK_LASTS``."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    staff.make_link(session, member.id, _digest(secret), now, now + LINK_LASTS)
    return f"{PAGE}/entrer/{secret}"


def enter(session: Session, secret: str, now: datetime) -> str:
    """Use a link up and begin a session; gives its key, for the cookie.

    Raises:
        SignInError: it was used, is too old, or is none.
    """
    member = staff.use_link(session, _digest(secret), now)
    if member is None:
        raise SignInError("ce lien ne sert plus : en demander un nouveau")
    key = secrets.token_urlsafe(_SECRET_BYTES)
    staff.begin(session, member, _digest(key), now, now + SESSION_LASTS)
    return key


def signed_in(session: Session, key: str, now: datetime) -> Member | None:
    """Who is signed in under the key of a cookie; null when nobody is. Changes nothing."""
    return staff.signed_in(session, _digest(key), now) if key else None


def sign_out(session: Session, key: str, now: datetime) -> None:
    """End the session of a key."""
    staff.sign_out(session, _digest(key), now)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret[:_LONGEST].encode("utf-8", "replace")).hexdigest()
