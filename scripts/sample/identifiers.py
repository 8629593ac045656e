"""Identifiers that are well formed and attributed to nobody, the same on every run."""

import hashlib
import uuid


def stable_uuid(kind: str, key: str) -> str:
    """A UUID of version 4 shape, drawn from the words given."""
    digest = hashlib.sha256(f"veille-sample:{kind}:{key}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def pick(key: str, count: int) -> int:
    """A number in ``range(count)`` that depends on the words only: for harmless variety."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % count


def luhn_digit(digits: str) -> str:
    """The last digit that makes ``digits`` pass the Luhn test."""
    total = 0
    for position, char in enumerate(reversed(digits)):
        value = int(char) * (2 if position % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siret(prefix: str, rank: int) -> str:
    """A SIRET of an invented range.

    ``prefix`` is the legal form and département of a public body ("2134") or "0000" for a firm;
    the serial number that follows starts at 9000, which no département reaches.
    """
    body = f"{prefix}9{rank:03d}"
    siren = body + luhn_digit(body)
    nic = siren + "0001"
    return nic + luhn_digit(nic)


def telephone(key: str) -> str:
    """A number in 04 65 71 xx xx, kept for fiction by the numbering plan."""
    return f"+33 46571{pick('tel:' + key, 10000):04d}"
