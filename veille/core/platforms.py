"""Buyer platforms (profils d'acheteur): which one an address that a notice gives is of.

Addresses are as buyers type them: without a scheme, in capitals, with a path or a sub-domain.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from veille.core.notices import Links
from veille.core.reference.tables import items, rows

JOURNALS = ("boamp.fr", "ted.europa.eu")
"""Where notices are published: an address there says nothing of the buyer's platform."""

_LONGEST_ADDRESS = 2_000
_LONGEST_HOST = 253  # characters: the limit of a domain name
_SCHEME = re.compile(r"https?:?/{1,3}", re.IGNORECASE)
_END = re.compile(r"[/?#]")
_WWW = re.compile(r"w{2,5}\.")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_UNSAFE = re.compile(r"[\\\s]")


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its ``code``, its name for people, its domains, the software that it runs on.

    What is below one of its domains is of it too. ``engine`` is null where it is not known.
    """

    code: str
    name: str
    hosts: tuple[str, ...]
    engine: str | None = None


def platforms() -> tuple[Platform, ...]:
    """Every platform that is known."""
    return tuple(_platforms().values())


def platform(code: str) -> Platform | None:
    """The platform of that code; null when there is none."""
    return _platforms().get(code)


def platform_of(address: str) -> Platform | None:
    """The platform that an address is of; null when it is of none, or no address."""
    host = host_of(address)
    return platform_of_host(host) if host else None


@lru_cache(maxsize=4096)
def platform_of_host(host: str) -> Platform | None:
    """The platform that a domain is of, or is below one of; null when it is of none."""
    return next((_by_host()[one] for one in _domains(host) if one in _by_host()), None)


def platform_of_hosts(hosts: Iterable[str]) -> Platform | None:
    """The first platform that some of these domains are of."""
    return next((one for host in hosts if (one := platform_of_host(host))), None)


def host_of(address: str) -> str | None:
    """The domain that an address names, in small letters, without ``www``; null when it has none.

    A number or a word without a dot is no domain.
    """
    text = address.strip()
    if len(text) > _LONGEST_ADDRESS or _UNSAFE.search(text):
        return None
    scheme = _SCHEME.match(text)
    authority = _END.split(text[scheme.end() :] if scheme else text, maxsplit=1)[0]
    if "@" in authority and scheme is None:  # an e-mail address
        return None
    host, _, port = authority.rpartition("@")[2].partition(":")
    if port and not (port.isascii() and port.isdigit()):
        return None
    bare = host.lower().removesuffix(".")
    bare = bare[www.end() :] if (www := _WWW.match(bare)) else bare
    return bare if len(bare) <= _LONGEST_HOST and _HOST.fullmatch(bare) else None


def hosts_of(links: Links | None) -> tuple[str, ...]:
    """The domains that a notice names, the surest first, those of journals left out.

    The buyer's profile first; where it is absent, or is the buyer's own site, the address of the
    documents or of tenders says the platform.
    """
    if links is None:
        return ()
    given = (links.profile, links.documents, links.submission, links.notice)
    found = (host_of(address) for address in given if address)
    return tuple(dict.fromkeys(host for host in found if host and not _is_journal(host)))


def _is_journal(host: str) -> bool:
    return any(one in JOURNALS for one in _domains(host))


def _domains(host: str) -> Iterator[str]:
    """``a.b.fr``, ``b.fr``, ``fr``."""
    labels = host.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


@cache
def _platforms() -> dict[str, Platform]:
    return {
        row["code"]: Platform(row["code"], row["name"], items(row["hosts"]), row["engine"] or None)
        for row in rows("platforms")
    }


@cache
def _by_host() -> dict[str, Platform]:
    return {host: one for one in platforms() for host in one.hosts}
