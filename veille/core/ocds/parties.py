"""Organisations of a release: who buys, who won. An organisation, never a contact person."""

import hashlib
from collections.abc import Iterable
from typing import Any

from veille.core.notices import Award, Buyer, Notice, Winner
from veille.core.redaction import redact_contacts
from veille.core.text import normalise

SCHEME = "FR-SIRET"

_DIGITS = 16


def party_id(name: str | None, siret: str | None) -> str | None:
    """What an organisation is referred to by; null where nothing is known of it."""
    if siret:
        return f"{SCHEME}-{siret}"
    if not name:
        return None
    return f"nom-{hashlib.sha256(normalise(name).encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}"


def reference(one: Buyer | Winner | None) -> dict[str, Any] | None:
    """An organisation as others point to it."""
    identity = party_id(one.name, one.siret) if one else None
    if one is None or identity is None:
        return None
    return {"id": identity, "name": redact_contacts(one.name or one.siret or "")}


def parties(notice: Notice) -> list[dict[str, Any]]:
    """Every organisation of a publication, each once with all its roles."""
    found: dict[str, dict[str, Any]] = {}
    for one, role in _named(notice.buyer, notice.awards):
        pointed = reference(one)
        if pointed is None:
            continue
        party = found.setdefault(pointed["id"], {**pointed, "roles": []})
        party |= _details(one)
        if role not in party["roles"]:
            party["roles"].append(role)
    return list(found.values())


def _named(buyer: Buyer | None, awards: Iterable[Award]) -> Iterable[tuple[Buyer | Winner, str]]:
    if buyer is not None:
        yield buyer, "buyer"
    for award in awards:
        if award.winner is not None:
            yield award.winner, "supplier"


def _details(one: Buyer | Winner) -> dict[str, Any]:
    address = {"locality": one.city, "countryName": "France"}
    if isinstance(one, Buyer):
        address |= {"postalCode": one.postcode, "region": one.nuts}
    known = {name: value for name, value in address.items() if value}
    details: dict[str, Any] = {"address": known} if one.city or len(known) > 1 else {}
    if one.siret:
        details["identifier"] = {"scheme": SCHEME, "id": one.siret}
    return details
