"""The text of an OpenDocument text: its paragraphs, notes, headers and footers, with lxml alone."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from veille.app.finds.archive import ODF_CONTENT, Archive
from veille.app.finds.flow import Flow, document_of
from veille.app.finds.parts import part_of
from veille.app.finds.results import Document, UnreadableError

_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_MANIFEST = 1024 * 1024
_ENCRYPTED = b"encryption-data"
_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE = (f"{_NAMES}{one}:1.0}}" for one in ("office", "text", "style"))
_BESIDE = (f"{_NAMES}drawing:1.0}}text-box", f"{_TEXT}note-body")
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_WRITTEN = {f"{_TEXT}tab": " ", f"{_TEXT}s": " ", f"{_TEXT}line-break": "\n"}
_PAGE = f"{_TEXT}soft-page-break"
_LEFT_OUT = frozenset(
    (
        f"{_TEXT}tracked-changes",
        f"{_TEXT}note-citation",
        f"{_TEXT}script",
        f"{_OFFICE}annotation",
        f"{_OFFICE}forms",
        f"{_OFFICE}binary-data",
        f"{_NAMES}svg-compatible:1.0}}title",
        f"{_NAMES}svg-compatible:1.0}}desc",
    )
)
"""What was struck out, numbers of notes, comments, and what nobody sees."""
_SPACES = re.compile(r"[ \t\r\n]+")


def read_odt(name: str, archive: Archive, patience: Callable[[float], None]) -> Document:
    """The document of an OpenDocument text; ``patience`` is told how long it may take.

    Raises:
        UnreadableError: encrypted, damaged, too large, with entities, or without any text.
    """
    if _MANIFEST in archive.names:
        manifest = archive.read(archive.named(_MANIFEST), _MOST_MANIFEST)
        if _ENCRYPTED in manifest:
            raise UnreadableError("protégé par un mot de passe")
    content = part_of(archive, ODF_CONTENT, patience)
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError("document sans texte")
    if _STYLES not in archive.names:
        return document_of(name, _text(body))
    styles = part_of(archive, _STYLES, patience)
    return document_of(name, _text(body), _of_pages(styles, "header"), _of_pages(styles, "footer"))


def _of_pages(styles: etree._Element, place: str) -> Iterator[str]:
    """What every page of a kind begins or ends with; those on the left and the first too."""
    for page in styles.iterfind(f"{_OFFICE}master-styles/{_STYLE}master-page"):
        for kind in (place, f"{place}-left", f"{place}-first"):
            yield from map(_text, page.iterfind(f"{_STYLE}{kind}"))


def _text(root: etree._Element) -> str:
    """The texts in order: what is in no paragraph is the layout of the file."""
    flow = Flow()
    inside = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "start":
            inside += tag in _PARAGRAPHS
            if tag in _LEFT_OUT:
                walk.skip_subtree()
                continue
            if tag in _BESIDE:
                flow.open()
            following = element.text
        else:
            _end(tag, flow)
            inside -= tag in _PARAGRAPHS
            following = element.tail
        if inside and following:
            flow.write(_SPACES.sub(" ", following))
    return flow.text


def _end(tag: str, flow: Flow) -> None:
    if tag in _PARAGRAPHS:
        flow.end_paragraph()
    elif tag in _BESIDE:
        flow.close()
    elif tag == _PAGE:
        flow.end_page()
    elif tag in _WRITTEN:
        flow.write(_WRITTEN[tag])
