"""A notice of the format TED used until early 2024 (TED_EXPORT R2.0.8 and R2.0.9) as a Notice."""

from lxml import etree

from spiders.parsers import ted_export_208, ted_export_209
from spiders.parsers.scalars import day, moment, notice_reference
from spiders.parsers.ted_export_xml import attribute, attributes, cpv_codes, first, local_name, path
from veille.core.notices import Buyer, BuyerKind, ContractNature, Notice, Place, Regime, kind_of
from veille.core.reference.stages import is_corrigendum, regime_of_form, stage_of_form

_FORMS = path("FORM_SECTION")
_UUID = path("FORM_SECTION/NOTICE_UUID")
_CODED = "CODED_DATA_SECTION/"
_PUBLISHED_ON = path(f"{_CODED}REF_OJS/DATE_PUB")
_NUMBER = path(f"{_CODED}NOTICE_DATA/NO_DOC_OJS")
_CPV = path(f"{_CODED}NOTICE_DATA/ORIGINAL_CPV")
# Until 2017 the places of performance were called the original ones.
_NUTS = (
    path(f"{_CODED}NOTICE_DATA/PERFORMANCE_NUTS"),
    path(f"{_CODED}NOTICE_DATA/ORIGINAL_NUTS"),
)
_EARLIER = path(f"{_CODED}NOTICE_DATA/REF_NOTICE/NO_DOC_OJS")
_DISPATCHED_ON = path(f"{_CODED}CODIF_DATA/DS_DATE_DISPATCH")
_DEADLINE = path(f"{_CODED}CODIF_DATA/DT_DATE_FOR_SUBMISSION")
_AUTHORITY = path(f"{_CODED}CODIF_DATA/AA_AUTHORITY_TYPE")
_DOCUMENT_TYPE = path(f"{_CODED}CODIF_DATA/TD_DOCUMENT_TYPE")
_NATURE = path(f"{_CODED}CODIF_DATA/NC_CONTRACT_NATURE")
_PROCEDURE = path(f"{_CODED}CODIF_DATA/PR_PROC")
_DIRECTIVE = path(f"{_CODED}CODIF_DATA/DIRECTIVE")
_TITLES = path("TRANSLATION_SECTION/ML_TITLES/ML_TI_DOC")
_TITLE = path("TI_TEXT")
_NOTICE = path("NOTICE")
_LEGAL_BASES = (path("LEGAL_BASIS"), path("DIRECTIVE"))
_CURRENT_SHAPE = path("CONTRACTING_BODY")

_PREFERRED_LANGUAGE = "FR"
_BUYER_KINDS: dict[str, BuyerKind] = {
    "1": "state",
    "3": "local",
    "4": "utility",
    "6": "local",
    "N": "state",
    "R": "local",
}
_NATURES: dict[str, ContractNature] = {"1": "works", "2": "supplies", "4": "services"}
_PROCEDURES = {
    "1": "open",
    "2": "restricted",
    "3": "restricted",
    "4": "neg-w-call",
    "6": "neg-w-call",
    "B": "neg-w-call",
    "C": "comp-dial",
    "G": "innovation",
    "T": "neg-wo-call",
    "V": "neg-wo-call",
    "F": "neg-wo-call",
}


def read(root: etree._Element) -> Notice:
    """The notice, from its coded section and its original form, the French one where there is one.

    NUTS codes are kept as published (those of before 2016 too). Times have no offset in this
    format: they are Paris wall time.

    Raises:
        ValueError: no publication number, or no form.
    """
    number = publication_number(root)
    if number is None:
        raise ValueError("TED_EXPORT sans numéro de publication")
    form = _form(root)
    if form is None:
        raise ValueError("TED_EXPORT sans formulaire")
    coded = _coded_notice(root, form, number)
    if form.find(_CURRENT_SHAPE) is not None:
        return ted_export_209.read_form(form, coded)
    return ted_export_208.read_form(form, coded)


def publication_number(root: etree._Element) -> str | None:
    """``<number without leading zeros>-<year>`` from ``DOC_ID``, else from the OJ number."""
    for written in (root.get("DOC_ID"), first(root, _NUMBER)):
        reference = notice_reference(written)
        if reference and reference.startswith("ted:"):
            return reference.removeprefix("ted:")
    return None


def _form(root: etree._Element) -> etree._Element | None:
    """The original form in French, else the first original one, else any."""
    forms = [
        form
        for section in root.iterfind(_FORMS)
        for form in section
        if form.get("LG") or form.get("CATEGORY")
    ]
    return min(
        forms,
        key=lambda form: (
            form.get("CATEGORY") != "ORIGINAL",
            form.get("LG") != _PREFERRED_LANGUAGE,
        ),
        default=None,
    )


def _coded_notice(root: etree._Element, form: etree._Element, number: str) -> Notice:
    """What the coded section says; the form then says it better where it can."""
    name = _form_name(form)
    document_type = attribute(root, _DOCUMENT_TYPE, "CODE")
    stage = stage_of_form(name, attribute(form, _NOTICE, "TYPE"), document_type)
    bases = [attribute(form, where, "VALUE") for where in _LEGAL_BASES]
    legal_basis = next((basis for basis in bases if basis), attribute(root, _DIRECTIVE, "VALUE"))
    deadline_day, _, deadline_time = (first(root, _DEADLINE) or "").partition(" ")
    regime = regime_of_form(name, legal_basis)
    return Notice(
        id=f"ted:{number}",
        source="ted",
        stage=stage,
        kind=kind_of(stage, correction=is_corrigendum(name, document_type)),
        published_on=day(first(root, _PUBLISHED_ON)),
        dispatched_on=day(first(root, _DISPATCHED_ON)),
        deadline=moment(deadline_day, deadline_time),
        uuid=first(root, _UUID),
        supersedes=_references(root),
        procedure_type=_PROCEDURES.get(attribute(root, _PROCEDURE, "CODE") or ""),
        regime=regime,
        title=_title(root),
        buyer=Buyer(kind=_buyer_kind(root, regime)),
        places=_places(root),
        cpv=cpv_codes(root, _CPV),
        contract_nature=_NATURES.get(attribute(root, _NATURE, "CODE") or ""),
    )


def _form_name(form: etree._Element) -> str:
    """``F02``, from the FORM attribute (``F02``, ``17``, ``T01``), else from the element's name."""
    name = (form.get("FORM") or "").strip()
    if name.isascii() and name.isdigit():
        return f"F{int(name):02d}"
    return name or local_name(form).partition("_")[0]


def _buyer_kind(root: etree._Element, regime: Regime) -> BuyerKind:
    """As in eForms: who buys under the utilities directive is a utility."""
    if regime == "utilities":
        return "utility"
    return _BUYER_KINDS.get(attribute(root, _AUTHORITY, "CODE") or "", "unknown")


def _places(root: etree._Element) -> tuple[Place, ...]:
    """Where the contract is performed: never where the buyer or the winner is."""
    found = (attributes(root, where, "CODE") for where in _NUTS)
    return tuple(Place(nuts=code) for code in next((codes for codes in found if codes), ()))


def _references(root: etree._Element) -> tuple[str, ...]:
    found = (notice_reference(element.text) for element in root.iterfind(_EARLIER))
    return tuple(dict.fromkeys(reference for reference in found if reference))


def _title(root: etree._Element) -> str | None:
    """The title TED made for the French edition, for forms that have none of their own."""
    for title in root.iterfind(_TITLES):
        if title.get("LG") == _PREFERRED_LANGUAGE:
            return first(title, _TITLE)
    return None
