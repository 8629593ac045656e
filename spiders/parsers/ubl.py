"""UBL and eForms elements: namespaces, compiled paths, texts in the preferred language."""

from collections.abc import Iterable, Mapping

from lxml import etree

from spiders.parsers.scalars import clean

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
_EFORMS = "http://data.europa.eu/p27/eforms-ubl-extension"

NAMESPACES: Mapping[str, str] = {
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
    "ext": f"{_UBL}CommonExtensionComponents-2",
    "efext": f"{_EFORMS}s/1",
    "efac": f"{_EFORMS}-aggregate-components/1",
    "efbc": f"{_EFORMS}-basic-components/1",
}
ROOTS = (
    "PriorInformationNotice",
    "ContractNotice",
    "ContractAwardNotice",
    "BusinessRegistrationInformationNotice",
)
EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
PREFERRED_LANGUAGE = "FRA"


def root_namespace(root_name: str) -> str:
    """The namespace of a UBL document element, such as ``ContractNotice``."""
    return f"{_UBL}{root_name}-2"


def path(expression: str) -> str:
    """``cac:A/cbc:B`` as the path in Clark notation that ``find`` and ``findall`` take."""
    return "/".join(_clark(step) for step in expression.split("/"))


def _clark(step: str) -> str:
    prefix, _, local = step.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def first(node: etree._Element, where: str) -> str | None:
    """The text of the first element at the path, whatever its language."""
    return clean(node.findtext(where))


def text(node: etree._Element, where: str, language: str | None) -> str | None:
    """The text at the path: the French one, else that of ``language``, else the first one's.

    An element that repeats in the language kept is joined with line breaks.
    """
    return preferred(node.findall(where), language)


def preferred(elements: Iterable[etree._Element], language: str | None) -> str | None:
    """The text of elements that say the same in several languages (see ``text``)."""
    by_language: dict[str | None, list[str]] = {}
    for element in elements:
        written = clean(element.text)
        if written:
            by_language.setdefault(element.get("languageID"), []).append(written)
    if not by_language:
        return None
    for code in (PREFERRED_LANGUAGE, language, next(iter(by_language))):
        if code in by_language:
            return "\n".join(dict.fromkeys(by_language[code]))
    return None


def codes(node: etree._Element, where: str, list_name: str) -> list[str]:
    """The values at the path whose ``listName`` is ``list_name``, in order."""
    found = (
        clean(element.text)
        for element in node.findall(where)
        if element.get("listName") == list_name
    )
    return [value for value in found if value]
