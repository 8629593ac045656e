"""An eForms notice (UBL XML, of any SDK version), from TED or from BOAMP, as a Notice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from lxml import etree

from spiders.parsers.eforms_changes import is_cancellation, is_correction, superseded
from spiders.parsers.eforms_lots import (
    PROCESS,
    PROJECT,
    LotNode,
    child,
    cpv,
    deadline,
    description,
    lot_nodes,
    period,
    places,
    read_lot,
    title,
    total_value,
    value,
    whole_period,
)
from spiders.parsers.eforms_organisations import organisations, read_buyer
from spiders.parsers.eforms_results import Results, read_results
from spiders.parsers.eforms_texts import lot_declared, lot_texts, notice_texts
from spiders.parsers.scalars import day, web_address
from spiders.parsers.ubl import EXTENSION, ROOTS, first, path
from veille.core.notices import ContractNature, Links, Lot, Notice, Stage, kind_of
from veille.core.reference.stages import regime_of, stage_of_notice_type, stage_of_subtype

_SUBTYPE = path(f"{EXTENSION}/efac:NoticeSubType/cbc:SubTypeCode")
_PUBLISHED_ON = path(f"{EXTENSION}/efac:Publication/efbc:PublicationDate")
_PUBLICATION_ID = path(f"{EXTENSION}/efac:Publication/efbc:NoticePublicationID")
_NOTICE_ID = path("cbc:ID")
_PROCEDURE_ID = path("cbc:ContractFolderID")
_ISSUED_ON = path("cbc:IssueDate")
_LEGAL_BASIS = path("cbc:RegulatoryDomain")
_NOTICE_TYPE = path("cbc:NoticeTypeCode")
_LANGUAGE = path("cbc:NoticeLanguageCode")
_PROCEDURE_TYPE = path("cac:TenderingProcess/cbc:ProcedureCode")
_NATURE = path("cac:ProcurementProject/cbc:ProcurementTypeCode")
_LOT_NATURE = path("cbc:ProcurementTypeCode")
_PROFILE = path("cac:ContractingParty/cbc:BuyerProfileURI")
_DOCUMENT = path("cac:CallForTendersDocumentReference")
_DOCUMENT_TYPE = path("cbc:DocumentType")
_DOCUMENT_URI = path("cac:Attachment/cac:ExternalReference/cbc:URI")
_SUBMISSION = path("cac:TenderRecipientParty/cbc:EndpointID")

_NATURES: dict[str, ContractNature] = {
    "works": "works",
    "services": "services",
    "supplies": "supplies",
}


def read(root: etree._Element, *, id: str, source: str) -> Notice:  # noqa: A002
    """The notice that the document element holds, under the given interchange id and source.

    Texts are in French where there is French, else in the language of the notice. With several
    lots the deadline is the earliest one, the duration the longest, the period the widest; a
    procedure that states no value is worth the sum of its lots, where each states one.

    Raises:
        ValueError: the element is not the root of an eForms notice.
    """
    if etree.QName(root).localname not in ROOTS:
        raise ValueError(f"<{etree.QName(root).localname}> n’est pas un avis eForms")
    language = first(root, _LANGUAGE)
    subtype = first(root, _SUBTYPE)
    stage = _stage(root, subtype)
    regime = regime_of(subtype, first(root, _LEGAL_BASIS))
    known = organisations(root, language)
    results = read_results(root, known)
    project, process = child(root, PROJECT), child(root, PROCESS)
    nodes = list(lot_nodes(root))
    lots = tuple(_lots(nodes, results, language))
    span = whole_period([period(project), *(period(node.project) for node in nodes)])
    return Notice(
        id=id,
        source=source,
        stage=stage,
        kind=kind_of(stage, correction=is_correction(root), cancellation=is_cancellation(root)),
        published_on=day(first(root, _PUBLISHED_ON)),
        dispatched_on=day(first(root, _ISSUED_ON)),
        deadline=_earliest(nodes),
        procedure_id=first(root, _PROCEDURE_ID),
        uuid=notice_uuid(root),
        supersedes=superseded(root),
        procedure_type=first(root, _PROCEDURE_TYPE),
        regime=regime,
        title=title(project, language),
        description=description(project, language),
        buyer=read_buyer(root, known, regime=regime),
        places=places(project),
        cpv=cpv(project),
        contract_nature=_nature(root, nodes),
        value=results.value or value(project) or total_value(lots),
        duration_months=span.months,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        renewals=span.renewals,
        lots=lots,
        texts=(
            *notice_texts(root, project, process, language),
            *(text for node in nodes for text in lot_texts(node, language)),
        ),
        declared=tuple(code for node in nodes for code in lot_declared(node)),
        awards=results.awards,
        links=_links(root, nodes),
    )


def notice_uuid(root: etree._Element) -> str | None:
    """The identifier of the notice (BT-701), the same in TED and in BOAMP."""
    return first(root, _NOTICE_ID)


def publication_number(root: etree._Element) -> str | None:
    """``<number without leading zeros>-<year>`` given at publication (OPP-010)."""
    number, _, year = (first(root, _PUBLICATION_ID) or "").partition("-")
    if not (number.isascii() and number.isdigit() and year.isascii() and year.isdigit()):
        return None
    return f"{int(number)}-{year}" if len(number) <= 8 and len(year) == 4 else None


def _stage(root: etree._Element, subtype: str | None) -> Stage:
    """From the subtype; one that is not known leaves it to the notice type, then the form type."""
    stage = stage_of_subtype(subtype)
    if stage != "other":
        return stage
    notice_type = root.find(_NOTICE_TYPE)
    form_type = notice_type.get("listName") if notice_type is not None else None
    return stage_of_notice_type(first(root, _NOTICE_TYPE), form_type)


def _lots(nodes: Sequence[LotNode], results: Results, language: str | None) -> Iterator[Lot]:
    for node in nodes:
        lot = read_lot(node, language)
        if lot is not None:
            maximum = results.lot_maxima.get(lot.id)
            yield replace(lot, value=maximum) if maximum else lot


def _earliest(nodes: Sequence[LotNode]) -> datetime | None:
    found = (deadline(node.process) for node in nodes)
    return min((moment for moment in found if moment), default=None)


def _nature(root: etree._Element, nodes: Sequence[LotNode]) -> ContractNature | None:
    """BT-23 of the procedure, else the one nature all lots share."""
    main = _NATURES.get(first(root, _NATURE) or "")
    if main:
        return main
    of_lots = {_NATURES.get(first(node.project, _LOT_NATURE) or "") for node in nodes if node.id}
    return of_lots.pop() if len(of_lots) == 1 else None


def _links(root: etree._Element, nodes: Sequence[LotNode]) -> Links | None:
    found = Links(
        documents=_first_link(_documents(nodes)),
        submission=_first_link(first(node.terms, _SUBMISSION) for node in nodes),
        profile=_first_link(element.text for element in root.iterfind(_PROFILE)),
    )
    return None if found == Links() else found


def _documents(nodes: Sequence[LotNode]) -> list[str | None]:
    """The addresses of the documents, those that anybody may open first."""
    found = [
        (first(document, _DOCUMENT_TYPE) == "restricted-document", first(document, _DOCUMENT_URI))
        for node in nodes
        for document in node.terms.iterfind(_DOCUMENT)
    ]
    return [address for _, address in sorted(found, key=lambda pair: pair[0])]


def _first_link(written: Iterable[str | None]) -> str | None:
    return next((link for link in map(web_address, written) if link), None)
