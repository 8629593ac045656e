"""Web pages and plain texts: what people read of them, as one page."""

import codecs

from bs4 import BeautifulSoup, ParserRejectedMarkup

from veille.app.finds.limits import MOST_CHARACTERS, MOST_MARKUP
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.french import number

LEAST_OF_A_PAGE = 200
"""Characters below which a web page says nothing of a tender: a check of robots, a notice of

cookies, a page that a script would fill.
"""
_NOT_READ = ("script", "style", "noscript", "template", "svg", "nav", "header", "footer", "form")
_BLOCKS = (
    "p", "div", "section", "article", "main", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6",
    "dt", "dd", "td", "th", "table", "ul", "ol",
)  # fmt: skip


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
    for hidden in main.find_all(_NOT_READ):
        hidden.extract()
    for block in main.find_all(_BLOCKS):
        block.insert_after("\n")
    lines = (" ".join(line.split()) for line in main.get_text().splitlines())
    text = tidy("\n".join(line for line in lines if line))
    if len(text) < LEAST_OF_A_PAGE:
        raise UnreadableError("page sans texte utile, peut-être un contrôle : copier le texte")
    return _document(name, text)


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
