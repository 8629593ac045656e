"""UBL as a tree of dictionaries: the JSON that BOAMP makes of it, and the XML of TED.

A key is ``prefix:Name``; a value is a string, a dictionary (``@attribute``, ``#text``, children) or
a list of these for a repeated element.
"""

from typing import Any

from lxml import etree

Node = dict[str, Any]

NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
}


def code(list_name: str, value: str) -> Node:
    """A code with the name of its list."""
    return {"@listName": list_name, "#text": value}


def french(text: str) -> Node:
    """A text in French."""
    return {"@languageID": "FRA", "#text": text}


def euros(amount: float) -> Node:
    """An amount in euros, without VAT."""
    text = str(int(amount)) if amount == int(amount) else f"{amount:.2f}"
    return {"@currencyID": "EUR", "#text": text}


def extension(content: Node) -> Node:
    """The envelope that eForms puts its own elements in."""
    return {"ext:UBLExtension": {"ext:ExtensionContent": {"efext:EformsExtension": content}}}


def listed(values: list[Any]) -> Any:
    """One child is a dictionary, several are a list."""
    return values[0] if len(values) == 1 else values


def filled(node: Node) -> Node:
    """The node without its empty children."""
    return {key: value for key, value in node.items() if value not in ("", None, [], {})}


def to_xml(root: str, node: Node) -> bytes:
    """The tree as a document whose root is in the namespace of its UBL schema."""
    default = f"urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
    element = etree.Element(f"{{{default}}}{root}", nsmap=_namespaces(default))
    _fill(element, node)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def _namespaces(default: str) -> Any:
    """The prefixes of the document; lxml takes None for the default one, its stubs do not."""
    return {None: default, **NAMESPACES}


def _fill(element: etree._Element, node: Any) -> None:
    if isinstance(node, str):
        element.text = node
        return
    for key, value in node.items():
        if key == "#text":
            element.text = value
        elif key.startswith("@"):
            element.set(key[1:], value)
        else:
            for child in value if isinstance(value, list) else [value]:
                _fill(etree.SubElement(element, _name(key)), child)


def _name(key: str) -> str:
    prefix, _, local = key.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
