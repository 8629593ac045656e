"""The values that ODSQL compares: of a record, of a literal, as text, day or moment."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Literal

from veille.portal.records import BoampRecord

Kind = Literal["text", "date", "datetime"]


def values(record: BoampRecord, field: str) -> list[str]:
    """The values of a field as strings: none for null, several for a list."""
    value = record.value(field)
    if value is None:
        return []
    if isinstance(value, str):
        return [value]
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def plain(text: str) -> str:
    """Lower case without accents, to compare words by."""
    spelled = text.replace("œ", "oe").replace("Œ", "OE")
    return unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode().lower()


def reader(kind: Kind) -> Callable[[str], Any]:
    """How a value of that kind is made comparable; nothing where it cannot be."""
    readers: Mapping[Kind, Callable[[str], Any]] = {
        "text": str,
        "date": _day,
        "datetime": _moment,
    }
    return readers[kind]


@lru_cache(maxsize=4096)
def _day(text: str) -> str | None:
    """The day as ISO text; ``2026/11/09`` is read too."""
    try:
        return date.fromisoformat(text[:10].replace("/", "-")).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime | None:
    """The moment; a naive one is UTC, as the service has it."""
    try:
        found = datetime.fromisoformat(text.replace("/", "-"))
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
