"""The lots of an eForms notice: terms, process, project."""

from .boilerplate import Boilerplate
from .buyers import BUYERS
from .identifiers import pick
from .model import Case, Criterion, Lot
from .reference import TOWNS
from .ubl import Node, code, euros, extension, filled, french, listed

_COMPETITION = ("10", "16", "17", "19", "20")
_RESULT = ("25", "29", "33", "38")


def lots(case: Case, ids: dict[str, str], words: Boilerplate) -> list[Node]:
    """One element per lot; a notice without lots has one of its own."""
    alone = Lot(
        title="Lot unique",
        text="",
        months=case.months,
        amount=case.amount,
        conditions="",
        criteria=(),
    )
    return [
        _lot(rank, lot, case, ids, words) for rank, lot in enumerate(case.lots or (alone,), start=1)
    ]


def locations(places: tuple[str, ...], nuts: tuple[str, ...], case: Case) -> list[Node]:
    """Places of performance: named towns and bare NUTS codes, else the region of the buyer."""
    country = {"cbc:IdentificationCode": code("country", "FRA")}
    found: list[Node] = []
    for town in places:
        postcode, region = TOWNS[town]
        address: Node = {
            "cbc:CityName": town,
            "cbc:PostalZone": postcode,
            "cbc:CountrySubentityCode": code("nuts", region),
            "cac:Country": country,
        }
        found.append({"cac:Address": address})
    for region in nuts:
        node: Node = {"cac:Country": country}
        if region != "FR":
            node = {"cbc:CountrySubentityCode": code("nuts", region), **node}
        found.append({"cac:Address": node})
    if not found:
        region = BUYERS[case.buyer].nuts
        found.append(
            {
                "cac:Address": {
                    "cbc:CountrySubentityCode": code("nuts", region),
                    "cac:Country": country,
                }
            }
        )
    return found


def _lot(rank: int, lot: Lot, case: Case, ids: dict[str, str], words: Boilerplate) -> Node:
    planning = case.subtype in ("4", "E1")
    identifier = f"PAR-{rank:04d}" if planning else f"LOT-{rank:04d}"
    return filled(
        {
            "cbc:ID": {"@schemeName": "Part" if planning else "Lot", "#text": identifier},
            "cac:TenderingTerms": _terms(rank, lot, case, ids, words),
            "cac:TenderingProcess": _process(case),
            "cac:ProcurementProject": _project(rank, lot, case),
        }
    )


def _terms(rank: int, lot: Lot, case: Case, ids: dict[str, str], words: Boilerplate) -> Node:
    first = rank == 1
    selection = (case.selection or words.selection(case)) if first else ""
    appeal = words.appeal(case) if first else ""
    criteria = lot.criteria or case.criteria
    competition = case.subtype in _COMPETITION
    return filled(
        {
            "ext:UBLExtensions": extension(_selection(selection)) if selection else "",
            "cbc:VariantConstraintCode": code("permission", "not-allowed") if competition else "",
            "cbc:FundingProgramCode": code("eu-funded", "no-eu-funds"),
            "cac:CallForTendersDocumentReference": _documents(case) if competition else "",
            "cac:TendererQualificationRequest": _qualification(lot, case),
            "cac:ContractExecutionRequirement": _execution(rank, lot, case),
            "cac:AwardingTerms": _awarding(criteria) if criteria else "",
            "cac:TenderRecipientParty": {"cbc:EndpointID": _link(case, "depot")}
            if competition
            else "",
            "cac:AppealTerms": filled(
                {
                    "cac:PresentationPeriod": {"cbc:Description": french(appeal)} if appeal else "",
                    "cac:AppealReceiverParty": {
                        "cac:PartyIdentification": {"cbc:ID": ids["tribunal"]}
                    },
                }
            ),
            "cac:Language": {"cbc:ID": "FRA"} if competition else "",
        }
    )


def _selection(text: str) -> Node:
    return {
        "efac:SelectionCriteria": {
            "cbc:TendererRequirementTypeCode": code("selection-criterion", "slc-abil-ref-services"),
            "cbc:Description": french(text),
        }
    }


def _documents(case: Case) -> Node:
    return {
        "cbc:ID": "DOC-1",
        "cbc:DocumentType": "non-restricted-document",
        "cac:Attachment": {"cac:ExternalReference": {"cbc:URI": _link(case, "dce")}},
    }


def _link(case: Case, what: str) -> str:
    return f"{BUYERS[case.buyer].profile}?action={what}&id={1000 + pick(case.key, 9000)}"


def _qualification(lot: Lot, case: Case) -> list[Node] | str:
    codes = [("reserved-procurement", value) for value in lot.reserved]
    if case.subtype in _RESULT:
        codes = []
    if case.subtype in _COMPETITION:
        codes.append(("selection-criteria-source", "epo-procurement-document"))
    found = [
        {"cac:SpecificTendererRequirement": {"cbc:TendererRequirementTypeCode": code(*pair)}}
        for pair in codes
        if pair[1]
    ]
    return listed(found) if found else ""


def _execution(rank: int, lot: Lot, case: Case) -> list[Node] | str:
    """The condition common to all lots is written in the first lot only."""
    text = lot.conditions or (case.conditions if rank == 1 else "")
    found: list[Node] = []
    if text:
        found.append(
            {
                "cbc:ExecutionRequirementCode": code("conditions", "performance"),
                "cbc:Description": french(text),
            }
        )
    if case.subtype in _COMPETITION:
        found.append({"cbc:ExecutionRequirementCode": code("ecatalog-submission", "not-allowed")})
        if lot.sheltered:
            found.append(
                {"cbc:ExecutionRequirementCode": code("reserved-execution", lot.sheltered)}
            )
        found.append({"cbc:ExecutionRequirementCode": code("einvoicing", "required")})
    return listed(found) if found else ""


def _awarding(criteria: tuple[Criterion, ...]) -> Node:
    return {
        "cac:AwardingCriterion": {
            "cac:SubordinateAwardingCriterion": listed([_criterion(item) for item in criteria])
        }
    }


def _criterion(criterion: Criterion) -> Node:
    weight = {
        "efac:AwardCriterionParameter": {
            "efbc:ParameterCode": code("number-weight", "per-exa"),
            "efbc:ParameterNumeric": str(criterion.weight),
        }
    }
    return filled(
        {
            "ext:UBLExtensions": extension(weight),
            "cbc:AwardingCriterionTypeCode": code("award-criterion-type", criterion.type),
            "cbc:Name": french(criterion.name) if criterion.name else "",
            "cbc:Description": french(criterion.text),
        }
    )


def _process(case: Case) -> Node:
    if case.subtype == "10" and case.deadline:
        day, hour = case.deadline.split("T")
        period = {"cbc:EndDate": f"{day}+01:00", "cbc:EndTime": f"{hour}:00+01:00"}
        return {"ext:UBLExtensions": extension({"efac:InterestExpressionReceptionPeriod": period})}
    if case.subtype not in _COMPETITION:
        return {}
    process: Node = {"cbc:SubmissionMethodCode": code("esubmission", "required")}
    if case.deadline:
        day, hour = case.deadline.split("T")
        staged = case.procedure in ("restricted", "neg-w-call")
        name = "ParticipationRequestReceptionPeriod" if staged else "TenderSubmissionDeadlinePeriod"
        process[f"cac:{name}"] = {
            "cbc:EndDate": f"{day}+01:00",
            "cbc:EndTime": f"{hour}:00+01:00",
        }
    framework = "fa-wo-rc" if case.maximum else "none"
    process["cac:ContractingSystem"] = [
        {"cbc:ContractingSystemTypeCode": code("framework-agreement", framework)},
        {"cbc:ContractingSystemTypeCode": code("dps-usage", "none")},
    ]
    return process


def _project(rank: int, lot: Lot, case: Case) -> Node:
    places = (lot.place,) if lot.place else case.places
    total: Node = {}
    if lot.amount is not None:
        total["cbc:EstimatedOverallContractAmount"] = euros(lot.amount)
    main, *others = lot.cpv or case.cpv
    return filled(
        {
            "cbc:ID": {"@schemeName": "InternalID", "#text": str(rank)},
            "cbc:Name": french(lot.title),
            "cbc:Description": french(lot.text or lot.title),
            "cbc:ProcurementTypeCode": code("contract-nature", case.nature),
            "cbc:Note": french(lot.note) if lot.note else "",
            "cac:ProcurementAdditionalType": _additional_types(lot),
            "cac:RequestedTenderTotal": total,
            "cac:MainCommodityClassification": {"cbc:ItemClassificationCode": code("cpv", main)},
            "cac:AdditionalCommodityClassification": [
                {"cbc:ItemClassificationCode": code("cpv", other)} for other in others
            ],
            "cac:RealizedLocation": listed(locations(places, () if lot.place else case.nuts, case)),
            "cac:PlannedPeriod": _period(lot, case),
            "cac:ContractExtension": _renewal(case),
        }
    )


def _additional_types(lot: Lot) -> list[Node]:
    found: list[Node] = []
    for value in lot.strategic:
        node: Node = {"cbc:ProcurementTypeCode": code("strategic-procurement", value)}
        if lot.strategic_text:
            node["cbc:ProcurementType"] = french(lot.strategic_text)
        found.append(node)
    found += [{"cbc:ProcurementTypeCode": code("social-objective", value)} for value in lot.social]
    return found


def _period(lot: Lot, case: Case) -> Node:
    months = lot.months or case.months
    return filled(
        {
            "cbc:StartDate": f"{case.starts}+01:00" if case.starts else "",
            "cbc:EndDate": f"{case.ends}+01:00" if case.ends else "",
            "cbc:DurationMeasure": _measure(months) if months else "",
        }
    )


def _measure(months: int) -> Node:
    years, rest = divmod(months, 12)
    if years and not rest:
        return {"@unitCode": "YEAR", "#text": str(years)}
    return {"@unitCode": "MONTH", "#text": str(months)}


def _renewal(case: Case) -> Node:
    if case.renewals is None:
        return {}
    node: Node = {"cbc:MaximumNumberNumeric": str(case.renewals)}
    if case.renewal_text:
        node["cac:Renewal"] = {
            "cac:Period": {"cbc:Description": french(case.renewal_text)},
        }
    return node
