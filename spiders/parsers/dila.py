"""A file of DILA's daily directories: the BOAMP notice whose API record says the same.

The file holds as XML what the record holds as JSON in ``gestion`` and ``donnees``. It is turned
into such a record, and read by the one reader of BOAMP: the notice is BOAMP's (``boamp:<idweb>``).
What the record says beside those two is read from ``GESTION``, where it comes from.
"""

from typing import Any

from lxml import etree

from spiders.parsers.boamp import parse_record
from spiders.parsers.jsontree import child, inner_keys
from spiders.parsers.result import Parsed, UnreadablePayload
from spiders.parsers.safe_xml import parse_xml
from spiders.parsers.xml_json import key_of, value_of

ROOT = "ann"
_READ = {"GESTION": "gestion", "DONNEES": "donnees"}
_MOST_UNREAD = 20
_LONGEST_NAME = 100


def parse_document(content: bytes) -> Parsed:
    """The notice of one file, with its dialect and what nobody read.

    Raises:
        UnreadablePayload: XML that cannot be read, another document, or a notice without number.
    """
    try:
        root = parse_xml(content)
    except ValueError as error:
        raise UnreadablePayload(str(error)) from None
    if etree.QName(root).localname != ROOT:
        name = etree.QName(root).localname[:60]
        raise UnreadablePayload(f"ce n’est pas un avis du BOAMP (élément {name})")
    record, others = _record(root)
    parsed = parse_record(record)
    return Parsed(parsed.notice, parsed.dialect, (*others, *parsed.unread))


def _record(root: etree._Element) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The record, and the names of what stands beside its two parts."""
    record: dict[str, Any] = {}
    others: dict[str, None] = {}
    for element in root:
        name = key_of(element)
        if name in _READ:
            found = value_of(element)
            record[_READ[name]] = found if isinstance(found, dict) else {}
        else:
            others[f"{ROOT}.{name[:_LONGEST_NAME]}"] = None
    if "gestion" not in record:
        raise UnreadablePayload("avis sans la partie GESTION")
    record["sousnature"] = _kind(record["gestion"])
    return record, tuple(others)[:_MOST_UNREAD]


def _kind(management: dict[str, Any]) -> str | None:
    """``{"APPEL_OFFRE": {"CONCESSION": ""}}`` gives CONCESSION."""
    natures = child(management, "REFERENCE", "TYPE_AVIS", "NATURE")
    return next((key for value in natures.values() for key in inner_keys(value)), None)
