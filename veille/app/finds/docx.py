"""The text of a DOCX: paragraphs of its main part, with the pages that Word last laid out.

Read with lxml under the project's own rules for XML from outside, rather than through a library of
the format: those open every part of the package, and follow what it refers to.
"""

from collections.abc import Callable, Iterator

from lxml import etree

from spiders.parsers.safe_xml import parse_xml
from veille.app.finds.archive import WORD, Archive
from veille.app.finds.limits import MEBIBYTE_SECONDS, MOST_CHARACTERS, MOST_PAGES
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.documents import FORM_FEED
from veille.core.french import number

MOST_XML = 16 * 1024 * 1024
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ENDS = {"p": "\n", "br": "\n", "cr": "\n", "tab": " ", "noBreakHyphen": "-"}
_PAGE = "lastRenderedPageBreak"


def read_docx(name: str, archive: Archive, patience: Callable[[float], None]) -> Document:
    """The document of an archive that has the main part of one; ``patience`` is told how long it

    may take.

    Raises:
        UnreadableError: damaged, too large, with entities, or without any text.
    """
    content = archive.read(archive.named(WORD), MOST_XML)
    patience(len(content) / 2**20 * MEBIBYTE_SECONDS)
    try:
        root = parse_xml(content)
    except ValueError as error:
        raise UnreadableError(str(error)) from None
    text = "".join(_pieces(root))
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
    pages = tuple(tidy(page) for page in text.split(FORM_FEED))
    if len(pages) > MOST_PAGES:
        raise UnreadableError(f"{number(len(pages))} pages, {MOST_PAGES} au plus")
    if not any(pages):
        raise UnreadableError("document sans texte")
    return Document(name=name, pages=pages)


def _pieces(root: etree._Element) -> Iterator[str]:
    """The texts in order, with what ends a line or a page.

    A text box is written twice, for old readers too: the second time is left out.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag == _FALLBACK and event == "start":
            walk.skip_subtree()
            continue
        if event == "start" or not tag.startswith((_WORD, _STRICT)):
            continue
        local = tag.rpartition("}")[2]
        if local == "t":
            yield (element.text or "").replace(FORM_FEED, " ")
        elif local == _PAGE:
            yield FORM_FEED
        elif local in _ENDS:
            yield _ENDS[local]
