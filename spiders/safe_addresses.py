"""Which addresses given by people may be fetched: those of the public Internet, and no others.

Asked of the address as it is written, at each redirection; and of the IP address at the moment of
each connection, so that what a name resolves to, then or a second later, is covered too.
"""

import re
import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from veille.core.refusals import Refusal

MOST_CHARACTERS = 2_000
PORTS = {"http": 80, "https": 443}

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_LONGEST_HOST = 253
_NOT_PUBLIC_NAMES = (
    "localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "arpa",
    "onion",
)  # fmt: skip

# Beside what the library knows to be no public address: what it calls global in some versions, and
# what clouds answer on.
_REFUSED_V4 = tuple(
    map(ip_network, ("100.64.0.0/10", "168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24"))
)
_PUBLIC_V6 = ip_network("2000::/3")
# Teredo, benchmarks and the like, documentation, 6to4 (which wraps any IPv4 address).
_REFUSED_V6 = tuple(
    map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)  # fmt: skip


class AddressRefused(Refusal):
    """An address that is not fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What may be fetched. ``also`` are pairs of IP address and port of this machine that a test

    serves: nothing else sets it.
    """

    also: tuple[tuple[str, int], ...] = ()

    def check(self, address: str) -> None:
        """Whether an address may be asked for at all, as it is written.

        Raises:
            AddressRefused: it may not.
        """
        parts, port = _parts(address)
        host = _host(parts)
        if (host, port) in self.also:
            return
        if port != PORTS[parts.scheme]:
            raise AddressRefused("adresse refusée : ni port ni protocole particulier")
        literal = _literal(host)
        if literal is not None:
            if not is_public(literal):
                raise AddressRefused("adresse refusée : elle n’est pas sur l’Internet public")
            return
        _check_name(host)

    def allows(self, host: str, port: int) -> bool:
        """Whether a connection to this IP address may be made."""
        if (host, port) in self.also:
            return True
        literal = _literal(host)
        return literal is not None and is_public(literal) and port in PORTS.values()


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether it is one machine of the public Internet; what wraps another address is none."""
    if isinstance(address, IPv4Address):
        special = address.is_multicast or address.is_reserved or not address.is_global
        return not special and not any(address in network for network in _REFUSED_V4)
    return (
        address.scope_id is None
        and address in _PUBLIC_V6
        and address.is_global
        and not any(address in network for network in _REFUSED_V6)
    )


def _parts(address: str) -> tuple[SplitResult, int]:
    """The parts of an address without login, and its port."""
    if len(address) > MOST_CHARACTERS:
        raise AddressRefused("adresse trop longue")
    if not address.isprintable() or any(char in ' \\<>"^`{}|' for char in address):
        raise AddressRefused("adresse mal formée")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise AddressRefused("adresse mal formée") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise AddressRefused("adresse refusée : elle commence par https:// ou http://")
    if "@" in parts.netloc:
        raise AddressRefused("adresse refusée : elle contient un nom d’utilisateur")
    return parts, PORTS[parts.scheme] if port is None else port


def _host(parts: SplitResult) -> str:
    """The host as it is looked up: digits and letters of other scripts are what they stand for."""
    name = unicodedata.normalize("NFKC", parts.hostname or "").removesuffix(".")
    if name.isascii():
        return name.lower()
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise AddressRefused("adresse mal formée") from None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """An IP address in its usual notation; null for a name, or for any other notation."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _check_name(host: str) -> None:
    """A name of the public Internet: no number in disguise, no name of a private network."""
    labels = host.split(".")
    if len(host) > _LONGEST_HOST or not all(map(_LABEL.fullmatch, labels)):
        raise AddressRefused("adresse mal formée")
    if _NUMBER.fullmatch(labels[-1]):
        raise AddressRefused("adresse refusée : nombre à la place d’un nom")
    if len(labels) < 2 or labels[-1] in _NOT_PUBLIC_NAMES:
        raise AddressRefused("adresse refusée : nom d’un réseau privé")
