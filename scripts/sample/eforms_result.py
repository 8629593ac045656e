"""Results and modifications of an eForms notice: what stands in the eForms extension."""

from .model import Award, Case
from .numbering import Numbers
from .ubl import Node, code, euros, filled, french, listed


def result(case: Case, winners: dict[str, str]) -> Node:
    """``efac:NoticeResult``: lot results, tenders, contracts and tendering parties."""
    ranked = list(enumerate(case.awards, start=1))
    total = sum(award.amount or 0 for award in case.awards)
    return filled(
        {
            "cbc:TotalAmount": euros(total) if total else "",
            "efac:LotResult": listed([_lot_result(rank, award) for rank, award in ranked]),
            "efac:LotTender": listed([_tender(rank, award) for rank, award in ranked]),
            "efac:SettledContract": listed([_contract(rank, award) for rank, award in ranked]),
            "efac:TenderingParty": listed(
                [
                    {
                        "cbc:ID": _id("tendering-party", "TPA", rank),
                        "efac:Tenderer": {
                            "cbc:ID": {
                                "@schemeName": "organization",
                                "#text": winners[award.winner],
                            }
                        },
                    }
                    for rank, award in ranked
                ]
            ),
        }
    )


def modification(case: Case, numbers: Numbers) -> Node:
    """``efac:ContractModification``: what changed in a contract already signed (BT-1501, 200)."""
    change = case.change
    if change is None:
        raise ValueError(f"{case.key}: a modification says what it modifies")
    return {
        "efbc:ChangedNoticeIdentifier": f"{numbers.previous_uuid}-01",
        "efac:Change": {
            "efbc:ChangeDescription": french(change.described),
            "efac:ChangedSection": {"efbc:ChangedSectionIdentifier": "CON-0001"},
        },
        "efac:ChangeReason": {
            "cbc:ReasonCode": code("modification-justification", change.reason),
            "efbc:ReasonDescription": french(change.text),
        },
    }


def _id(scheme: str, prefix: str, rank: int) -> Node:
    return {"@schemeName": scheme, "#text": f"{prefix}-{rank:04d}"}


def _lot_of(award: Award) -> Node:
    return {"cbc:ID": _id("Lot", "LOT", award.lot or 1)}


def _lot_result(rank: int, award: Award) -> Node:
    return filled(
        {
            "cbc:ID": _id("result", "RES", rank),
            "cbc:TenderResultCode": code("winner-selection-status", "selec-w"),
            "efac:LotTender": {"cbc:ID": _id("tender", "TEN", rank)},
            "efac:ReceivedSubmissionsStatistics": {
                "efbc:StatisticsCode": code("received-submission-type", "tenders"),
                "efbc:StatisticsNumeric": str(award.tenders),
            }
            if award.tenders
            else "",
            "efac:SettledContract": {"cbc:ID": _id("contract", "CON", rank)},
            "efac:TenderLot": _lot_of(award),
        }
    )


def _tender(rank: int, award: Award) -> Node:
    return filled(
        {
            "cbc:ID": _id("tender", "TEN", rank),
            "cac:LegalMonetaryTotal": {"cbc:PayableAmount": euros(award.amount)}
            if award.amount is not None
            else "",
            "efac:TenderingParty": {"cbc:ID": _id("tendering-party", "TPA", rank)},
            "efac:TenderLot": _lot_of(award),
            "efac:TenderReference": {"cbc:ID": f"OFFRE-{rank}"},
        }
    )


def _contract(rank: int, award: Award) -> Node:
    return {
        "cbc:ID": _id("contract", "CON", rank),
        "cbc:IssueDate": f"{award.on}+01:00",
        "efac:ContractReference": {"cbc:ID": f"2026-{rank:03d}"},
        "efac:LotTender": {"cbc:ID": _id("tender", "TEN", rank)},
    }
