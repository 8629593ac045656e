"""Documents of a consultation in a notice: what each is, and the page that a quotation stands on.

The pages of a document are one text, parted by form feeds as in any plain text, so that a sentence
over a page break is read; the page of a place is counted in the text itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from veille.core.notices import Notice
from veille.core.text import fold

FORM_FEED = "\f"
PAGE_BREAK = f"\n{FORM_FEED}"
"""A line end too: a page that begins with a capital begins a sentence."""

_FIRST_LINES = 1_500  # characters of the first page that may say what a document is
_POINTER = re.compile(r"/texts/(\d{1,6})/text")

_KINDS: tuple[tuple[str, str, str], ...] = (
    ("RC", r"rc|rdc|reglement", r"reglement (?:de|d une|de la) consultation"),
    ("CCAP", r"ccap", r"cahier des clauses administratives particulieres"),
    ("CCTP", r"cctp", r"cahier des clauses techniques particulieres"),
    ("CCP", r"ccp|ccatp|cahier des clauses", r"cahier des clauses particulieres"),
    ("AE", r"ae|attri|acte d engagement", r"acte d engagement"),
    ("BPU", r"bpu|dpgf|dqe|bordereau", r"bordereau (?:des|de) prix|decomposition du prix"),
    ("avis", r"aapc|avis", r"avis d appel|avis de (?:marche|publicite)"),
)
"""What people call a document, words of its name, words of its first page."""
_NAMES = [(kind, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")) for kind, words, _ in _KINDS]
_HEADS = [(kind, re.compile(words)) for kind, _, words in _KINDS]


@dataclass(frozen=True, slots=True)
class Place:
    """The document that a quotation is from, and its page, counted from 1; null where it has no

    pages that are known.
    """

    document: str
    page: int | None

    @property
    def said(self) -> str:
        """``CCAP, page 12``."""
        return self.document if self.page is None else f"{self.document}, page {self.page}"


def joined(pages: Iterable[str]) -> str:
    """The pages of a document as the one text that a notice holds."""
    return PAGE_BREAK.join(page.replace(FORM_FEED, " ") for page in pages)


def page_at(text: str, start: int) -> int | None:
    """The page of the place ``start`` (code points) of a text; null where it is not in pages."""
    if FORM_FEED not in text:
        return None
    return text.count(FORM_FEED, 0, max(start, 0)) + 1


def place_of(notice: Notice, at: str | None, start: int | None) -> Place | None:
    """Where a quotation stands, by its JSON Pointer and offset; null where it is in no document."""
    found = _POINTER.fullmatch(at or "")
    index = int(found[1]) if found else len(notice.texts)
    if index >= len(notice.texts):
        return None
    text = notice.texts[index]
    if text.document is None:
        return None
    return Place(text.document, None if start is None else page_at(text.text, start))


def holds_documents(notice: Notice) -> bool:
    """Whether the notice is made of documents that staff found."""
    return any(text.document is not None for text in notice.texts)


def kind_of(name: str, first_page: str) -> str | None:
    """What a document is called (``CCAP``), by the first words that say so; null for another.

    Its own first lines say it more surely than its name; where they name several, the first counts.
    """
    head = _folded(first_page[:_FIRST_LINES])
    found = [(match.start(), kind) for kind, words in _HEADS if (match := words.search(head))]
    if found:
        return min(found)[1]
    own = _folded(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.\d]+", " ", name))
    return next((kind for kind, words in _NAMES if words.search(own)), None)


def labels(documents: Sequence[tuple[str, str | None]]) -> tuple[str, ...]:
    """How documents, each a name and a kind, are called: by kind, with the name where it is shared

    or unknown.
    """
    kinds = [kind for _, kind in documents]
    return tuple(
        name if kind is None else kind if kinds.count(kind) == 1 else f"{kind} ({name})"
        for name, kind in documents
    )


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())
