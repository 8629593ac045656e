"""The text of an office file as it is written down, and the document that it makes."""

from collections.abc import Iterable

from veille.app.finds.limits import MOST_CHARACTERS, MOST_PAGES
from veille.app.finds.results import Document, UnreadableError
from veille.app.finds.tidy import tidy
from veille.core.documents import FORM_FEED
from veille.core.french import number


class Flow:
    """A text, piece by piece. What stands beside a paragraph (a note, a text box) is written

    between ``open`` and ``close``, wherever the file has it, and read after the paragraph: it cuts
    no sentence.
    """

    def __init__(self) -> None:
        self._levels: list[list[str]] = [[]]
        self._beside: list[list[str]] = [[]]

    def write(self, text: str) -> None:
        """A piece of a line, or line ends."""
        self._levels[-1].append(text.replace(FORM_FEED, " "))

    def end_page(self) -> None:
        """What follows is on the next page; what stands beside has no pages of its own."""
        if len(self._levels) == 1:
            self._levels[-1].append(FORM_FEED)

    def end_paragraph(self) -> None:
        """What stands beside it follows."""
        self._levels[-1] += ["\n", *self._beside[-1]]
        self._beside[-1].clear()

    def open(self) -> None:
        """What is written now stands beside the paragraph."""
        self._levels.append([])
        self._beside.append([])

    def close(self) -> None:
        """It is written."""
        self.end_paragraph()
        self._beside.pop()
        self._beside[-1] += self._levels.pop()

    @property
    def text(self) -> str:
        """All of it; pages are parted by form feeds."""
        return "".join([*self._levels[0], *self._beside[0]])


def document_of(
    name: str, text: str, headers: Iterable[str] = (), footers: Iterable[str] = ()
) -> Document:
    """The document of a text in pages; its headers begin the first page and its footers end the

    last, each once.

    Raises:
        UnreadableError: too long, or without any text.
    """
    above, below = _once(headers), _once(footers)
    if len(text) + sum(map(len, above + below)) > MOST_CHARACTERS:
        raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
    pages = [tidy(page) for page in text.split(FORM_FEED)]
    if len(pages) > MOST_PAGES:
        raise UnreadableError(f"{number(len(pages))} pages, {MOST_PAGES} au plus")
    pages[0] = "\n\n".join([*above, pages[0]]).strip()
    pages[-1] = "\n\n".join([pages[-1], *below]).strip()
    if not any(pages):
        raise UnreadableError("document sans texte")
    return Document(name=name, pages=tuple(pages))


def _once(texts: Iterable[str]) -> list[str]:
    """Those that say something, which a page number alone does not."""
    tidied = dict.fromkeys(tidy(text) for text in texts)
    return [text for text in tidied if any(map(str.isalpha, text))]
