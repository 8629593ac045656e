"""An eForms notice as a UBL tree (see ``ubl``): head, parties, project; lots and results beside."""

from . import eforms_lot, eforms_result
from .boilerplate import Boilerplate
from .buyers import BUYERS, COURT, FIRMS, SENDER, Body
from .identifiers import pick, telephone
from .model import Case
from .numbering import Numbers
from .reference import SUBTYPES
from .ubl import Node, code, euros, extension, filled, french, listed

PLANNING = ("4", "7")


def notice(case: Case, numbers: Numbers, words: Boilerplate, *, published: bool) -> Node:
    """The tree of one notice; ``published`` adds what the Publications Office writes (TED)."""
    subtype = SUBTYPES[case.subtype]
    organisations = _organisations(case)
    ids = {body.key: f"ORG-{rank:04d}" for rank, body in enumerate(organisations, start=1)}
    winners = {award.winner: ids[award.winner] for award in case.awards}
    head: Node = {
        "ext:UBLExtensions": extension(
            _extension(case, numbers, organisations, winners, published=published)
        ),
        "cbc:UBLVersionID": "2.3",
        "cbc:CustomizationID": f"eforms-sdk-1.{10 + pick(case.key + 'sdk', 4)}",
        "cbc:ID": {"@schemeName": "notice-id", "#text": numbers.notice_uuid},
    }
    if case.subtype not in PLANNING:
        head["cbc:ContractFolderID"] = numbers.procedure_uuid
    head |= filled(
        {
            "cbc:IssueDate": f"2026-11-{_issue_day(case):02d}+01:00",
            "cbc:IssueTime": f"{8 + pick(case.key, 10):02d}:30:00+01:00",
            "cbc:VersionID": "01",
            "cbc:PlannedDate": f"{case.planned}+01:00" if case.planned else "",
            "cbc:RegulatoryDomain": subtype.legal_basis,
            "cbc:NoticeTypeCode": code(subtype.form_type, subtype.notice_type),
            "cbc:NoticeLanguageCode": code("language", "FRA"),
            "cac:ContractingParty": _contracting_party(case, ids),
            "cac:TenderingTerms": _exclusion(case),
            "cac:TenderingProcess": _process(case),
            "cac:ProcurementProject": _project(case),
            "cac:ProcurementProjectLot": listed(eforms_lot.lots(case, ids, words)),
        }
    )
    return head


def _issue_day(case: Case) -> int:
    """Two days before the first publication: the form is sent before it appears."""
    return min(case.day, case.ted_day or case.day) - 2


def _extension(
    case: Case,
    numbers: Numbers,
    organisations: list[Body],
    winners: dict[str, str],
    *,
    published: bool,
) -> Node:
    content: Node = {}
    if case.change and case.subtype != "38":
        content["efac:Changes"] = _changes(case, numbers)
    if case.subtype == "38":
        content["efac:ContractModification"] = eforms_result.modification(case, numbers)
    if winners:
        content["efac:NoticeResult"] = eforms_result.result(case, winners)
    content["efac:NoticeSubType"] = {"cbc:SubTypeCode": code("notice-subtype", case.subtype)}
    content["efac:Organizations"] = {
        "efac:Organization": listed(
            [
                {"efac:Company": _company(body, f"ORG-{rank:04d}", case)}
                for rank, body in enumerate(organisations, start=1)
            ]
        )
    }
    if published:
        content["efac:Publication"] = {
            "efbc:NoticePublicationID": {
                "@schemeName": "ojs-notice-id",
                "#text": (numbers.ted or "").rjust(len("00990901-2026"), "0"),
            },
            "efbc:GazetteID": {"@schemeName": "ojs-id", "#text": numbers.gazette},
            "efbc:PublicationDate": f"2026-11-{case.ted_day:02d}+01:00",
        }
    return content


def _changes(case: Case, numbers: Numbers) -> Node:
    change = case.change
    if change is None:
        return {}
    described = change.described or ("" if change.reason.startswith("cancel") else change.text)
    return filled(
        {
            "efbc:ChangedNoticeIdentifier": f"{numbers.previous_uuid}-01",
            "efac:Change": filled(
                {
                    "efbc:ChangeDescription": french(described) if described else "",
                    "efac:ChangedSection": {"efbc:ChangedSectionIdentifier": "LOT-0001"}
                    if described
                    else "",
                }
            ),
            "efac:ChangeReason": {
                "cbc:ReasonCode": code("change-corrig-justification", change.reason),
                "efbc:ReasonDescription": french(change.text),
            },
        }
    )


def _organisations(case: Case) -> list[Body]:
    """The buyer is not always first: some senders put themselves before."""
    bodies = [BUYERS[case.buyer], COURT, SENDER]
    if pick(case.key + "order", 3) == 0:
        bodies = [SENDER, BUYERS[case.buyer], COURT]
    return bodies + [FIRMS[key] for key in dict.fromkeys(award.winner for award in case.awards)]


def _company(body: Body, identifier: str, case: Case) -> Node:
    dirty = case.siret if body.key == case.buyer and case.siret is not None else body.siret
    return filled(
        {
            "cac:PartyIdentification": {
                "cbc:ID": {"@schemeName": "organization", "#text": identifier}
            },
            "cac:PartyName": {"cbc:Name": french(body.name)},
            "cac:PostalAddress": {
                "cbc:StreetName": f"{1 + pick(body.key, 90)} rue de l'Exemple",
                "cbc:CityName": body.town,
                "cbc:PostalZone": body.postcode,
                "cbc:CountrySubentityCode": code("nuts", body.nuts),
                "cac:Country": {"cbc:IdentificationCode": code("country", "FRA")},
            },
            "cac:PartyLegalEntity": {"cbc:CompanyID": dirty} if dirty else "",
            "cac:Contact": {
                "cbc:Name": "Service des marchés",
                "cbc:Telephone": telephone(body.key),
                "cbc:ElectronicMail": "contact@acheteur.example",
            },
        }
    )


def _contracting_party(case: Case, ids: dict[str, str]) -> Node:
    buyer = BUYERS[case.buyer]
    plain = pick(case.key + "plain", 2) == 0
    identifier = ids[buyer.key]
    activity = "entity-activity" if case.subtype == "17" else "authority-activity"
    return {
        "cbc:BuyerProfileURI": buyer.profile,
        "cac:ContractingPartyType": {
            "cbc:PartyTypeCode": code("buyer-legal-type", buyer.legal_type)
        },
        "cac:ContractingActivity": {"cbc:ActivityTypeCode": code(activity, buyer.activity)},
        "cac:Party": {
            "cac:PartyIdentification": {
                "cbc:ID": identifier
                if plain
                else {"@schemeName": "organization", "#text": identifier}
            },
            "cac:ServiceProviderParty": {
                "cbc:ServiceTypeCode": code("organisation-role", "ted-esen"),
                "cac:Party": {"cac:PartyIdentification": {"cbc:ID": ids[SENDER.key]}},
            },
        },
    }


def _exclusion(case: Case) -> Node:
    if case.subtype not in ("16", "17", "20"):
        return {}
    return {
        "cac:TendererQualificationRequest": {
            "cac:SpecificTendererRequirement": {
                "cbc:TendererRequirementTypeCode": code(
                    "exclusion-grounds-source", "epo-procurement-document"
                )
            }
        }
    }


def _process(case: Case) -> Node:
    if case.procedure == "none":
        return {}
    process: Node = {"cbc:ProcedureCode": code("procurement-procedure-type", case.procedure)}
    if case.subtype == "25" and case.award_text:
        process["cac:ProcessJustification"] = {
            "cbc:ProcessReasonCode": code("direct-award-justification", "technical"),
            "cbc:ProcessReason": french(case.award_text),
        }
    return process


def _project(case: Case) -> Node:
    first, *others = case.cpv
    total: Node = {}
    if case.maximum is not None:
        total["ext:UBLExtensions"] = extension({"efbc:FrameworkMaximumAmount": euros(case.maximum)})
    if case.amount is not None:
        total["cbc:EstimatedOverallContractAmount"] = euros(case.amount)
    return filled(
        {
            "cbc:ID": {"@schemeName": "InternalID", "#text": case.key[:20].upper()},
            "cbc:Name": french(case.title),
            "cbc:Description": french(case.text or case.title),
            "cbc:ProcurementTypeCode": code("contract-nature", case.nature),
            "cbc:Note": french(case.note) if case.note else "",
            "cac:RequestedTenderTotal": total,
            "cac:MainCommodityClassification": {"cbc:ItemClassificationCode": code("cpv", first)},
            "cac:AdditionalCommodityClassification": listed(
                [{"cbc:ItemClassificationCode": code("cpv", other)} for other in others]
            )
            if others
            else "",
            "cac:RealizedLocation": listed(eforms_lot.locations(case.places, case.nuts, case)),
        }
    )
