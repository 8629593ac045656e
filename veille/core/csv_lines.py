"""A CSV file that somebody gives: decoded, cut into lines, each cell under its column."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from veille.core.refusals import Refusal
from veille.core.spreadsheet import bare
from veille.core.text import normalise

EXTRA = ""
"""Under which name a line keeps what stands beyond its last column."""

_LONGEST_NAME = 2_000
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


class CsvError(Refusal):
    """A file that is no CSV."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file by column, with its number as an editor shows it."""

    number: int
    cells: Mapping[str, str]


def decoded(content: bytes) -> str:
    """UTF-8, else what French spreadsheets write: Windows-1252.

    Raises:
        CsvError: it is a workbook, or no text.
    """
    if content.startswith(_WORKBOOK):
        raise CsvError("c’est un classeur : l’enregistrer au format CSV, puis recommencer")
    if b"\x00" in content:
        raise CsvError("ce n’est pas un fichier de texte")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def header_and_lines(text: str) -> tuple[list[str], Iterator[Line]]:
    """The names of the columns (``recueilli_le`` for « Recueilli le ») and the lines below.

    Separated by ``;`` or ``,``. Strict: a quotation mark that nothing closes would swallow the
    lines below; the iterator raises ``csv.Error`` then.
    """
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header = [_column(name) for name in next(reader, [])]

    def lines() -> Iterator[Line]:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(reader.line_num, _cells(header, cells))

    return header, lines()


def _column(name: str) -> str:
    return normalise(name[:_LONGEST_NAME]).replace(" ", "_")


def _cells(header: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = {name: bare(cell.strip()) for name, cell in zip(header, cells, strict=False)}
    beyond = [cell for cell in cells[len(header) :] if cell.strip()]
    return found | ({EXTRA: beyond[0]} if beyond else {})
