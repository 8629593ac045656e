"""UBL documents written as BOAMP writes them: the other way round of ``ubl_json``."""

from typing import Any

from lxml import etree

from spiders.parsers.ubl import NAMESPACES

_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}


def as_boamp_json(element: etree._Element) -> Any:
    """A plain string for an element without attributes, an object otherwise."""
    children: dict[str, list[Any]] = {}
    for child in element:
        name = etree.QName(child)
        key = f"{_PREFIXES[name.namespace or '']}:{name.localname}"
        children.setdefault(key, []).append(as_boamp_json(child))
    node: dict[str, Any] = {f"@{name}": value for name, value in element.attrib.items()}
    node |= {key: found[0] if len(found) == 1 else found for key, found in children.items()}
    text = (element.text or "").strip()
    if not node:
        return text
    if text:
        node["#text"] = text
    return node
