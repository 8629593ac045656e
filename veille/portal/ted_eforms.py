"""The search fields of an eForms notice: where each is, and in which shape it is answered.

Paths are over bare element names. Shapes: ``one`` value, ``many`` (a list), ``text`` (one by
language), ``texts`` (a list by language), ``integer``.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from lxml import etree

ROOTS = frozenset(
    {
        "PriorInformationNotice",
        "ContractNotice",
        "ContractAwardNotice",
        "BusinessRegistrationInformationNotice",
    }
)

_EXTENSION = "UBLExtensions/UBLExtension/ExtensionContent/EformsExtension"
_LOT = "ProcurementProjectLot[ID/@schemeName='Lot']"
_PART = "ProcurementProjectLot[ID/@schemeName='Part']"
_GROUP = "ProcurementProjectLot[ID/@schemeName='LotsGroup']"
_BUYER = (
    f"{_EXTENSION}/Organizations/Organization/Company"
    "[PartyIdentification/ID = /*/ContractingParty/Party/PartyIdentification/ID]"
)
_PLACE = "RealizedLocation/Address/CountrySubentityCode"
_COUNTRY = "RealizedLocation/Address/Country/IdentificationCode"
_TYPE = "ProcurementProject/ProcurementAdditionalType"
_CRITERION = f"{_LOT}/TenderingTerms/AwardingTerms/AwardingCriterion/SubordinateAwardingCriterion"
_REQUIREMENT = f"{_LOT}/TenderingTerms/ContractExecutionRequirement"
_VALUE = "ProcurementProject/RequestedTenderTotal/EstimatedOverallContractAmount"
_SUBMISSION = f"{_LOT}/TenderingProcess/TenderSubmissionDeadlinePeriod"
_REQUESTS = f"{_LOT}/TenderingProcess/ParticipationRequestReceptionPeriod"

_RULES: tuple[tuple[str, str, str], ...] = (
    ("publication-number", "one", f"{_EXTENSION}/Publication/NoticePublicationID"),
    ("publication-date", "one", f"{_EXTENSION}/Publication/PublicationDate"),
    ("ojs-number", "one", f"{_EXTENSION}/Publication/GazetteID"),
    ("notice-identifier", "one", "ID[@schemeName='notice-id']"),
    ("notice-version", "integer", "VersionID"),
    ("procedure-identifier", "one", "ContractFolderID"),
    (
        "change-notice-version-identifier",
        "one",
        f"{_EXTENSION}/Changes/ChangedNoticeIdentifier",
    ),
    ("dispatch-date", "one", "IssueDate"),
    ("notice-type", "one", "NoticeTypeCode"),
    ("form-type", "one", "NoticeTypeCode/@listName"),
    ("notice-subtype", "one", f"{_EXTENSION}/NoticeSubType/SubTypeCode"),
    ("official-language", "many", "NoticeLanguageCode"),
    ("legal-basis", "one", "RegulatoryDomain"),
    ("title-proc", "text", "ProcurementProject/Name"),
    ("description-proc", "text", "ProcurementProject/Description"),
    ("internal-identifier-proc", "one", "ProcurementProject/ID"),
    ("identifier-lot", "many", f"{_LOT}/ID"),
    ("title-lot", "texts", f"{_LOT}/ProcurementProject/Name"),
    ("description-lot", "texts", f"{_LOT}/ProcurementProject/Description"),
    ("title-part", "texts", f"{_PART}/ProcurementProject/Name"),
    ("description-part", "texts", f"{_PART}/ProcurementProject/Description"),
    ("title-glo", "texts", f"{_GROUP}/ProcurementProject/Name"),
    ("buyer-name", "texts", f"{_BUYER}/PartyName/Name"),
    ("buyer-country", "many", f"{_BUYER}/PostalAddress/Country/IdentificationCode"),
    ("buyer-country-sub", "many", f"{_BUYER}/PostalAddress/CountrySubentityCode"),
    ("buyer-city", "texts", f"{_BUYER}/PostalAddress/CityName"),
    ("buyer-post-code", "many", f"{_BUYER}/PostalAddress/PostalZone"),
    ("buyer-identifier", "many", f"{_BUYER}/PartyLegalEntity/CompanyID"),
    (
        "buyer-legal-type",
        "many",
        "ContractingParty/ContractingPartyType/PartyTypeCode[@listName='buyer-legal-type']",
    ),
    ("main-activity", "many", "ContractingParty/ContractingActivity/ActivityTypeCode"),
    (
        "classification-cpv",
        "many",
        "//MainCommodityClassification/ItemClassificationCode"
        " | //AdditionalCommodityClassification/ItemClassificationCode",
    ),
    (
        "main-classification-proc",
        "one",
        "ProcurementProject/MainCommodityClassification/ItemClassificationCode",
    ),
    (
        "additional-classification-proc",
        "many",
        "ProcurementProject/AdditionalCommodityClassification/ItemClassificationCode",
    ),
    ("place-of-performance", "many", f"//{_PLACE} | //{_COUNTRY}"),
    ("place-of-performance-subdiv-proc", "many", f"ProcurementProject/{_PLACE}"),
    ("place-of-performance-subdiv-lot", "many", f"{_LOT}/ProcurementProject/{_PLACE}"),
    ("place-of-performance-country-proc", "many", f"ProcurementProject/{_COUNTRY}"),
    ("place-of-performance-country-lot", "many", f"{_LOT}/ProcurementProject/{_COUNTRY}"),
    (
        "place-of-performance-city-proc",
        "texts",
        "ProcurementProject/RealizedLocation/Address/CityName",
    ),
    (
        "place-of-performance-city-lot",
        "texts",
        f"{_LOT}/ProcurementProject/RealizedLocation/Address/CityName",
    ),
    ("contract-nature", "many", "//ProcurementTypeCode[@listName='contract-nature']"),
    ("contract-nature-main-proc", "one", "ProcurementProject/ProcurementTypeCode"),
    ("procedure-type", "one", "TenderingProcess/ProcedureCode"),
    ("estimated-value-proc", "one", _VALUE),
    ("estimated-value-cur-proc", "one", f"{_VALUE}/@currencyID"),
    ("estimated-value-lot", "many", f"{_LOT}/{_VALUE}"),
    ("estimated-value-cur-lot", "many", f"{_LOT}/{_VALUE}/@currencyID"),
    (
        "total-value",
        "one",
        f"{_EXTENSION}/NoticeResult/TotalAmount",
    ),
    ("deadline-receipt-tender-date-lot", "many", f"{_SUBMISSION}/EndDate"),
    ("deadline-receipt-tender-time-lot", "many", f"{_SUBMISSION}/EndTime"),
    ("deadline-receipt-request-date-lot", "many", f"{_REQUESTS}/EndDate"),
    ("deadline-receipt-request-time-lot", "many", f"{_REQUESTS}/EndTime"),
    (
        "reserved-procurement-lot",
        "many",
        f"{_LOT}//TendererRequirementTypeCode[@listName='reserved-procurement']",
    ),
    (
        "BT-736-Lot",
        "many",
        f"{_REQUIREMENT}/ExecutionRequirementCode[@listName='reserved-execution']",
    ),
    (
        "BT-70-Lot",
        "texts",
        f"{_REQUIREMENT}[ExecutionRequirementCode/@listName='conditions']/Description",
    ),
    (
        "strategic-procurement-lot",
        "many",
        f"{_LOT}/{_TYPE}/ProcurementTypeCode[@listName='strategic-procurement']",
    ),
    (
        "strategic-procurement-description-lot",
        "texts",
        f"{_LOT}/{_TYPE}[ProcurementTypeCode/@listName='strategic-procurement']/ProcurementType",
    ),
    (
        "social-objective-lot",
        "many",
        f"{_LOT}/{_TYPE}/ProcurementTypeCode[@listName='social-objective']",
    ),
    ("award-criterion-type-lot", "many", f"{_CRITERION}/AwardingCriterionTypeCode"),
    ("award-criterion-name-lot", "texts", f"{_CRITERION}/Name"),
    ("award-criterion-description-lot", "texts", f"{_CRITERION}/Description"),
    (
        "document-url-lot",
        "many",
        f"{_LOT}//CallForTendersDocumentReference/Attachment/ExternalReference/URI",
    ),
    ("submission-url-lot", "many", f"{_LOT}//TenderRecipientParty/EndpointID"),
)

NAMES = frozenset(name for name, _, _ in _RULES) | {"notice-title", "deadline-receipt-request"}


def fields(root: etree._Element) -> Mapping[str, Any]:
    """The fields of a tree under bare names; what is not there is not in the answer."""
    found: dict[str, Any] = {}
    language = _content(root.findtext("NoticeLanguageCode")).lower() or "mul"
    for name, shape, path in _compiled():
        nodes = path(root)
        value = _SHAPES[shape](nodes, language) if isinstance(nodes, list) else None
        if value not in (None, [], {}):
            found[name] = value
    found.update(_composed(found))
    return found


def _composed(found: Mapping[str, Any]) -> dict[str, Any]:
    """What the service itself puts together: a display title, whole deadlines."""
    composed: dict[str, Any] = {}
    if title := found.get("title-proc"):
        country = next(iter(found.get("buyer-country", ())), "")
        code = found.get("main-classification-proc", "")
        lead = [part for part in (country, code) if part]
        composed["notice-title"] = {
            language: " – ".join([*lead, text]) for language, text in title.items()
        }
    deadlines = []
    for kind in ("tender", "request"):
        days = found.get(f"deadline-receipt-{kind}-date-lot", ())
        times = found.get(f"deadline-receipt-{kind}-time-lot", ())
        deadlines += [f"{day[:10]}T{hour}" for day, hour in zip(days, times, strict=False)]
    if deadlines:
        composed["deadline-receipt-request"] = deadlines
    return composed


@cache
def _compiled() -> tuple[tuple[str, str, etree.XPath], ...]:
    return tuple((name, shape, etree.XPath(path)) for name, shape, path in _RULES)


def _content(node: Any) -> str:
    """The text of an element, an attribute or a string; blanks around it do not count."""
    text = node.text if isinstance(node, etree._Element) else node
    return (text or "").strip()


def _one(nodes: Sequence[Any], _: str) -> str | None:
    return next(filter(None, map(_content, nodes)), None)


def _many(nodes: Sequence[Any], _: str) -> list[str]:
    return [text for text in map(_content, nodes) if text]


def _integer(nodes: Sequence[Any], language: str) -> int | None:
    text = _one(nodes, language)
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None


def _texts(nodes: Sequence[Any], language: str) -> dict[str, list[str]]:
    by_language: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        if text := _content(node):
            by_language[(node.get("languageID") or language).lower()].append(text)
    return dict(by_language)


def _text(nodes: Sequence[Any], language: str) -> dict[str, str]:
    return {key: found[0] for key, found in _texts(nodes, language).items()}


_SHAPES: Mapping[str, Callable[[Sequence[Any], str], Any]] = {
    "one": _one,
    "many": _many,
    "text": _text,
    "texts": _texts,
    "integer": _integer,
}
