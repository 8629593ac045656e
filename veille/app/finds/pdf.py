"""The text of a PDF, page by page; runs in the child, since the library is no Python."""

from collections.abc import Callable

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from veille.app.finds.limits import MOST_CHARACTERS, MOST_PAGES, PAGE_SECONDS
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.french import count, number

_LEAST_TEXT = 15
"""Characters below which a page has no text: a stamp, a page number."""
NO_TEXT = "aucun texte : document numérisé, à faire reconnaître (OCR) ou à recopier"


def read_pdf(name: str, content: bytes, patience: Callable[[float], None]) -> Document:
    """The document; ``patience`` is told the seconds that each page may take more.

    Raises:
        UnreadableError: encrypted, damaged, too long, or without any text.
    """
    try:
        opened = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise UnreadableError(_reason(error)) from None
    pages = _pages(opened, patience)
    silent = [place for place, page in enumerate(pages, 1) if len(page) < _LEAST_TEXT]
    if len(silent) == len(pages):
        raise UnreadableError(NO_TEXT)
    return Document(name=name, pages=tuple(pages), note=_note(len(silent), len(pages)))


def _pages(opened: "pdfium.PdfDocument", patience: Callable[[float], None]) -> list[str]:
    total = len(opened)
    if total > MOST_PAGES:
        raise UnreadableError(f"{number(total)} pages, {MOST_PAGES} au plus")
    pages: list[str] = []
    length = 0
    for index in range(total):
        patience(PAGE_SECONDS)
        page = tidy(_text(opened, index))
        length += len(page)
        if length > MOST_CHARACTERS:
            raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
        pages.append(page)
    if not pages:
        raise UnreadableError("aucune page")
    return pages


def _text(opened: "pdfium.PdfDocument", index: int) -> str:
    """A page that cannot be read is a page without text."""
    try:
        page = opened[index]
    except pdfium.PdfiumError:
        return ""
    try:
        textpage = page.get_textpage()
    except pdfium.PdfiumError:
        return ""
    else:
        text: str = textpage.get_text_range()
        textpage.close()
        return text
    finally:
        page.close()


def _note(silent: int, total: int) -> str | None:
    if not silent:
        return None
    return f"{count(silent, 'page')} sur {total} sans texte (images ou pages numérisées)"


def _reason(error: "pdfium.PdfiumError") -> str:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return "PDF protégé par un mot de passe"
    return "PDF endommagé ou incomplet"
