"""What people type about themselves: addresses and names, checked before anything is done."""

import hashlib
import ipaddress
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from veille.core.refusals import Refusal
from veille.core.visible import has_invisible

LONGEST_ADDRESS = 254
LONGEST_NAME = 100
_LONGEST_SHOWN = 60
_IPV4_PREFIX, _IPV6_PREFIX = 24, 64
_UNKNOWN_NETWORK = "inconnu"


class AddressError(Refusal):
    """An address that no mail can be sent to."""


class UnshowableName(Refusal):
    """A name that cannot be shown."""


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address: as it is written to, and ``key``, as it is compared."""

    address: str
    key: str


def checked_address(text: str) -> Address:
    """The address, its domain in ASCII. Whether it exists is not asked: only a mail can tell.

    Raises:
        AddressError: it is none, or has more than 254 characters.
    """
    given = text.strip()
    if len(given) > LONGEST_ADDRESS:
        raise AddressError(
            f"adresse électronique trop longue : {LONGEST_ADDRESS} caractères au plus"
        )
    if has_invisible(given):
        raise AddressError("adresse électronique refusée : elle contient un caractère invisible")
    # Imported here: it takes time that most commands can spare.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(given, check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        shown = given if len(given) <= _LONGEST_SHOWN else f"{given[:_LONGEST_SHOWN]}…"
        raise AddressError(f"adresse électronique refusée : vérifier « {shown} »") from None
    address = found.ascii_email or found.normalized
    return Address(address, address.lower())


def checked_name(text: str | None) -> str | None:
    """The name of a person, a body or a subscription, without spaces around; null when empty.

    Raises:
        UnshowableName: it is longer than 100 characters, or holds what cannot be seen: a line break
            (which would make a header), a control character, a change of direction.
    """
    given = unicodedata.normalize("NFC", (text or "").strip())
    if len(given) > LONGEST_NAME:
        raise UnshowableName(f"nom trop long : {LONGEST_NAME} caractères au plus")
    if has_invisible(given):
        raise UnshowableName(
            "nom refusé : il contient un retour à la ligne ou un caractère invisible"
        )
    return " ".join(given.split()) or None


def address_hash(key: str) -> str:
    """What is kept of an address that objected: enough to know it again, not to write to it."""
    return hashlib.sha256(f"veille opposition {key}".encode()).hexdigest()


def network_of(host: str | None) -> str:
    """The network of a visitor, ``192.0.2.0/24`` or ``2001:db8::/64``; one name for all unknown."""
    try:
        found = ipaddress.ip_address((host or "").partition("%")[0])
    except ValueError:
        return _UNKNOWN_NETWORK
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    found = mapped or found
    prefix = _IPV4_PREFIX if found.version == 4 else _IPV6_PREFIX
    return str(ipaddress.ip_network((found, prefix), strict=False))


def is_within(host: str | None, networks: Iterable[str]) -> bool:
    """Whether a host is one of these addresses or in one of these networks."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(network) for network in networks)
