"""The standard forms F01 to F25 of TED_EXPORT R2.0.9 (2016 to early 2024)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lxml import etree

from spiders.parsers.eforms_lots import total_value
from spiders.parsers.scalars import day, moment, notice_reference, web_address
from spiders.parsers.siret import clean_siret
from spiders.parsers.ted_export_awards import read_awards
from spiders.parsers.ted_export_lots import ExportLot, lot_texts, read_lots, value_at
from spiders.parsers.ted_export_xml import (
    attribute,
    cpv_codes,
    first,
    local_name,
    path,
    text_paths,
    texts,
)
from veille.core.notices import (
    Buyer,
    ContractNature,
    Declared,
    DeclaredField,
    Links,
    Notice,
    Place,
    Text,
    Value,
)

_BUYER = path("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY")
_NAME, _NATIONAL_ID = path("OFFICIALNAME"), path("NATIONALID")
_POSTCODE, _TOWN, _NUTS = path("POSTAL_CODE"), path("TOWN"), path("NUTS")
_DOCUMENTS = path("CONTRACTING_BODY/URL_DOCUMENT")
_SUBMISSION = path("CONTRACTING_BODY/URL_PARTICIPATION")
_PROFILE = path("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY/URL_BUYER")
_TITLE = path("OBJECT_CONTRACT/TITLE")
_DESCRIPTION = path("OBJECT_CONTRACT/SHORT_DESCR")
_CPV = path("OBJECT_CONTRACT/CPV_MAIN/CPV_CODE")
_NATURE = path("OBJECT_CONTRACT/TYPE_CONTRACT")
_ESTIMATE = path("OBJECT_CONTRACT/VAL_ESTIMATED_TOTAL")
_AWARDED = (
    path("MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS//VAL_TOTAL_AFTER"),
    path("OBJECT_CONTRACT/VAL_TOTAL"),
    path("OBJECT_CONTRACT/VAL_RANGE_TOTAL/HIGH"),
)
_PROCEDURE = path("PROCEDURE")
_RECEIPT_DAY = path("PROCEDURE/DATE_RECEIPT_TENDERS")
_RECEIPT_TIME = path("PROCEDURE/TIME_RECEIPT_TENDERS")
_DISPATCHED_ON = path("COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE")
_EARLIER = (path("PROCEDURE/NOTICE_NUMBER_OJ"), path("COMPLEMENTARY_INFO/NOTICE_NUMBER_OJ"))

_CHANGE = path("CHANGES/CHANGE")
_CHANGE_PLACES = (path("WHERE/SECTION"), path("WHERE/LABEL"))
_OLD_TEXT = path("OLD_VALUE/TEXT")
_NEW_TEXT = path("NEW_VALUE/TEXT")
_NEW_DAY = path("NEW_VALUE/DATE")
_NEW_TIME = path("NEW_VALUE/TIME")
_SECTION = path("WHERE/SECTION")
# IV.2.2 of every form: time limit for receipt of tenders or requests to participate.
_DEADLINE_SECTION = "IV.2.2"

_DECLARED: tuple[tuple[str, DeclaredField, str], ...] = (
    (path("LEFTI/RESTRICTED_SHELTERED_WORKSHOP"), "BT-71", "res-ws"),
    (path("LEFTI/RESERVED_ORGANISATIONS_SERVICE_MISSION"), "BT-71", "res-pub-ser"),
    (path("LEFTI/RESTRICTED_SHELTERED_PROGRAM"), "BT-736", "yes"),
)
_TEXTS = text_paths(
    ("conditions", "LEFTI/PERFORMANCE_CONDITIONS"),
    ("selection", "LEFTI/SUITABILITY"),
    ("selection", "LEFTI/ECONOMIC_FINANCIAL_INFO"),
    ("selection", "LEFTI/ECONOMIC_FINANCIAL_MIN_LEVEL"),
    ("selection", "LEFTI/TECHNICAL_PROFESSIONAL_INFO"),
    ("selection", "LEFTI/TECHNICAL_PROFESSIONAL_MIN_LEVEL"),
    ("selection", "LEFTI/RULES_CRITERIA"),
    ("selection", "LEFTI/CRITERIA_SELECTION"),
    ("selection", "LEFTI/QUALIFICATION/CONDITIONS"),
    ("selection", "LEFTI/PARTICULAR_PROFESSION"),
    ("selection", "LEFTI/REFERENCE_TO_LAW"),
    ("criteria", "PROCEDURE/CRITERIA_EVALUATION"),
    ("additional", "COMPLEMENTARY_INFO/INFO_ADD"),
    ("other", "LEFTI/LEGAL_FORM"),
    ("other", "PROCEDURE/MAIN_FEATURES_AWARD"),
    ("other", "PROCEDURE//D_JUSTIFICATION"),
    ("other", "COMPLEMENTARY_INFO/ESTIMATED_TIMING"),
    ("other", "MODIFICATIONS_CONTRACT/DESCRIPTION_PROCUREMENT/SHORT_DESCR"),
    ("other", "MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS/SHORT_DESCR"),
    ("other", "MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS/ADDITIONAL_NEED"),
    ("other", "MODIFICATIONS_CONTRACT/INFO_MODIFICATIONS/UNFORESEEN_CIRCUMSTANCE"),
)
_PROCEDURE_TYPES = {
    "PT_OPEN": "open",
    "PT_RESTRICTED": "restricted",
    "PT_COMPETITIVE_NEGOTIATION": "neg-w-call",
    "PT_NEGOTIATED_WITH_PRIOR_CALL": "neg-w-call",
    "PT_COMPETITIVE_DIALOGUE": "comp-dial",
    "PT_INNOVATION_PARTNERSHIP": "innovation",
    "PT_INVOLVING_NEGOTIATION": "neg-w-call",
    "PT_AWARD_CONTRACT_WITHOUT_CALL": "neg-wo-call",
    "PT_AWARD_CONTRACT_WITHOUT_PUBLICATION": "neg-wo-call",
    "PT_NEGOTIATED_WITHOUT_PUBLICATION": "neg-wo-call",
    "PT_COMPETITIVE_TENDERING": "comp-tend",
}
_NATURES: dict[str, ContractNature] = {
    "WORKS": "works",
    "SERVICES": "services",
    "SUPPLIES": "supplies",
}


_RESULT_STAGES = ("result", "direct_award", "modification")


def read_form(form: etree._Element, coded: Notice) -> Notice:
    """The notice of the coded section, completed by an R2.0.9 form."""
    lots = read_lots(form)
    earlier = (notice_reference(first(form, where)) for where in _EARLIER)
    return replace(
        coded,
        dispatched_on=coded.dispatched_on or day(first(form, _DISPATCHED_ON)),
        deadline=_deadline(form) or coded.deadline,
        supersedes=tuple(dict.fromkeys((*coded.supersedes, *(ref for ref in earlier if ref)))),
        procedure_type=_procedure_type(form) or coded.procedure_type,
        title=first(form, _TITLE) or coded.title,
        description=first(form, _DESCRIPTION),
        buyer=_buyer(form, coded.buyer),
        places=coded.places or _places(lots),
        cpv=tuple(dict.fromkeys((*cpv_codes(form, _CPV), *coded.cpv))),
        contract_nature=_NATURES.get(attribute(form, _NATURE, "CTYPE") or "")
        or coded.contract_nature,
        value=_value(form, is_result=coded.stage in _RESULT_STAGES)
        or total_value([item.lot for item in lots]),
        duration_months=max((item.lot.duration_months or 0 for item in lots), default=0) or None,
        starts_on=min((item.starts_on for item in lots if item.starts_on), default=None),
        ends_on=max((item.ends_on for item in lots if item.ends_on), default=None),
        renewals=0 if lots and all(item.never_renewed for item in lots) else None,
        lots=tuple(item.lot for item in lots),
        texts=(*texts(form, _TEXTS), *_corrections(form), *lot_texts(lots)),
        declared=tuple(_declared(form)),
        awards=read_awards(form, {item.number: item.lot.id for item in reversed(lots)}),
        links=_links(form),
    )


def _buyer(form: etree._Element, coded: Buyer | None) -> Buyer | None:
    node = form.find(_BUYER)
    if node is None:
        return None
    return Buyer(
        name=first(node, _NAME),
        siret=clean_siret(first(node, _NATIONAL_ID)),
        kind=coded.kind if coded else "unknown",
        postcode=first(node, _POSTCODE),
        city=first(node, _TOWN),
        nuts=attribute(node, _NUTS, "CODE"),
    )


def _places(lots: list[ExportLot]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for item in lots for place in item.lot.places))


def _value(form: etree._Element, *, is_result: bool) -> Value | None:
    """The worth of the contracts for a result, else the estimate."""
    estimate = value_at(form, _ESTIMATE, "estimated")
    if not is_result:
        return estimate
    awarded = (value_at(form, where, "awarded") for where in _AWARDED)
    return next((value for value in awarded if value), estimate)


def _procedure_type(form: etree._Element) -> str | None:
    procedure = form.find(_PROCEDURE)
    if procedure is None:
        return None
    names = (local_name(element) for element in procedure.iter(etree.Element))
    return next((_PROCEDURE_TYPES[name] for name in names if name in _PROCEDURE_TYPES), None)


def _deadline(form: etree._Element) -> datetime | None:
    """Of the call itself; in a corrigendum, the new one."""
    for change in form.iterfind(_CHANGE):
        if (first(change, _SECTION) or "").startswith(_DEADLINE_SECTION):
            found = moment(first(change, _NEW_DAY), first(change, _NEW_TIME))
            if found:
                return found
    return moment(first(form, _RECEIPT_DAY), first(form, _RECEIPT_TIME))


def _corrections(form: etree._Element) -> Iterator[Text]:
    """One text a change: where, what was written, what to read instead."""
    for change in form.iterfind(_CHANGE):
        where = " ".join(filter(None, (first(change, place) for place in _CHANGE_PLACES)))
        new_moment = " ".join(filter(None, (first(change, _NEW_DAY), first(change, _NEW_TIME))))
        lines = (where, first(change, _OLD_TEXT), first(change, _NEW_TEXT), new_moment)
        if found := "\n".join(line for line in lines if line):
            yield Text(field="correction", text=found)


def _declared(form: etree._Element) -> Iterator[Declared]:
    for where, field, value in _DECLARED:
        if form.find(where) is not None:
            yield Declared(field=field, value=value)


def _links(form: etree._Element) -> Links | None:
    found = Links(
        documents=web_address(first(form, _DOCUMENTS)),
        submission=web_address(first(form, _SUBMISSION)),
        profile=web_address(first(form, _PROFILE)),
    )
    return None if found == Links() else found
