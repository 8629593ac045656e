"""API records as payloads: decoded JSON with key order and numbers kept."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from spiders.items import Record

_LONGEST_KEY = 200
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_record(item: Any, keys: Sequence[str], published_on: date | None = None) -> Record:
    """One record; its key is what it has under the first of ``keys`` that it has."""
    decoded = item if isinstance(item, dict) else {"record": item}
    try:
        content = _ENCODER.encode(decoded).encode()
    except UnicodeEncodeError:  # a lone surrogate is JSON, but no UTF-8
        content = json.dumps(decoded, separators=(",", ":")).encode()
    key = next((decoded[name] for name in keys if decoded.get(name)), None)
    unnamed = f"without-id:{hashlib.sha256(content).hexdigest()[:32]}"
    return Record(
        key=str(key)[:_LONGEST_KEY] if key else unnamed,
        content=content,
        media="json",
        published_on=published_on,
        decoded=decoded,
    )
