"""A BOAMP record written as the file that DILA's directories hold of the same notice.

Root ``ann`` of schema 3.2.5, with ``GESTION`` and ``DONNEES``; in eForms the namespaces of UBL
begin with ``urn:boamp:`` where the standard says ``urn:oasis:``. The page for people that real
files also carry is not written.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

SCHEMA = "http://boamp.journal-officiel.gouv.fr/XML/3.2.5"

_UBL = "urn:boamp:names:specification:ubl:schema:xsd:"
_EFORMS = "http://data.europa.eu/p27/eforms-ubl-extension"
_NAMESPACES = {
    "cac": f"{_UBL}CommonAggregateComponents-2",
    "cbc": f"{_UBL}CommonBasicComponents-2",
    "ext": f"{_UBL}CommonExtensionComponents-2",
    "efext": f"{_EFORMS}s/1",
    "efac": f"{_EFORMS}-aggregate-components/1",
    "efbc": f"{_EFORMS}-basic-components/1",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(record: Mapping[str, Any]) -> bytes | None:
    """The file of a record; null where its two parts are not there to be written."""
    management, form = _decoded(record.get("gestion")), _decoded(record.get("donnees"))
    if not management or not form:
        return None
    root = etree.Element(f"{{{SCHEMA}}}ann", nsmap={"jo": SCHEMA, "xsi": _NAMESPACES["xsi"]})
    _fill(etree.SubElement(root, "GESTION"), management)
    _fill(etree.SubElement(root, "DONNEES"), form)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _decoded(raw: Any) -> dict[str, Any]:
    try:
        value = json.loads(raw) if isinstance(raw, str) else raw
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _fill(element: etree._Element, node: Mapping[str, Any]) -> None:
    for key, value in node.items():
        if key == "#text":
            element.text = _text(value)
        elif key[:1] == "@":
            if name := _clark(key[1:]):
                element.set(name, _text(value))
        else:
            for item in value if isinstance(value, list) else (value,):
                _child(element, key, item)


def _child(parent: etree._Element, key: str, value: Any) -> None:
    if value is None or (name := _clark(key)) is None:
        return
    if parent.tag == "EFORMS":  # the document of UBL, in its own namespace
        child = etree.SubElement(parent, f"{{{_UBL}{key}-2}}{key}", nsmap=_NAMESPACES)
    else:
        child = etree.SubElement(parent, name)
    if isinstance(value, dict):
        _fill(child, value)
    else:
        child.text = _text(value)


def _clark(key: str) -> str | None:
    """The name of a key in Clark notation; null for one that is no name."""
    prefix, _, local = key.rpartition(":")
    if not _NAME.fullmatch(local):
        return None
    namespace = _NAMESPACES.get(prefix)
    return f"{{{namespace}}}{local}" if namespace else local


def _text(value: Any) -> str:
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return _NOT_XML.sub(" ", written)
