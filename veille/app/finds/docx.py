"""The text of a DOCX: its paragraphs, notes, headers and footers, in the pages that Word laid out.

Read with lxml under the project's own rules for XML from outside, rather than through a library of
the format: those open every part of the package, and follow what it refers to.
"""

import re
from collections.abc import Callable

from lxml import etree

from veille.app.finds.archive import Archive
from veille.app.finds.flow import Flow, document_of
from veille.app.finds.parts import part_of
from veille.app.finds.results import Document, UnreadableError

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = ("del", "moveFrom")
_WRITTEN = {"br": "\n", "cr": "\n", "tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_BOX = "txbxContent"
_PAGE = "lastRenderedPageBreak"
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_MOST_AROUND = 4 * 1024 * 1024
"""Bytes of all headers and footers, of which each section has several."""

Notes = dict[tuple[str, str | None], etree._Element]
"""By kind and number; each is taken out by the first that refers to it."""


def read_docx(name: str, archive: Archive, patience: Callable[[float], None]) -> Document:
    """The document of an archive that has the main part of one; ``patience`` is told how long it

    may take.

    Raises:
        UnreadableError: damaged, too large, with entities, or without any text.
    """
    notes: Notes = {}
    for kind in _NOTES.values():
        for part in _numbered(archive, f"{kind}s"):
            notes |= _notes(part_of(archive, part, patience), kind)
    body = _text(part_of(archive, archive.word or "", patience), notes)
    # An entry never gives more bytes than its size says.
    above, below = _numbered(archive, "header"), _numbered(archive, "footer")
    if sum(archive.named(part).file_size for part in above + below) > _MOST_AROUND:
        raise UnreadableError("en-têtes ou pieds de page démesurés")
    around = [
        [_text(part_of(archive, part, patience), {}) for part in parts] for parts in (above, below)
    ]
    return document_of(name, body, *around)


def _numbered(archive: Archive, kind: str) -> list[str]:
    """The parts of a kind (``word/header2.xml``), in the order of their numbers."""
    found = filter(None, map(re.compile(rf"word/{kind}(\d{{0,4}})\.xml").fullmatch, archive.names))
    return [match[0] for match in sorted(found, key=lambda one: (int(one[1] or 0), one[0]))]


def _notes(root: etree._Element, kind: str) -> Notes:
    return {(kind, _number(one)): one for one in root if _local(one) == kind}


def _text(root: etree._Element, notes: Notes) -> str:
    flow = Flow()
    _write(root, flow, notes)
    return flow.text


def _write(root: etree._Element, flow: Flow, notes: Notes) -> None:
    """The texts in order, a note beside the paragraph that first calls it.

    A text box is written twice, for old readers too: the second time is left out, like what was
    struck out and where something was moved from.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        local = _local(element)
        if event == "end":
            _end(local, element, flow, notes)
        elif element.tag == _FALLBACK or local in _LEFT_OUT:
            walk.skip_subtree()
        elif local == _BOX:
            flow.open()


def _end(local: str | None, element: etree._Element, flow: Flow, notes: Notes) -> None:
    if local == "t":
        flow.write(element.text or "")
    elif local == "p":
        flow.end_paragraph()
    elif local == _PAGE:
        flow.end_page()
    elif local == _BOX:
        flow.close()
    elif local in _WRITTEN:
        flow.write(_WRITTEN[local])
    elif local in _NOTES:
        note = notes.pop((_NOTES[local], _number(element)), None)
        if note is not None:
            flow.open()
            _write(note, flow, {})
            flow.close()


def _local(element: etree._Element) -> str | None:
    """The name of an element of Word; null for another."""
    tag = element.tag
    if isinstance(tag, str) and tag.startswith((_WORD, _STRICT)):
        return tag.rpartition("}")[2]
    return None


def _number(element: etree._Element) -> str | None:
    return element.get(f"{_WORD}id") or element.get(f"{_STRICT}id")
