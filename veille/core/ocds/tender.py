"""The tender block: what is bought, how, until when, for whom it is kept, what is asked for."""

from collections.abc import Iterable
from typing import Any

from veille.core.notices import Lot, Notice, Value
from veille.core.ocds.codes import CATEGORIES, GOALS, METHODS, RESERVED, SOCIAL
from veille.core.ocds.parties import reference
from veille.core.redaction import redact_contacts
from veille.core.verdicts import Clause, LotVerdict, Reserved, Verdict


def tender(
    notice: Notice, verdict: Verdict | None, status: str | None, ocid: str
) -> dict[str, Any]:
    """The block as ``notice`` states it, with what the verdict says of reservation and clause."""
    judged = {one.lot: one for one in verdict.by_lot} if verdict else {}
    return filled(
        {
            "id": notice.procedure_id or ocid,
            "title": said(notice.title),
            "description": said(notice.description),
            "status": status,
            "procurementMethod": METHODS.get(notice.procedure_type or ""),
            "procurementMethodDetails": notice.procedure_type,
            "mainProcurementCategory": CATEGORIES.get(notice.contract_nature)
            if notice.contract_nature
            else None,
            "value": _value(notice.value),
            "tenderPeriod": filled({"endDate": notice.deadline.isoformat()})
            if notice.deadline
            else None,
            "contractPeriod": _period(notice),
            "items": list(_items(notice)),
            "lots": [_lot(lot, judged.get(lot.id)) for lot in notice.lots],
            "documents": list(_documents(notice)),
            **_asked(verdict.reserved if verdict else None, verdict.clause if verdict else None),
        }
    )


def awards(notice: Notice, ocid: str) -> list[dict[str, Any]]:
    """What was awarded to whom."""
    found = []
    for number, award in enumerate(notice.awards, 1):
        winner = reference(award.winner)
        amount = {"amount": award.amount, "currency": "EUR"} if award.amount else None
        found.append(
            filled(
                {
                    "id": f"{ocid}-{notice.id}-{number}",
                    "status": "active" if winner else None,
                    "date": award.on.isoformat() + "T00:00:00Z" if award.on else None,
                    "value": amount,
                    "suppliers": [winner] if winner else None,
                    "relatedLots": [award.lot] if award.lot else None,
                }
            )
        )
    return found


def filled(block: dict[str, Any]) -> dict[str, Any]:
    """The block without what is not known: OCDS wants neither nulls nor empty lists."""
    return {name: value for name, value in block.items() if value not in (None, "", [], {})}


def said(text: str | None) -> str | None:
    """A text of others without the contacts that it may hold."""
    return redact_contacts(text) if text else None


def _asked(reserved: Reserved | None, clause: Clause | None) -> dict[str, Any]:
    """Reserved participation and social considerations, in the words of their extensions.

    What the notice contradicts itself on is not stated.
    """
    block: dict[str, Any] = {}
    if reserved is not None and reserved.answer == "yes":
        codes = sorted({RESERVED[kind] for kind in reserved.kinds if kind in RESERVED})
        block["otherRequirements"] = {"reservedParticipation": codes} if codes else None
    if clause is not None and clause.answer == "yes":
        goals = sorted({GOALS.get(kind, SOCIAL) for kind in clause.kinds} or {SOCIAL})
        criterion = set(clause.kinds) == {"criterion"}
        strategy = "awardCriteria" if criterion else "contractPerformanceConditions"
        block["hasSustainability"] = True
        block["sustainability"] = [{"goal": goal, "strategies": [strategy]} for goal in goals]
    return block


def _lot(lot: Lot, judged: LotVerdict | None) -> dict[str, Any]:
    asked = _asked(judged.reserved, judged.clause) if judged else {}
    return filled(
        {
            "id": lot.id,
            "title": said(lot.title),
            "description": said(lot.description),
            "value": _value(lot.value),
            **asked,
        }
    )


def _items(notice: Notice) -> Iterable[dict[str, Any]]:
    """What is bought is known by its CPV codes: an item a code, of all or of a lot."""
    for code in notice.cpv:
        yield {"id": code, "classification": {"scheme": "CPV", "id": code}}
    for lot in notice.lots:
        for code in lot.cpv:
            classified = {"scheme": "CPV", "id": code}
            yield {"id": f"{lot.id}-{code}", "classification": classified, "relatedLot": lot.id}


def _value(value: Value | None) -> dict[str, Any] | None:
    return {"amount": value.amount, "currency": value.currency} if value else None


def _period(notice: Notice) -> dict[str, Any] | None:
    months = notice.duration_months
    period = filled(
        {
            "startDate": f"{notice.starts_on.isoformat()}T00:00:00Z" if notice.starts_on else None,
            "endDate": f"{notice.ends_on.isoformat()}T00:00:00Z" if notice.ends_on else None,
            "durationInDays": round(months * 365.25 / 12) if months else None,
        }
    )
    return period or None


def _documents(notice: Notice) -> Iterable[dict[str, Any]]:
    links = notice.links
    if links is None:
        return
    known = (
        ("notice", "tenderNotice", links.notice),
        ("documents", "biddingDocuments", links.documents),
    )
    for name, kind, url in known:
        if url and url.startswith(("https://", "http://")):
            yield {"id": f"{notice.id}-{name}", "documentType": kind, "url": url, "language": "fr"}
