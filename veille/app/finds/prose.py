"""Web pages and plain texts: what people read of them, as one page."""

import codecs
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString, ParserRejectedMarkup, Tag

from veille.app.finds.limits import MOST_CHARACTERS, MOST_MARKUP
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.french import number

_DECLARED = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_PROLOGUE = re.compile(r"\A\s*<\?xml[^>]{0,200}>")
_DECODED = {b"utf-8": "utf-8-sig", b"utf8": "utf-8-sig", b"iso-8859-15": "iso8859-15"}
"""What a page that is no sound UTF-8 may say it is; anything else is read as Western Windows."""
LEAST_OF_A_PAGE = 200
"""Characters below which a web page says nothing of a tender: a check of robots, a notice of

cookies, a page that a script would fill.
"""
_HIDDEN_NAMES = "script style noscript template svg nav footer select textarea button"
_INLINE_NAMES = """
a abbr b bdi big cite code em font i label mark q s small span strong sub sup time tt u wbr
"""
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_OF_THE_SITE = _HIDDEN | {"header"}
"""Hidden too where the header is not that of a main part, which says what it is."""
_INLINE = frozenset(_INLINE_NAMES.split())


def read_html(name: str, content: bytes) -> Document:
    """The main part of a web page, a line a block.

    Raises:
        UnreadableError: too large, or nothing to read.
    """
    _check_size(content)
    declared = _DECLARED.search(content[:_DECLARED_WITHIN])
    try:
        text = _decoded(content, declared[1].lower() if declared else b"")
        soup = BeautifulSoup(_PROLOGUE.sub("", text), "lxml")
    except (ParserRejectedMarkup, AssertionError, ValueError):
        raise UnreadableError("page illisible") from None
    shown = next((one for one in _shown(soup) if len(one) >= LEAST_OF_A_PAGE), None)
    if shown is None:
        raise UnreadableError("page sans texte utile, peut-être un contrôle : copier le texte")
    return _document(name, shown)


def _shown(soup: BeautifulSoup) -> Iterator[str]:
    """The text of the part that people come for, where one is marked; then of the whole page."""
    articles = soup.find_all("article", limit=2)
    main = soup.main or (articles[0] if len(articles) == 1 else None)
    if isinstance(main, Tag):
        yield _text(main, _HIDDEN)
    yield _text(soup.body or soup, _OF_THE_SITE)


def _text(part: Tag, hidden: frozenset[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(_pieces(part, hidden)).splitlines())
    return tidy("\n".join(line for line in lines if line))


def _pieces(main: Tag, hidden: frozenset[str]) -> Iterator[str]:
    """The strings in order; a line ends where the block does that they are in, or at a break."""
    blocks: dict[int, Tag | None] = {}
    last: Tag | None = None
    for string in main.strings:
        parent = string.parent if isinstance(string, NavigableString) else None
        if parent is None:
            continue
        if id(parent) not in blocks:
            blocks[id(parent)] = _block(parent, hidden)
        block = blocks[id(parent)]
        if block is None:
            continue
        before = getattr(string, "previous_element", None)
        if block is not last or (isinstance(before, Tag) and before.name == "br"):
            yield "\n"
        yield string
        last = block


def _block(element: Tag, hidden: frozenset[str]) -> Tag | None:
    """The block that an element is in, itself perhaps; null where it is hidden."""
    own = [element, *element.parents]
    if any(one.name in hidden for one in own):
        return None
    return next((one for one in own if one.name not in _INLINE), element)


def read_text(name: str, content: bytes) -> Document:
    """A plain text, in whatever encoding it is.

    Raises:
        UnreadableError: too large, or nothing to read.
    """
    _check_size(content)
    text = tidy(_decoded(content, b""))
    if not text:
        raise UnreadableError("aucun texte")
    return _document(name, text)


def _decoded(content: bytes, declared: bytes) -> str:
    """The text: in UTF-8 where it is that, whatever it says; else in what Western texts are in."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode(_DECODED.get(declared, "cp1252"), "replace")


def _check_size(content: bytes) -> None:
    if len(content) > MOST_MARKUP:
        raise UnreadableError(f"plus de {MOST_MARKUP // 2**20} Mio de texte")


def _document(name: str, text: str) -> Document:
    if len(text) > MOST_CHARACTERS:
        raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
    return Document(name=name, pages=(text,))
