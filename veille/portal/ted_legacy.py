"""The search fields of a notice of the older schema (TED_EXPORT, 2016 to 2024).

Paths are over bare element names. The service answers for old notices with the new code lists;
the mapping here is the portal's own reading of it.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree

_TYPES: Mapping[str, tuple[str, str]] = {
    "0": ("pin-only", "planning"),
    "3": ("cn-standard", "competition"),
    "7": ("can-standard", "result"),
    "A": ("pin-cfc-standard", "competition"),
    "B": ("pin-buyer", "planning"),
    "C": ("cn-standard", "competition"),
    "D": ("cn-desg", "competition"),
    "H": ("cn-standard", "competition"),
    "J": ("can-standard", "result"),
    "K": ("can-modif", "cont-modif"),
    "M": ("pin-cfc-standard", "competition"),
    "O": ("qu-sy", "competition"),
    "P": ("pin-only", "planning"),
    "Q": ("qu-sy", "competition"),
    "R": ("can-desg", "result"),
    "V": ("veat", "dir-awa-pre"),
}
_LIGHT_FORMS = frozenset({"F21", "F22", "F23"})
_NATURES = {"1": "works", "2": "supplies", "4": "services"}
_ISO_CODES = (
    "AT=AUT BE=BEL BG=BGR CH=CHE CY=CYP CZ=CZE DE=DEU DK=DNK EE=EST EL=GRC ES=ESP FI=FIN "
    "FR=FRA GB=GBR GR=GRC HR=HRV HU=HUN IE=IRL IS=ISL IT=ITA LI=LIE LT=LTU LU=LUX LV=LVA "
    "MK=MKD MT=MLT NL=NLD NO=NOR PL=POL PT=PRT RO=ROU RS=SRB SE=SWE SI=SVN SK=SVK UK=GBR"
)
_COUNTRIES = dict(pair.split("=") for pair in _ISO_CODES.split())
_LANGUAGES = {"FR": "fra", "EN": "eng", "DE": "deu", "ES": "spa", "IT": "ita", "NL": "nld"}
_RESERVED = {
    "RESTRICTED_SHELTERED_WORKSHOP": "res-ws",
    "RESTRICTED_TO_SHELTERED_WORKSHOPS": "res-ws",
    "RESERVED_ORGANISATIONS_SERVICE_MISSION": "res-pub-ser",
}


def fields(root: etree._Element) -> Mapping[str, Any]:
    """The fields of a tree under bare names; what is not there is not in the answer."""
    notice = "CODED_DATA_SECTION/NOTICE_DATA"
    country = _COUNTRIES.get(_attribute(root, f"{notice}/ISO_COUNTRY", "VALUE"), "")
    language = _LANGUAGES.get(_text(root, f"{notice}/LG_ORIG"), "mul")
    form = _form(root)
    kind, stage = _TYPES.get(_codified(root, "TD_DOCUMENT_TYPE"), ("", ""))
    if form is not None and form.get("FORM") in _LIGHT_FORMS:
        kind = kind.replace("-standard", "-social")
    places = _codes(root, "PERFORMANCE_NUTS") or _codes(root, "ORIGINAL_NUTS")
    found = {
        "publication-number": root.get("DOC_ID") or _number(_text(root, f"{notice}/NO_DOC_OJS")),
        "publication-date": _day(_text(root, "CODED_DATA_SECTION/REF_OJS/DATE_PUB")),
        "ojs-number": _issue(root),
        "notice-type": kind,
        "form-type": stage,
        "official-language": [language.upper()],
        "notice-title": _titles(root),
        "title-proc": {language: title} if (title := _written(form, "TITLE")) else {},
        "description-proc": {language: text} if (text := _written(form, "SHORT_DESCR")) else {},
        "buyer-name": {language: [name]} if (name := _buyer(root, form)) else {},
        "buyer-country": [country] if country else [],
        "buyer-country-sub": _codes(root, "CA_CE_NUTS"),
        "place-of-performance": [*places, country] if country else places,
        "classification-cpv": _codes(root, "ORIGINAL_CPV"),
        "contract-nature": [_NATURES.get(_codified(root, "NC_CONTRACT_NATURE"), "")],
        "reserved-procurement-lot": _reserved(form),
    }
    return {name: value for name, value in found.items() if value and value != [""]}


def _form(root: etree._Element) -> etree._Element | None:
    """The form in its original language; the others are translations."""
    forms = root.findall("FORM_SECTION/*")
    original = [form for form in forms if form.get("CATEGORY") == "ORIGINAL"]
    return next(iter(original or forms), None)


def _text(root: etree._Element | None, path: str) -> str:
    return " ".join((root.findtext(path) or "").split()) if root is not None else ""


def _attribute(root: etree._Element, path: str, name: str) -> str:
    element = root.find(path)
    return element.get(name, "") if element is not None else ""


def _codified(root: etree._Element, name: str) -> str:
    return _attribute(root, f"CODED_DATA_SECTION/CODIF_DATA/{name}", "CODE")


def _codes(root: etree._Element, name: str) -> list[str]:
    found = root.findall(f"CODED_DATA_SECTION/NOTICE_DATA/{name}")
    return [code for element in found if (code := element.get("CODE"))]


def _written(form: etree._Element | None, name: str) -> str:
    element = form.find(f"OBJECT_CONTRACT/{name}") if form is not None else None
    if element is None:
        return ""
    return " ".join(" ".join(str(text) for text in element.itertext()).split())


def _buyer(root: etree._Element, form: etree._Element | None) -> str:
    body = _text(form, "CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY/OFFICIALNAME")
    return body or _text(root, "TRANSLATION_SECTION/AA_NAMES/AA_NAME")


def _titles(root: etree._Element) -> dict[str, str]:
    titles = {}
    for entry in root.findall("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC"):
        language = _LANGUAGES.get(entry.get("LG", ""))
        if language:
            parts = (_text(entry, "TI_CY"), _text(entry, "TI_TOWN"), _text(entry, "TI_TEXT/P"))
            titles[language] = " – ".join(part for part in parts if part)
    return titles


def _reserved(form: etree._Element | None) -> list[str]:
    if form is None:
        return []
    return [code for name, code in _RESERVED.items() if form.find(f".//{name}") is not None]


def _number(text: str) -> str:
    """``2021/S 026-064376`` as ``064376-2021``."""
    year, _, rest = text.partition("/S ")
    return f"{rest.rpartition('-')[2]}-{year}"


def _day(text: str) -> str:
    """``20200102`` as ``2020-01-02``."""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}"


def _issue(root: etree._Element) -> str:
    """``1/2020``, from the number and the day of the journal."""
    number = _text(root, "CODED_DATA_SECTION/REF_OJS/NO_OJ")
    year = _text(root, "CODED_DATA_SECTION/REF_OJS/DATE_PUB")[:4]
    return f"{int(number)}/{year}" if number.isascii() and number.isdigit() else ""
