"""XML turned into the JSON that BOAMP's API makes of it: the way back of ``ubl_json``.

The prefix of UBL and eForms stays in the key (``cbc:ID``), other names lose theirs; attributes are
``@name``, the text of an element that has attributes is ``#text``, an element with neither children
nor attributes is its text, one child is an object and several of a name are a list.
"""

from typing import Any

from lxml import etree

from spiders.parsers.ubl import NAMESPACES

_OURS, _STANDARD = "urn:boamp:", "urn:oasis:"
_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}
_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"


def value_of(element: etree._Element) -> Any:
    """What is inside an element: an object, or its text where it has nothing but text.

    Namespaces that BOAMP moved from ``urn:oasis:`` to ``urn:boamp:`` are the standard ones. The
    depth of a document is bounded where it is parsed.
    """
    node: dict[str, Any] = {_attribute(str(name)): value for name, value in element.items()}
    children = [child for child in element if isinstance(child.tag, str)]
    text = element.text or ""
    if not children and not node:
        return text
    if children:
        text = "".join((text, *(child.tail or "" for child in children))).strip()
    for child in children:
        _add(node, key_of(child), value_of(child))
    if text:
        node["#text"] = text
    return node


def key_of(element: etree._Element) -> str:
    """The element's name as a key: ``cbc:ID``, ``GESTION``."""
    name = etree.QName(element)
    prefix = _prefix(name.namespace or "", element.prefix)
    return f"{prefix}:{name.localname}" if prefix else name.localname


def _prefix(namespace: str, written: str | None) -> str | None:
    """The usual prefix of a namespace; of one that is not known, the one written if it is usual."""
    if not namespace:
        return None
    standard = namespace.replace(_OURS, _STANDARD, 1)
    return _PREFIXES.get(standard) or (written if written in NAMESPACES else None)


def _add(node: dict[str, Any], key: str, value: Any) -> None:
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def _attribute(name: str) -> str:
    if name.startswith(_INSTANCE):
        return f"@xsi:{name.removeprefix(_INSTANCE)}"
    return f"@{etree.QName(name).localname}"
