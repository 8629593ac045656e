"""The forms of TED_EXPORT R2.0.8 (before 2016; defence forms until 2024).

Each form has its own nesting but the same leaf names, so elements are found by name.
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from spiders.parsers.eforms_lots import whole_period
from spiders.parsers.scalars import (
    notice_reference,
    web_address,
    whole,
)
from spiders.parsers.siret import clean_siret
from spiders.parsers.ted_export_208_values import read_cost, read_day, read_moment, read_period
from spiders.parsers.ted_export_lots import lot_id
from spiders.parsers.ted_export_xml import (
    attribute,
    attributes,
    cpv_codes,
    first,
    path,
    text_paths,
    texts,
)
from veille.core.notices import (
    Award,
    Buyer,
    ContractNature,
    Declared,
    DeclaredField,
    Links,
    Lot,
    Notice,
    Place,
    Text,
    Value,
    Winner,
)

_BUYER = path(".//CA_CE_CONCESSIONAIRE_PROFILE")
_NAME = path("ORGANISATION/OFFICIALNAME")
_OLD_NAME = path("ORGANISATION")
_NATIONAL_ID = path("ORGANISATION/NATIONALID")
_TOWN = path("TOWN")
_POSTCODE = path("POSTAL_CODE")

_TITLE = path(".//TITLE_CONTRACT")
_DESCRIPTIONS = (
    path(".//SHORT_CONTRACT_DESCRIPTION"),
    path(".//SHORT_DESCRIPTION_CONTRACT"),
    path(".//QUANTITY_SCOPE_WORKS_DEFENCE/TOTAL_QUANTITY_OR_SCOPE"),
)
_MAIN_CPV = path(".//CPV_MAIN/CPV_CODE")
_NATURE = path(".//TYPE_CONTRACT")
_RECEIPT = path(".//RECEIPT_LIMIT_DATE")
_DISPATCHED = path(".//NOTICE_DISPATCH_DATE")
_NUMBER_OJ = path(".//NOTICE_NUMBER_OJ")
_ESTIMATES = (
    path(".//QUANTITY_SCOPE/NATURE_QUANTITY_SCOPE/COSTS_RANGE_AND_CURRENCY"),
    path(".//TOTAL_ESTIMATED/COSTS_RANGE_AND_CURRENCY"),
)
_FINAL_VALUE = path(".//TOTAL_FINAL_VALUE/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")
_PERIOD = path("PERIOD_WORK_DATE_STARTING")
_ANY_PERIOD = path(".//PERIOD_WORK_DATE_STARTING")
_NUTS = path(".//NUTS")
_SUBMISSION = path(".//URL_PARTICIPATE")
_PROFILE = path(".//URL_BUYER")

_LOTS = (path(".//F17_ANNEX_B"), path(".//ANNEX_B"), path(".//F16_ANNEX_B"))
_LOT_NUMBER = path("LOT_NUMBER")
_LOT_TITLE = path("LOT_TITLE")
_LOT_DESCRIPTION = path("LOT_DESCRIPTION")
_LOT_CPV = path("CPV//CPV_CODE")
_LOT_VALUE = path("NATURE_QUANTITY_SCOPE/COSTS_RANGE_AND_CURRENCY")
_LOT_NOTE = path("ADDITIONAL_INFORMATION_ABOUT_LOTS")

_AWARDS = (path(".//AWARD_OF_CONTRACT_DEFENCE"), path(".//AWARD_OF_CONTRACT"))
_AWARD_DAY = path("CONTRACT_AWARD_DATE")
_AWARD_RECEIVED = path("OFFERS_RECEIVED_NUMBER")
_AWARD_WINNER = path("ECONOMIC_OPERATOR_NAME_ADDRESS/CONTACT_DATA_WITHOUT_RESPONSIBLE_NAME")
_AWARD_VALUE = path("CONTRACT_VALUE_INFORMATION/COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE")

_RESERVED: tuple[tuple[str, DeclaredField, str], ...] = (
    (path(".//RESERVED_CONTRACTS//RESTRICTED_TO_SHELTERED_WORKSHOPS"), "BT-71", "res-ws"),
    (path(".//RESERVED_CONTRACTS//RESTRICTED_TO_FRAMEWORK"), "BT-736", "yes"),
)
_TEXTS = text_paths(
    ("conditions", ".//EXISTENCE_OTHER_PARTICULAR_CONDITIONS"),
    ("selection", ".//ECONOMIC_OPERATORS_PERSONAL_SITUATION"),
    ("selection", ".//EAF_CAPACITY_INFORMATION"),
    ("selection", ".//EAF_CAPACITY_MIN_LEVEL"),
    ("selection", ".//T_CAPACITY_INFORMATION"),
    ("selection", ".//T_CAPACITY_MIN_LEVEL"),
    ("criteria", ".//CRITERIA_DEFINITION/CRITERIA"),
    ("additional", ".//ADDITIONAL_INFORMATION"),
    ("other", ".//LEGAL_FORM"),
    ("other", ".//LOCATION_NUTS/LOCATION"),
    ("other", ".//OPTION_DESCRIPTION"),
    ("other", ".//TOTAL_QUANTITY_OR_SCOPE"),
)
_NATURES: dict[str, ContractNature] = {
    "WORKS": "works",
    "SERVICES": "services",
    "SUPPLIES": "supplies",
}


def read_form(form: etree._Element, coded: Notice) -> Notice:
    """The notice of the coded section, completed by an R2.0.8 form."""
    lots = tuple(_lots(form))
    earlier = (notice_reference(element.text) for element in form.iterfind(_NUMBER_OJ))
    period = whole_period([read_period(node) for node in form.iterfind(_ANY_PERIOD)])
    descriptions = (first(form, where) for where in _DESCRIPTIONS)
    return replace(
        coded,
        dispatched_on=coded.dispatched_on or read_day(form.find(_DISPATCHED)),
        deadline=read_moment(form.find(_RECEIPT)) or coded.deadline,
        supersedes=tuple(dict.fromkeys((*coded.supersedes, *(ref for ref in earlier if ref)))),
        title=first(form, _TITLE) or coded.title,
        description=next((text for text in descriptions if text), None),
        buyer=_buyer(form, coded.buyer),
        cpv=tuple(dict.fromkeys((*cpv_codes(form, _MAIN_CPV), *coded.cpv))),
        contract_nature=_NATURES.get(attribute(form, _NATURE, "VALUE") or "")
        or coded.contract_nature,
        value=_value(form),
        duration_months=period.months,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        lots=lots,
        texts=(*texts(form, _TEXTS), *_lot_texts(form)),
        declared=tuple(_declared(form)),
        awards=tuple(_awards(form)),
        links=_links(form),
    )


def _buyer(form: etree._Element, coded: Buyer | None) -> Buyer | None:
    node = form.find(_BUYER)
    if node is None:
        return None
    return Buyer(
        name=first(node, _NAME) or first(node, _OLD_NAME),
        siret=clean_siret(first(node, _NATIONAL_ID)),
        kind=coded.kind if coded else "unknown",
        postcode=first(node, _POSTCODE),
        city=first(node, _TOWN),
    )


def _lot_nodes(form: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    nodes = (node for where in _LOTS for node in form.iterfind(where))
    for position, node in enumerate(nodes, start=1):
        yield lot_id(first(node, _LOT_NUMBER), position), node


def _lots(form: etree._Element) -> Iterator[Lot]:
    places = tuple(Place(nuts=code) for code in attributes(form, _NUTS, "CODE"))
    for identifier, node in _lot_nodes(form):
        yield Lot(
            id=identifier,
            title=first(node, _LOT_TITLE),
            description=first(node, _LOT_DESCRIPTION),
            cpv=cpv_codes(node, _LOT_CPV),
            places=places if len(places) == 1 else (),
            value=read_cost(node.find(_LOT_VALUE), "estimated"),
            duration_months=read_period(node.find(_PERIOD)).months,
        )


def _lot_texts(form: etree._Element) -> Iterator[Text]:
    for identifier, node in _lot_nodes(form):
        if note := first(node, _LOT_NOTE):
            yield Text(field="additional", text=note, lot=identifier)


def _declared(form: etree._Element) -> Iterator[Declared]:
    for where, field, value in _RESERVED:
        if form.find(where) is not None:
            yield Declared(field=field, value=value)


def _awards(form: etree._Element) -> Iterator[Award]:
    for where in _AWARDS:
        for node in form.iterfind(where):
            worth = read_cost(node.find(_AWARD_VALUE), "awarded")
            winner = node.find(_AWARD_WINNER)
            number = first(node, _LOT_NUMBER)
            yield Award(
                lot=lot_id(number, 1) if number else None,
                winner=None if winner is None else _winner(winner),
                amount=worth.amount if worth else None,
                on=read_day(node.find(_AWARD_DAY)),
                tenders=whole(first(node, _AWARD_RECEIVED)),
            )


def _winner(node: etree._Element) -> Winner:
    return Winner(
        name=first(node, _NAME) or first(node, _OLD_NAME),
        siret=clean_siret(first(node, _NATIONAL_ID)),
        city=first(node, _TOWN),
    )


def _value(form: etree._Element) -> Value | None:
    final = read_cost(form.find(_FINAL_VALUE), "awarded")
    estimates = (read_cost(form.find(where), "estimated") for where in _ESTIMATES)
    return final or next((estimate for estimate in estimates if estimate), None)


def _links(form: etree._Element) -> Links | None:
    found = Links(
        submission=web_address(first(form, _SUBMISSION)),
        profile=web_address(first(form, _PROFILE)),
    )
    return None if found == Links() else found
