"""The text of an RTF file, in one walk over its bytes: nothing that it embeds is unpacked.

Not with a library of the format: those leave out notes, headers and footers.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from veille.app.finds.flow import Flow, document_of
from veille.app.finds.limits import MOST_CHARACTERS, RTF_PAGE_SECONDS, RTF_SECONDS
from veille.app.finds.results import Document, UnreadableError
from veille.core.french import number

ENCODINGS = {437: "cp437", 850: "cp850", 1252: "cp1252", 10000: "mac_roman"}
"""By their number in a file (``\\ansicpg``); another is read as that of Western Windows."""

_DEEPEST = 1_000
_A_PAGE = 3_000
"""Characters found for which the reading may take as long as for a page."""
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\(?P<sign>.)|(?P<brace>[{}])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_LINE_ENDS = str.maketrans("", "", "\r\n")
_SIGNS = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_WRITTEN = {
    "line": "\n", "page": "\n", "column": "\n", "tab": " ", "emspace": " ", "enspace": " ",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”",
}  # fmt: skip
_PARAGRAPHS = ("par", "sect", "cell", "nestcell")
_BESIDE = ("footnote", "shptxt")
_PLACES = {
    f"{place}{kind}": place for place in ("header", "footer") for kind in ("", "l", "r", "f")
}
_READ_IF_STARRED = (*_BESIDE, "shpinst")
_LEFT_OUT = frozenset(
    (
        "colortbl", "datafield", "filetbl", "fldinst", "fonttbl", "info", "objdata", "pict",
        "shprslt", "sp", "stylesheet", "tc", "xe",
    )
)  # fmt: skip
"""Groups that hold no text of the document, or a second time what was read."""


@dataclass(slots=True)
class _Group:
    """What holds between two braces: whether it is read, where it stands, how letters are written.

    ``stand_ins`` is how many characters after a ``\\u`` stand for it, for old readers.
    """

    hidden: bool = False
    struck: bool = False
    starred: bool = False
    place: str = "body"
    beside: Flow | None = None
    stand_ins: int = 1
    encoding: str = "cp1252"


def read_rtf(name: str, content: bytes, patience: Callable[[float], None]) -> Document:
    """The document, as one page; ``patience`` is told how long it, and what is found, may take.

    Raises:
        UnreadableError: cut, too deep, too long, or without any text.
    """
    patience(len(content) / 2**20 * RTF_SECONDS)
    reader = _Reader(patience)
    reader.read(content.decode("latin-1"))
    body, above, below = (_paired(flow.text) for flow in reader.flows.values())
    return document_of(name, body, [above], [below])


def _paired(text: str) -> str:
    """A character beyond the first plane is written as two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Reader:
    def __init__(self, patience: Callable[[float], None]) -> None:
        self.flows = {"body": Flow(), "header": Flow(), "footer": Flow()}
        self._patience = patience
        self._group = _Group()
        self._outer: list[_Group] = []
        self._to_skip = 0
        self._found = 0
        self._counted = 0

    def read(self, source: str) -> None:
        """The whole file, a letter a byte, up to the brace that closes the first."""
        at = 0
        while match := _TOKEN.match(source, at):
            at = match.end()
            if match["word"] == "bin":
                at += max(int(match["number"] or 0), 0)
            elif match["brace"]:
                self._brace(match["brace"])
                if not self._outer:
                    return
            elif not self._group.hidden:
                self._token(match)
        raise UnreadableError("RTF incomplet : enregistrer en PDF ou en DOCX")

    def _brace(self, brace: str) -> None:
        self._to_skip = 0
        if brace == "{":
            if len(self._outer) >= _DEEPEST:
                raise UnreadableError("trop profond pour être lu")
            self._outer.append(self._group)
            self._group = replace(self._group, starred=False, beside=None)
            return
        if self._group.beside is not None:
            self._group.beside.close()
        if self._outer:
            self._group = self._outer.pop()

    def _token(self, match: re.Match[str]) -> None:
        if match["text"]:
            self._letters(match["text"].translate(_LINE_ENDS))
        elif match["bytes"]:
            self._letters(bytes.fromhex(match["bytes"].replace("\\'", "")).decode("latin-1"))
        elif match["sign"]:
            self._sign(match["sign"])
        else:
            self._word(match["word"], None if match["number"] is None else int(match["number"]))

    def _letters(self, text: str) -> None:
        shown = text[self._to_skip :]
        self._to_skip -= len(text) - len(shown)
        if shown:
            self._write(shown.encode("latin-1").decode(self._group.encoding, "replace"))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._group.starred = True
        elif sign in "\r\n":
            self._flow.end_paragraph()
        else:
            self._write(_SIGNS.get(sign, ""))

    def _word(self, word: str, value: int | None) -> None:
        group = self._group
        self._to_skip = 0
        if word in _LEFT_OUT or (group.starred and word not in _READ_IF_STARRED):
            group.hidden = True
        elif word in _PARAGRAPHS:
            self._flow.end_paragraph()
        elif word in _WRITTEN:
            self._write(_WRITTEN[word])
        elif word == "u" and value is not None:
            self._write(chr(value % 0x10000))
            self._to_skip = group.stand_ins
        elif word == "uc":
            group.stand_ins = max(value or 0, 0)
        elif word == "ansicpg":
            group.encoding = ENCODINGS.get(value or 0, "cp1252")
        elif word == "deleted":
            group.struck = value != 0
        elif word in _PLACES:
            group.place = _PLACES[word]
        elif word in _BESIDE and group.beside is None:
            group.beside = self._flow
            group.beside.open()
        group.starred = False

    def _write(self, text: str) -> None:
        if self._group.struck:
            return
        self._flow.write(text)
        self._found += len(text)
        if self._found > MOST_CHARACTERS:
            raise UnreadableError(f"plus de {number(MOST_CHARACTERS)} caractères")
        if self._found >= self._counted + _A_PAGE:
            self._counted = self._found
            self._patience(RTF_PAGE_SECONDS)

    @property
    def _flow(self) -> Flow:
        return self.flows[self._group.place]
