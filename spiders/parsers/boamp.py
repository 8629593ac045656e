"""BOAMP records: one API record as JSON in, one notice out.

The record level gives identity, dates, family and boxes; the dialect found in ``donnees`` gives
the rest. A record without ``donnees`` is the dialect ``flat``, one whose ``donnees`` are of no
known family the dialect ``unknown``: both still give a notice.

Texts are cut at 100,000 characters each, lots at 2,000.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from spiders.parsers import boamp_legacy, divers, dsp, fnsimple, mapa
from spiders.parsers.boamp_known import LEGACY_NOT_READ, NATIONAL_NOT_READ, RECORD_FIELDS
from spiders.parsers.boamp_merge import merged, overlaid
from spiders.parsers.boamp_record import Record
from spiders.parsers.jsontree import Tree, child, decode, leftovers
from spiders.parsers.reading import Reading
from spiders.parsers.result import Parsed, UnreadablePayload
from veille.core.french import number
from veille.core.refusals import json_refusal

MAX_BYTES = 32 * 1024 * 1024
_MAX_UNREAD = 50

_Reader = Callable[[Tree, str | None], Reading]
_FAMILIES: dict[str, tuple[str, _Reader]] = {
    "FNSimple": ("fnsimple", fnsimple.read),
    "MAPA": ("mapa", mapa.read),
    "DSP": ("dsp", dsp.read),
    "DIVERS": ("divers", divers.read),
}


def load_record(content: bytes) -> Mapping[str, Any]:
    """The record held by a JSON document: itself, or the only one of an API answer.

    Raises:
        UnreadablePayload: not JSON, too large, or not one record.
    """
    if len(content) > MAX_BYTES:
        raise UnreadablePayload(f"{number(len(content))} octets, trop gros pour un relevé")
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload(json_refusal(error)) from None
    return _only_record(value)


def parse_record(record: Mapping[str, Any]) -> Parsed:
    """The notice of one record, with its dialect and what nobody read.

    Raises:
        UnreadablePayload: no notice number, or ``gestion`` or ``donnees`` that cannot be decoded.
    """
    if not isinstance(record, Mapping):
        raise UnreadablePayload("le relevé n’est pas un objet JSON")
    management = decode(record.get("gestion", record.get("GESTION")), "gestion")
    form = decode(record.get("donnees", record.get("DONNEES")), "donnees")
    facts = Record(record, child(management, "REFERENCE"), child(management, "INDEXATION"))
    # A name that begins with an underscore is a note of whoever kept the record, not the source's.
    news = {key: key for key in record if key not in RECORD_FIELDS and str(key)[:1] != "_"}
    unknown_fields = leftovers(news, root="record") if news else ()
    parsed = _parse(facts, form)
    unread = (*unknown_fields, *parsed.unread)[:_MAX_UNREAD]
    return Parsed(notice=parsed.notice, dialect=parsed.dialect, unread=unread)


def _parse(facts: Record, form: Tree) -> Parsed:
    if not form:
        return Parsed(merged(facts, Reading()), "flat")
    if isinstance(form.get("EFORMS"), dict):
        return _parse_eforms(facts, form["EFORMS"])
    for family, (dialect, read) in _FAMILIES.items():
        if isinstance(form.get(family), dict):
            notice = merged(facts, read(form[family], facts.title))
            return Parsed(notice, dialect, leftovers(form, NATIONAL_NOT_READ))
    if form.keys() & boamp_legacy.SECTIONS:
        notice = merged(facts, boamp_legacy.read(form, facts.title))
        return Parsed(notice, "boamp_legacy", leftovers(form, LEGACY_NOT_READ))
    return Parsed(merged(facts, Reading()), "unknown", leftovers(form))


def _parse_eforms(facts: Record, forms: Tree) -> Parsed:
    # lxml costs a third of a cold start, and only eForms need it.
    from spiders.parsers import eforms, ubl_json
    from spiders.parsers.known_names import unread_paths

    name, node = next(
        ((name, node) for name, node in forms.items() if isinstance(node, dict)), ("", None)
    )
    if node is None:
        return Parsed(merged(facts, Reading()), "unknown", leftovers({"EFORMS": forms}))
    try:
        root = ubl_json.tree(name, node)
        notice = eforms.read(root, id=f"boamp:{facts.idweb}", source="boamp")
    except ValueError as error:
        raise UnreadablePayload(f"donnees.EFORMS.{name[:60]} : {error}") from None
    return Parsed(overlaid(notice, facts), "eforms", unread_paths(root))


def _only_record(value: object) -> Mapping[str, Any]:
    """The record of API v2.1 (bare or in ``results``), v2.0 or v1 (in ``record.fields``)."""
    if isinstance(value, list):
        value = {"results": value}
    if not isinstance(value, dict):
        raise UnreadablePayload("le relevé n’est pas un objet JSON")
    for envelope in ("results", "records"):
        listed = value.get(envelope)
        if isinstance(listed, list):
            if len(listed) != 1:
                raise UnreadablePayload(f"réponse de {len(listed)} relevés au lieu d’un seul")
            value = listed[0] if isinstance(listed[0], dict) else {}
    inner = value.get("record")
    value = inner if isinstance(inner, dict) else value
    fields = value.get("fields")
    return fields if isinstance(fields, dict) else value
