"""A procedure as a line of the dump: what is known of it today, without contacts of persons."""

from datetime import datetime
from typing import Any

from veille.app.known_facts import buyer_of, state_of, title_of
from veille.core.clock import paris
from veille.core.facts import facts_from_json
from veille.core.notices import Winner
from veille.core.ocds import ocid_of
from veille.core.procedures import Facts
from veille.core.redaction import redact, redact_contacts
from veille.core.spreadsheet import harmless
from veille.core.verdicts import Evidence
from veille.store.cards import StoredCard

COLUMNS = (
    "id",
    "ocid",
    "titre",
    "acheteur",
    "siret",
    "etat",
    "publie_le",
    "date_limite",
    "secteurs",
    "lieux",
    "cpv",
    "montant",
    "reserve",
    "reserve_types",
    "clause",
    "clause_types",
    "heures",
    "heures_estimees_bas",
    "heures_estimees_haut",
    "obligation",
    "potentiel",
    "titulaires",
    "sources",
    "avis",
    "page",
)


def line(
    stored: StoredCard, prefix: str, base: str, now: datetime, *, sample: bool
) -> dict[str, Any]:
    """Every field of the procedure, its verdict and the quotations that prove it."""
    known, card = facts_from_json(stored.facts), stored.card
    return {
        "id": card.procedure_id,
        "ocid": ocid_of(prefix, card.procedure_id),
        "version": card.version,
        "titre": title_of(known, sample=sample),
        "acheteur": buyer_of(known),
        "siret": known.buyer.siret if known.buyer else None,
        "etat": state_of(known, now),
        "publie_le": known.published_on.isoformat() if known.published_on else None,
        "date_limite": paris(known.deadline).isoformat() if known.deadline else None,
        "secteurs": sorted(card.sectors),
        "lieux": sorted(card.executed),
        "cpv": list(known.cpv),
        "montant": known.value.amount if known.value else None,
        "lots": [
            {"id": lot.id, "titre": redact_contacts(lot.title) if lot.title else None}
            for lot in known.lots
        ],
        "reserve": {
            "reponse": known.reserved.answer,
            "types": list(known.reserved.kinds),
            "lots": list(known.reserved.lots),
        },
        "clause": {
            "reponse": known.clause.answer,
            "types": list(known.clause.kinds),
            "force": known.clause.binding,
            "heures": known.clause.hours,
            "lots": list(known.clause.lots),
        },
        "obligation": known.obligation.answer,
        "heures_estimees": _estimate(known),
        "potentiel": card.band,
        "titulaires": [name for award in known.awards if (name := _winner(award.winner))],
        "sources": list(known.sources),
        "preuves": [_proof(notice, one) for notice, one in known.evidence if one.quote],
        "avis": known.links.notice if known.links else None,
        "page": f"{base}/consultations/{card.procedure_id}",
        "exemple": sample,
    }


def cells(said: dict[str, Any]) -> tuple[str, ...]:
    """The same as a row of a spreadsheet, which runs nothing of it."""
    estimate = said["heures_estimees"] or {}
    flat = {
        **said,
        "reserve": said["reserve"]["reponse"],
        "reserve_types": said["reserve"]["types"],
        "clause": said["clause"]["reponse"],
        "clause_types": said["clause"]["types"],
        "heures": said["clause"]["heures"],
        "heures_estimees_bas": estimate.get("bas"),
        "heures_estimees_haut": estimate.get("haut"),
    }
    return tuple(harmless(_cell(flat[name])) for name in COLUMNS)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _estimate(known: Facts) -> dict[str, Any] | None:
    found = known.hours_estimate
    return {"bas": found.low, "haut": found.high, "base": found.basis} if found else None


def _winner(winner: Winner | None) -> str | None:
    return redact_contacts(winner.name) if winner and winner.name else None


def _proof(notice_id: str, one: Evidence) -> dict[str, Any]:
    quote = redact(one.quote) if one.quote else None
    return {
        "avis": notice_id,
        "question": one.for_,
        "lot": one.lot,
        "citation": quote,
        "regle": one.rule,
    }
