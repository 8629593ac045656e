"""A stored record of a source that sends JSON."""

import json
from collections.abc import Mapping
from typing import Any

from spiders.parsers.cleaning import clean
from spiders.parsers.result import UnreadablePayload
from veille.core.refusals import json_refusal

LARGEST = 4 * 1024 * 1024


def load_record(content: bytes) -> Mapping[str, Any]:
    """The record.

    Raises:
        UnreadablePayload: not a JSON object, or larger than ``LARGEST`` bytes.
    """
    if len(content) > LARGEST:
        raise UnreadablePayload("relevé démesuré")
    try:
        record = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload(json_refusal(error)) from None
    if not isinstance(record, dict):
        raise UnreadablePayload("relevé qui n’est pas un objet JSON")
    return record


def text_of(record: Mapping[str, Any], name: str) -> str | None:
    """The text under a key, made safe to keep; null where there is none."""
    value = record.get(name)
    return clean(value) if isinstance(value, str) else None
