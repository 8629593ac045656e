"""What the search knows of a notice: a light scan of its XML, tolerant of damage.

The scan belongs to the portal: it plays the Publications Office, so it shares nothing with what
reads notices for real. Values have the shapes of recorded answers: a string, a list (flattened
over lots and repeated), or texts by language. The XML itself is served as it lies.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from lxml import etree

from veille.core.clock import paris
from veille.portal import ted_eforms, ted_legacy

MAX_XML = 64 << 20

_NAMED = re.compile(r"(?<!\d)(\d{1,8})[-_](\d{4})(?!\d)")
_NUMBER = re.compile(r"0*(\d{1,8})-(\d{4})")


@dataclass(frozen=True)
class TedNotice:
    """One notice: where its XML lies, and the fields that a search answers with.

    ``sound`` is false where the XML is not well formed (it is served all the same). ``issue`` is
    the Official Journal S it appeared in, (year, number), where the XML says so.
    """

    number: int
    year: int
    path: Path
    sound: bool
    legacy: bool
    day: date | None
    issue: tuple[int, int] | None
    fields: Mapping[str, Any]

    @property
    def publication(self) -> str:
        """The publication number as addresses have it: no leading zeros."""
        return f"{self.number}-{self.year}"

    @property
    def version_key(self) -> str | None:
        """What a change notice names this one by: ``<uuid>-<version>``."""
        uuid, version = self.fields.get("notice-identifier"), self.fields.get("notice-version")
        return f"{uuid}-{version:02d}" if uuid and version is not None else None

    @cached_property
    def full_text(self) -> str:
        """Everything indexed of it, for the ``FT`` alias."""
        return "\n".join(value for name in self.fields for value in self.values(name))

    def values(self, name: str) -> tuple[str, ...]:
        """The values of a field, flattened: of every language, of every lot."""
        return tuple(_flattened(self.fields.get(name)))


def scan(path: Path) -> TedNotice | None:
    """The notice in a file; nothing where neither XML nor file name says which one it is.

    Raises:
        OSError: the file cannot be read.
    """
    root, sound = _root(path)
    fields = _fields(root)
    match = _NUMBER.fullmatch(str(fields.get("publication-number", ""))) or _NAMED.search(path.stem)
    if match is None:
        return None
    number, year = int(match[1]), int(match[2])
    day = _day(fields.get("publication-date"))
    return TedNotice(
        number=number,
        year=year,
        path=path,
        sound=sound,
        legacy=root is not None and root.tag == "TED_EXPORT",
        day=day,
        issue=_issue(fields.get("ojs-number")),
        fields={
            **fields,
            "publication-number": f"{number}-{year}",
            **({"publication-date": _with_offset(day)} if day else {}),
        },
    )


def _root(path: Path) -> tuple[etree._Element | None, bool]:
    """The tree under bare names (no namespaces) or nothing, and whether the XML is well formed."""
    if path.stat().st_size > MAX_XML:
        return None, False
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root: etree._Element | None = etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    if root is None:
        return None, False
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root, not parser.error_log.filter_from_errors()


def _fields(root: etree._Element | None) -> Mapping[str, Any]:
    if root is None:
        return {}
    return ted_legacy.fields(root) if root.tag == "TED_EXPORT" else ted_eforms.fields(root)


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None


def _with_offset(day: date) -> str:
    """``2026-08-06+02:00``: the day with the offset of that day."""
    return day.isoformat() + paris(datetime.combine(day, time(12))).isoformat()[-6:]


def _issue(text: Any) -> tuple[int, int] | None:
    """``157/2026`` as (2026, 157)."""
    match = re.fullmatch(r"(\d{1,3})/(\d{4})", str(text))
    return (int(match[2]), int(match[1])) if match else None


def _flattened(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _flattened(item)]
    if isinstance(value, list):
        return [text for item in value for text in _flattened(item)]
    return [str(value)]
