"""TED_EXPORT R2.0.9, form F02: what TED published before eForms. Archives still hold it."""

from typing import Any

from lxml import etree

from .buyers import BUYERS, COURT
from .identifiers import telephone
from .model import Case, Lot
from .numbering import Numbers
from .reference import TOWNS

_TED = "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication"
_NUTS = "http://publications.europa.eu/resource/schema/ted/2021/nuts"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NATURES = {"services": ("4", "SERVICES"), "works": ("1", "WORKS"), "supplies": ("2", "SUPPLIES")}


def document(case: Case, numbers: Numbers) -> bytes:
    """The published XML of a contract notice."""
    ted = numbers.ted or ""
    prefixes: Any = {None: _TED, "n2021": _NUTS, "xsi": _XSI}
    root = etree.Element(f"{{{_TED}}}TED_EXPORT", nsmap=prefixes)
    root.set("VERSION", "R2.0.9.S05.E01")
    root.set("DOC_ID", ted)
    root.set("EDITION", f"2026{(numbers.gazette or '0').split('/')[0]}")
    technical = _add(root, "TECHNICAL_SECTION")
    _add(technical, "RECEPTION_ID", text=f"26-{ted[:6]}-001")
    _add(technical, "FORM_LG_LIST", text="FR ")
    _coded(root, case, numbers)
    _translation(root, case)
    _form(_add(root, "FORM_SECTION"), case)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _add(
    parent: etree._Element, name: str, *, text: str = "", ns: str = _TED, **attributes: str
) -> etree._Element:
    child = etree.SubElement(parent, f"{{{ns}}}{name}", attributes)
    if text:
        child.text = text
    return child


def _paragraphs(parent: etree._Element, name: str, text: str) -> None:
    block = _add(parent, name)
    for line in text.split("\n"):
        _add(block, "P", text=line)


def _coded(root: etree._Element, case: Case, numbers: Numbers) -> None:
    buyer = BUYERS[case.buyer]
    number, year = (numbers.ted or "0-2026").split("-")
    gazette = (numbers.gazette or "0/").split("/")[0]
    coded = _add(root, "CODED_DATA_SECTION")
    journal = _add(coded, "REF_OJS")
    _add(journal, "COLL_OJ", text="S")
    _add(journal, "NO_OJ", text=gazette)
    _add(journal, "DATE_PUB", text=f"202611{case.ted_day:02d}")
    notice = _add(coded, "NOTICE_DATA")
    _add(notice, "NO_DOC_OJS", text=f"{year}/S {gazette}-{number}")
    _add(notice, "LG_ORIG", text="FR")
    _add(notice, "ISO_COUNTRY", VALUE="FR")
    _add(notice, "IA_URL_GENERAL", text=buyer.profile)
    for cpv in case.cpv:
        _add(notice, "ORIGINAL_CPV", CODE=cpv)
    _add(notice, "PERFORMANCE_NUTS", ns=_NUTS, CODE=_nuts(case))
    _add(notice, "CA_CE_NUTS", ns=_NUTS, CODE=buyer.nuts)
    codif = _add(coded, "CODIF_DATA")
    _add(codif, "DS_DATE_DISPATCH", text=f"202611{(case.ted_day or 0) - 3:02d}")
    if case.deadline:
        day, hour = case.deadline.split("T")
        _add(codif, "DT_DATE_FOR_SUBMISSION", text=f"{day.replace('-', '')} {hour}")
    _add(codif, "AA_AUTHORITY_TYPE", CODE="3", text="Regional or local authority")
    _add(codif, "TD_DOCUMENT_TYPE", CODE="3", text="Contract notice")
    _add(codif, "NC_CONTRACT_NATURE", CODE=_NATURES[case.nature][0])
    _add(codif, "PR_PROC", CODE="1", text="Open procedure")


def _translation(root: etree._Element, case: Case) -> None:
    titles = _add(_add(root, "TRANSLATION_SECTION"), "ML_TITLES")
    title = _add(titles, "ML_TI_DOC", LG="FR")
    _add(title, "TI_CY", text="France")
    _add(title, "TI_TOWN", text=BUYERS[case.buyer].town)
    _paragraphs(title, "TI_TEXT", case.title)


def _form(section: etree._Element, case: Case) -> None:
    form = _add(section, "F02_2014", CATEGORY="ORIGINAL", FORM="F02", LG="FR")
    _add(form, "LEGAL_BASIS", VALUE="32014L0024")
    _contracting_body(form, case)
    _object(form, case)
    _lefti(form, case)
    procedure = _add(form, "PROCEDURE")
    _add(procedure, "PT_OPEN")
    if case.deadline:
        day, hour = case.deadline.split("T")
        _add(procedure, "DATE_RECEIPT_TENDERS", text=day)
        _add(procedure, "TIME_RECEIPT_TENDERS", text=hour)
    more = _add(form, "COMPLEMENTARY_INFO")
    if case.note:
        _paragraphs(more, "INFO_ADD", case.note)
    court = _add(more, "ADDRESS_REVIEW_BODY")
    _add(court, "OFFICIALNAME", text=COURT.name)
    _add(court, "TOWN", text=COURT.town)
    _add(court, "COUNTRY", VALUE="FR")
    _add(more, "DATE_DISPATCH_NOTICE", text=f"2026-11-{(case.ted_day or 0) - 3:02d}")


def _contracting_body(form: etree._Element, case: Case) -> None:
    buyer = BUYERS[case.buyer]
    body = _add(form, "CONTRACTING_BODY")
    address = _add(body, "ADDRESS_CONTRACTING_BODY")
    _add(address, "OFFICIALNAME", text=buyer.name)
    _add(address, "NATIONALID", text=buyer.siret)
    _add(address, "TOWN", text=buyer.town)
    _add(address, "POSTAL_CODE", text=buyer.postcode)
    _add(address, "COUNTRY", VALUE="FR")
    _add(address, "PHONE", text=telephone(buyer.key))
    _add(address, "E_MAIL", text="contact@acheteur.example")
    _add(address, "NUTS", ns=_NUTS, CODE=buyer.nuts)
    _add(address, "URL_GENERAL", text=buyer.profile)
    _add(body, "DOCUMENT_FULL")
    _add(body, "URL_DOCUMENT", text=f"{buyer.profile}/dce")
    _add(body, "URL_PARTICIPATION", text=f"{buyer.profile}/depot")


def _object(form: etree._Element, case: Case) -> None:
    contract = _add(form, "OBJECT_CONTRACT")
    _paragraphs(contract, "TITLE", case.title)
    _add(_add(contract, "CPV_MAIN"), "CPV_CODE", CODE=case.cpv[0])
    _add(contract, "TYPE_CONTRACT", CTYPE=_NATURES[case.nature][1])
    _paragraphs(contract, "SHORT_DESCR", case.text)
    if case.amount:
        _add(contract, "VAL_ESTIMATED_TOTAL", CURRENCY="EUR", text=str(case.amount))
    if case.lots:
        _add(_add(contract, "LOT_DIVISION"), "LOT_ALL")
    else:
        _add(contract, "NO_LOT_DIVISION")
    for rank, lot in enumerate(case.lots or (Lot(title=case.title),), start=1):
        _lot(contract, rank, lot, case)


def _lot(contract: etree._Element, rank: int, lot: Lot, case: Case) -> None:
    described = _add(contract, "OBJECT_DESCR", ITEM=str(rank))
    if case.lots:
        _paragraphs(described, "TITLE", lot.title)
        _add(described, "LOT_NO", text=str(rank))
    for cpv in lot.cpv:
        _add(_add(described, "CPV_ADDITIONAL"), "CPV_CODE", CODE=cpv)
    _add(described, "NUTS", ns=_NUTS, CODE=_nuts(case))
    _paragraphs(described, "SHORT_DESCR", lot.text or lot.title)
    award = _add(described, "AC")
    for criterion in case.criteria:
        price = criterion.type == "price"
        node = _add(award, "AC_PRICE" if price else "AC_QUALITY")
        if not price:
            _add(node, "AC_CRITERION", text=criterion.text)
        _add(node, "AC_WEIGHTING", text=str(criterion.weight))
    if lot.amount:
        _add(described, "VAL_OBJECT", CURRENCY="EUR", text=str(lot.amount))
    if case.months:
        _add(described, "DURATION", TYPE="MONTH", text=str(case.months))
    if case.renewals:
        _add(described, "RENEWAL")
        _paragraphs(described, "RENEWAL_DESCR", case.renewal_text)
    if lot.conditions or lot.note:
        _paragraphs(described, "INFO_ADD", lot.conditions or lot.note)


def _lefti(form: etree._Element, case: Case) -> None:
    lefti = _add(form, "LEFTI")
    if case.selection:
        _paragraphs(lefti, "SUITABILITY", case.selection)
    if case.reserved_box == "shops":
        _add(lefti, "RESTRICTED_SHELTERED_WORKSHOP")
    if case.reserved_box == "jobs":
        _add(lefti, "RESTRICTED_SHELTERED_PROGRAM")
    if case.conditions:
        _paragraphs(lefti, "PERFORMANCE_CONDITIONS", case.conditions)


def _nuts(case: Case) -> str:
    if case.nuts:
        return case.nuts[0]
    return TOWNS[case.places[0]][1] if case.places else BUYERS[case.buyer].nuts
