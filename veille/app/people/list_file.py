"""A list of subscribers as a CSV file: read line by line, and what was refused written back."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from veille.core.csv_lines import EXTRA, CsvError, Line, decoded, header_and_lines
from veille.core.refusals import Refusal, system_refusal
from veille.core.spreadsheet import harmless

LARGEST = 10_000_000
"""Bytes of a file: a list of fifty thousand lines and more."""

COLUMNS = (
    "adresse",
    "nom",
    "qualite",
    "base",
    "recueilli_le",
    "libelle",
    "territoires",
    "secteurs",
    "quoi",
    "reserves",
    "potentiel",
    "mots",
    "sauf",
    "rythme",
)
REFUSED_COLUMN = "refus"
_LONGEST_CELL = 2_000

__all__ = [
    "COLUMNS",
    "EXTRA",
    "LARGEST",
    "Line",
    "ListFileError",
    "Refused",
    "check_line",
    "lines_of",
    "read_list",
    "refused_as_csv",
]


class ListFileError(Refusal):
    """A file that is no list of subscribers, or a line of it that cannot be taken."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was not taken, and why."""

    line: Line
    reason: str


def read_list(path: Path) -> list[Line]:
    """The lines of a CSV file: UTF-8 or Windows-1252, separated by ``;`` or ``,``.

    Raises:
        ListFileError: it cannot be read, is too large, has no column ``adresse`` or an unknown one.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise ListFileError(f"{path} : {system_refusal(error)}") from None
    if len(content) > LARGEST:
        raise ListFileError(f"{path} : plus de 10 Mo, couper le fichier en plusieurs")
    return lines_of(content, str(path))


def lines_of(content: bytes, name: str) -> list[Line]:
    """The lines of the content of a CSV file, which is called ``name`` when it is refused.

    Raises:
        ListFileError: it has no column ``adresse`` or an unknown one, or is no CSV.
    """
    try:
        return list(_lines(decoded(content)))
    except CsvError as refusal:
        raise ListFileError(f"{name} : {refusal}") from None
    except csv.Error:
        raise ListFileError(f"{name} : un guillemet n’est pas refermé, ou est mal placé") from None


def refused_as_csv(refused: Sequence[Refused]) -> str:
    """The lines that were not taken, as a file to correct and give again: each with the reason."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*COLUMNS, REFUSED_COLUMN])
    for one in refused:
        cells = [*(one.line.cells.get(column, "") for column in COLUMNS), one.reason]
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def _lines(text: str) -> Iterator[Line]:
    header, lines = header_and_lines(text)
    _check_header(header)
    return lines


def _check_header(header: Sequence[str]) -> None:
    if "adresse" not in header:
        raise ListFileError("la première ligne doit nommer les colonnes, dont « adresse »")
    unknown = [name for name in header if name not in (*COLUMNS, REFUSED_COLUMN)]
    if unknown:
        raise ListFileError(f"colonne inconnue : « {unknown[0][:40]} »")
    if len(set(header)) < len(header):
        raise ListFileError("deux colonnes portent le même nom")


def check_line(line: Line) -> None:
    """Refuse a line whose cells do not fit the columns.

    Raises:
        ListFileError: it has too many cells, or one that is too long.
    """
    if EXTRA in line.cells:
        raise ListFileError("trop de cellules : mettre des guillemets autour d’un texte à virgules")
    if any(len(cell) > _LONGEST_CELL for cell in line.cells.values()):
        raise ListFileError(f"cellule trop longue : {_LONGEST_CELL} caractères au plus")
