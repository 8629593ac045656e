"""A part of an office file, as XML: the same bounds for each."""

from collections.abc import Callable

from lxml import etree

from spiders.parsers.safe_xml import parse_xml
from veille.app.finds.archive import Archive
from veille.app.finds.limits import MEBIBYTE_SECONDS
from veille.app.finds.results import UnreadableError

MOST_XML = 16 * 1024 * 1024
"""Bytes of a part, once expanded."""


def part_of(archive: Archive, name: str, patience: Callable[[float], None]) -> etree._Element:
    """The root of the part ``name``; ``patience`` is told how long it may take.

    Raises:
        UnreadableError: damaged, too large, or with entities.
    """
    content = archive.read(archive.named(name), MOST_XML)
    patience(len(content) / 2**20 * MEBIBYTE_SECONDS)
    try:
        return parse_xml(content)
    except ValueError as error:
        raise UnreadableError(str(error)) from None
