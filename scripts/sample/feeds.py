"""The RSS and Atom feeds of two invented buyer profiles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from lxml import etree

_ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a feed: what a platform says of a consultation, most often very little."""

    key: str
    title: str
    text: str
    day: int


def rss(title: str, address: str, entries: Iterable[Entry]) -> bytes:
    """RSS 2.0."""
    root = etree.Element("rss", version="2.0")
    channel = etree.SubElement(root, "channel")
    _text(channel, "title", title)
    _text(channel, "link", address)
    _text(channel, "description", "Consultations en cours (profil d'acheteur inventé)")
    _text(channel, "language", "fr")
    for entry in entries:
        item = etree.SubElement(channel, "item")
        _text(item, "title", entry.title)
        _text(item, "link", f"{address}/consultation/{entry.key}")
        _text(item, "description", entry.text)
        _text(item, "pubDate", format_datetime(_moment(entry.day)))
        _text(item, "guid", f"{address}/consultation/{entry.key}")
    return _bytes(root)


def atom(title: str, address: str, entries: Iterable[Entry]) -> bytes:
    """Atom 1.0."""
    items = list(entries)
    prefixes: Any = {None: _ATOM}
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap=prefixes)
    _text(root, f"{{{_ATOM}}}title", title)
    _text(root, f"{{{_ATOM}}}id", f"{address}/atom")
    _text(root, f"{{{_ATOM}}}updated", _moment(max(item.day for item in items)).isoformat())
    for item in items:
        entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
        _text(entry, f"{{{_ATOM}}}title", item.title)
        _text(entry, f"{{{_ATOM}}}id", f"tag:marches.example,2026:{item.key}")
        link = etree.SubElement(entry, f"{{{_ATOM}}}link")
        link.set("href", f"{address}/consultation/{item.key}")
        _text(entry, f"{{{_ATOM}}}updated", _moment(item.day).isoformat())
        _text(entry, f"{{{_ATOM}}}summary", item.text)
    return _bytes(root)


def _moment(day: int) -> datetime:
    return datetime(2026, 11, day, 7, 0, tzinfo=UTC)


def _text(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
