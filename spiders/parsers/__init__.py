"""One parser per dialect of each source: payload in, notice out. No network, no judgement."""

from collections.abc import Mapping
from typing import Any

from spiders.parsers.decp_record import ParsedContract
from spiders.parsers.result import Parsed, UnreadablePayload
from spiders.registry import SOURCES, load_code

__all__ = [
    "Parsed",
    "ParsedContract",
    "UnreadablePayload",
    "parse",
    "parse_decoded",
    "read_payload",
]


def read_payload(
    source: str,
    content: bytes,
    address: str | None = None,
    decoded: Mapping[str, Any] | None = None,
) -> Parsed | ParsedContract:
    """What one payload of ``source`` holds: a notice, or a contract where it publishes those.

    ``address`` is where it was found: a web page does not say its own. ``decoded`` is the record,
    where its JSON was decoded already.

    Raises:
        UnreadablePayload: the payload holds nothing of the kind, or the source is not known.
    """
    row = SOURCES.get(source)
    if row is None:
        raise UnreadablePayload(f"source inconnue : {source}")
    if row.load is not None:
        record = load_code(row.load)(content) if decoded is None else decoded
        return _result(load_code(row.parse)(record))
    if decoded is not None:
        raise UnreadablePayload(f"source sans relevés : {source}")
    read = load_code(row.parse)
    return _result(read(content, address) if row.addressed else read(content))


def parse(source: str, content: bytes, address: str | None = None) -> Parsed:
    """The notice held by one payload of ``source``, see ``read_payload``.

    Raises:
        UnreadablePayload: the payload holds no notice, or the source is not known.
    """
    return _notice(read_payload(source, content, address))


def parse_decoded(source: str, record: Mapping[str, Any]) -> Parsed:
    """The notice of a record whose JSON was decoded already.

    Raises:
        UnreadablePayload: the record holds no notice, or the source sends no records.
    """
    return _notice(read_payload(source, b"", decoded=record))


def _notice(found: Parsed | ParsedContract) -> Parsed:
    if isinstance(found, ParsedContract):
        raise UnreadablePayload("un marché, non un avis")
    return found


def _result(found: Any) -> Parsed | ParsedContract:
    """What code named in a table gave back: its type is checked, not believed."""
    if not isinstance(found, Parsed | ParsedContract):
        raise TypeError(f"a parser gave back {type(found).__name__}")
    return found
