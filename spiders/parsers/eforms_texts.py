"""The free texts of an eForms notice and the codes its buyer declared, lot by lot."""

from collections.abc import Iterator

from lxml import etree

from spiders.parsers.eforms_lots import LotNode, place_notes
from spiders.parsers.ubl import EXTENSION, codes, first, path, preferred, text
from veille.core.notices import Declared, DeclaredField, Text, TextField

_NAME = path("cbc:Name")
_DESCRIPTION = path("cbc:Description")
_NOTE = path("cbc:Note")

_REASON = path("cac:ProcessJustification/cbc:ProcessReason")
_JUSTIFICATION = path("cac:ProcessJustification/cbc:Description")

_OPTIONS = path("cac:ContractExtension/cbc:OptionsDescription")
_RENEWAL = path("cac:ContractExtension/cac:Renewal/cac:Period/cbc:Description")
_ADDITIONAL_TYPE = path("cac:ProcurementAdditionalType")
_TYPE_CODE = path("cbc:ProcurementTypeCode")
_TYPE_TEXT = path("cbc:ProcurementType")

_QUALIFICATION = path("cac:TendererQualificationRequest")
_REQUIREMENT = path("cac:SpecificTendererRequirement")
_REQUIREMENT_CODE = path("cbc:TendererRequirementTypeCode")
_RESERVATIONS = frozenset({"res-ws", "res-pub-ser"})
_LEGAL_FORM = path("cbc:CompanyLegalForm")
_SELECTION = path(f"{EXTENSION}/efac:SelectionCriteria")

_EXECUTION = path("cac:ContractExecutionRequirement")
_EXECUTION_CODE = path("cbc:ExecutionRequirementCode")

_CRITERION = path("cac:AwardingTerms/cac:AwardingCriterion")
_SUB_CRITERION = path("cac:SubordinateAwardingCriterion")
_FORMULA = path("cbc:CalculationExpression")

_CHANGES = path(f"{EXTENSION}/efac:Changes")
_CHANGE = path("efac:Change")
_CHANGE_TEXT = path("efbc:ChangeDescription")
_CHANGE_SECTION = path("efac:ChangedSection/efbc:ChangedSectionIdentifier")
_CHANGE_REASON_TEXT = path("efac:ChangeReason/efbc:ReasonDescription")
_MODIFICATION = path(f"{EXTENSION}/efac:ContractModification")
_MODIFICATION_TEXTS = (path("efac:Change/efbc:ChangeDescription"), _CHANGE_REASON_TEXT)


def notice_texts(
    root: etree._Element, project: etree._Element, process: etree._Element, language: str | None
) -> Iterator[Text]:
    """What is written of the procedure as a whole, and of what a change notice changes."""
    yield from _one("additional", text(project, _NOTE, language))
    yield from _one("other", place_notes(project, language))
    for where in (_DESCRIPTION, _REASON, _JUSTIFICATION):
        yield from _one("other", text(process, where, language))
    for changes in root.iterfind(_CHANGES):
        yield from _one("correction", text(changes, _CHANGE_REASON_TEXT, language))
        for change in changes.iterfind(_CHANGE):
            written = text(change, _CHANGE_TEXT, language)
            yield from _one("correction", written, _changed_lot(change))
    for modification in root.iterfind(_MODIFICATION):
        for where in _MODIFICATION_TEXTS:
            yield from _one("other", text(modification, where, language))


def lot_texts(node: LotNode, language: str | None) -> Iterator[Text]:
    """What is written of a lot: notes, conditions, selection, criteria, then the rest."""
    lot, project, terms = node.id, node.project, node.terms
    if lot is None:
        for where in (_NAME, _DESCRIPTION):
            yield from _one("other", text(project, where, language))
    yield from _one("additional", text(project, _NOTE, language), lot)
    yield from _execution_texts(terms, language, lot)
    yield from _selection_texts(terms, language, lot)
    yield from _criteria_texts(terms, language, lot)
    for where in (_OPTIONS, _RENEWAL):
        yield from _one("other", text(project, where, language), lot)
    for kind in project.iterfind(_ADDITIONAL_TYPE):
        yield from _one("other", text(kind, _TYPE_TEXT, language), lot)
    yield from _one("other", place_notes(project, language), lot)


def lot_declared(node: LotNode) -> Iterator[Declared]:
    """BT-71, BT-736, BT-06 and BT-775 of a lot, as published, every occurrence."""
    yield from _declared(node, "BT-71", _reserved_procurement(node.terms))
    yield from _declared(
        node, "BT-736", codes(node.terms, f"{_EXECUTION}/{_EXECUTION_CODE}", "reserved-execution")
    )
    types = f"{_ADDITIONAL_TYPE}/{_TYPE_CODE}"
    yield from _declared(node, "BT-06", codes(node.project, types, "strategic-procurement"))
    yield from _declared(node, "BT-775", codes(node.project, types, "social-objective"))


def _declared(node: LotNode, field: DeclaredField, values: list[str]) -> Iterator[Declared]:
    for value in dict.fromkeys(values):
        yield Declared(field=field, value=value, lot=node.id)


def _reserved_procurement(terms: etree._Element) -> list[str]:
    """BT-71; a reservation whose list name was left out is known by its code alone."""
    where = f"{_QUALIFICATION}/{_REQUIREMENT}/{_REQUIREMENT_CODE}"
    unnamed = (
        element.text.strip()
        for element in terms.iterfind(where)
        if element.text and element.get("listName") is None
    )
    named = codes(terms, where, "reserved-procurement")
    return [*named, *(code for code in unnamed if code in _RESERVATIONS)]


def _one(field: TextField, written: str | None, lot: str | None = None) -> Iterator[Text]:
    if written:
        yield Text(field=field, text=written, lot=lot)


def _execution_texts(
    terms: etree._Element, language: str | None, lot: str | None
) -> Iterator[Text]:
    for requirement in terms.iterfind(_EXECUTION):
        code = requirement.find(_EXECUTION_CODE)
        list_name = code.get("listName") if code is not None else None
        field: TextField = "execution" if list_name == "reserved-execution" else "other"
        if list_name == "conditions":
            field = "conditions"
        yield from _one(field, text(requirement, _DESCRIPTION, language), lot)


def _selection_texts(
    terms: etree._Element, language: str | None, lot: str | None
) -> Iterator[Text]:
    for criterion in terms.iterfind(_SELECTION):
        yield from _one("selection", _named(criterion, language), lot)
    for request in terms.iterfind(_QUALIFICATION):
        yield from _one("other", text(request, _LEGAL_FORM, language), lot)
        for requirement in request.iterfind(_REQUIREMENT):
            yield from _one("selection", text(requirement, _DESCRIPTION, language), lot)


def _criteria_texts(terms: etree._Element, language: str | None, lot: str | None) -> Iterator[Text]:
    for criterion in terms.iterfind(_CRITERION):
        for where in (_DESCRIPTION, _FORMULA):
            yield from _one("criteria", text(criterion, where, language), lot)
        for part in criterion.iterfind(_SUB_CRITERION):
            yield from _one("criteria", _named(part, language), lot)


def _named(node: etree._Element, language: str | None) -> str | None:
    """Name and description, on two lines; once where they say the same."""
    parts = (
        preferred(node.findall(_NAME), language),
        preferred(node.findall(_DESCRIPTION), language),
    )
    return "\n".join(dict.fromkeys(part for part in parts if part)) or None


def _changed_lot(change: etree._Element) -> str | None:
    """The lot a change speaks of, when it is one lot alone."""
    section = first(change, _CHANGE_SECTION)
    several = len(change.findall(_CHANGE_SECTION)) > 1
    return section if section and section.startswith("LOT-") and not several else None
