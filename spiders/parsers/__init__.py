"""One parser per dialect of each source: payload in, notice out. No network, no judgement."""

from collections.abc import Mapping
from typing import Any

from spiders.parsers.result import Parsed, UnreadablePayload

__all__ = ["Parsed", "UnreadablePayload", "parse", "parse_decoded"]


def parse(source: str, content: bytes) -> Parsed:
    """The notice held by one payload of ``source`` (``boamp``, ``dila``, ``ted``, ``feed``…).

    Raises:
        UnreadablePayload: the payload holds no notice, or the source is not known.
    """
    if source == "boamp":
        from spiders.parsers.boamp import load_record, parse_record

        return parse_record(load_record(content))
    if source == "dila":
        from spiders.parsers import dila

        return dila.parse_document(content)
    if source == "ted":
        from spiders.parsers.ted import parse_document

        return parse_document(content)
    if source == "feed":
        from spiders.parsers import feed

        return feed.parse_entry(feed.load_entry(content))
    if source == "alert":
        from spiders.parsers.alert import parse_mail

        return parse_mail(content)
    if source == "manual":
        from spiders.parsers import feed, manual

        return manual.parse_record(feed.load_entry(content))
    raise UnreadablePayload(f"source inconnue : {source}")


def parse_decoded(source: str, record: Mapping[str, Any]) -> Parsed:
    """The notice of a record whose JSON was decoded already (``boamp``, ``feed``).

    Raises:
        UnreadablePayload: the record holds no notice, or the source sends no records.
    """
    if source == "boamp":
        from spiders.parsers import boamp

        return boamp.parse_record(record)
    if source == "feed":
        from spiders.parsers import feed

        return feed.parse_entry(record)
    if source == "manual":
        from spiders.parsers import manual

        return manual.parse_record(record)
    raise UnreadablePayload(f"source sans relevés : {source}")
