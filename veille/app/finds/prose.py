"""Web pages and plain texts: what people read of them, as one page."""

import codecs
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, ParserRejectedMarkup, Tag

from veille.app.finds.limits import MOST_CHARACTERS, MOST_MARKUP
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.french import number

LEAST_OF_A_PAGE = 200
"""Characters below which a web page says nothing of a tender: a check of robots, a notice of

cookies, a page that a script would fill.
"""
_HIDDEN_NAMES = "script style noscript template svg nav header footer form"
_INLINE_NAMES = """
a abbr b bdi big cite code em font i label mark q s small span strong sub sup time tt u wbr
"""
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_INLINE = frozenset(_INLINE_NAMES.split())


def read_html(name: str, content: bytes) -> Document:
    """The main part of a web page, a line a block.

    Raises:
        UnreadableError: too large, or nothing to read.
    """
    _check_size(content)
    try:
        soup = BeautifulSoup(content, "lxml")
    except (ParserRejectedMarkup, AssertionError, ValueError):
        raise UnreadableError("page illisible") from None
    main = soup.main or soup.article or soup.body or soup
    lines = (" ".join(line.split()) for line in "".join(_pieces(main)).splitlines())
    text = tidy("\n".join(line for line in lines if line))
    if len(text) < LEAST_OF_A_PAGE:
        raise UnreadableError("page sans texte utile, peut-être un contrôle : copier le texte")
    return _document(name, text)


def _pieces(main: Tag) -> Iterator[str]:
    """The strings in order; a line ends where the block does that they are in, or at a break."""
    blocks: dict[int, Tag | None] = {}
    last: Tag | None = None
    for string in main.strings:
        parent = string.parent if isinstance(string, NavigableString) else None
        if parent is None:
            continue
        if id(parent) not in blocks:
            blocks[id(parent)] = _block(parent)
        block = blocks[id(parent)]
        if block is None:
            continue
        before = getattr(string, "previous_element", None)
        if block is not last or (isinstance(before, Tag) and before.name == "br"):
            yield "\n"
        yield string
        last = block


def _block(element: Tag) -> Tag | None:
    """The block that an element is in, itself perhaps; null where it is hidden."""
    own = [element, *element.parents]
    if any(one.name in _HIDDEN for one in own):
        return None
    return next((one for one in own if one.name not in _INLINE), element)


def read_text(name: str, content: bytes) -> Document:
    """A plain text, in whatever encoding it is.

    Raises:
        UnreadableError: too large, or nothing to read.
    """
    _check_size(content)
    text = tidy(_decoded(content))
    if not text:
        raise UnreadableError("aucun texte")
    return _document(name, text)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _check_size(content: bytes) -> None:
    if len(content) > MOST_MARKUP:
        raise UnreadableError(f"plus de {MOST_MARKUP // 2**20} Mio de texte")


def _document(name: str, text: str) -> Document:
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
    return Document(name=name, pages=(text,))
