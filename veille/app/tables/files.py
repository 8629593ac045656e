"""A domain table as a CSV file: written for a spreadsheet, and read back with a report.

A file is read whole before anything is kept: each line is a change, says what is there already, or
is refused with its reason.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from veille.app.domain_tables import tables_with
from veille.app.tables.changing import Change, change_of, rows_of
from veille.core.refusals import Refusal
from veille.core.spreadsheet import bare, harmless
from veille.core.table_fields import LONGEST, Field, FieldError
from veille.core.table_info import TableInfo
from veille.core.tables import Tables
from veille.core.text import normalise
from veille.store.tables import NewEdit

LARGEST = 200_000
"""Bytes of a file: ten times the largest table that ships."""
MOST_LINES = 600

_MARK = "\ufeff"
_EXTRA = ""  # under which name a line keeps what stands beyond its last column


class TableFileError(Refusal):
    """A file that is not a table."""


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, by its number in the file, and why."""

    number: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file asks for: changes, how many lines say what is there already, and refusals."""

    changes: tuple[Change, ...]
    unchanged: int
    refused: tuple[RefusedLine, ...]


def as_csv(tables: Tables, info: TableInfo) -> str:
    """The table as a spreadsheet takes it; cells that it would run are harmless."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([field.label for field in info.fields])
    for cells in rows_of(tables, info).values():
        writer.writerow([harmless(field.written(cells[field.column])) for field in info.fields])
    return _MARK + out.getvalue()


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or Windows-1252.

    Raises:
        TableFileError: it is too large, or no text.
    """
    if len(content) > LARGEST:
        raise TableFileError("fichier de plus de 200 ko : ce n’est pas une table")
    if b"\x00" in content or content.startswith(b"PK"):
        raise TableFileError("fichier CSV attendu : dans le tableur, enregistrer en CSV")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_file(tables: Tables, standing: Sequence[NewEdit], info: TableInfo, text: str) -> Report:
    """What a file asks of ``tables``, which ``standing`` edits made.

    A line is checked against the lines before it too. A row that the file does not have stays.

    Raises:
        TableFileError: it is not this table.
    """
    changes, refused, unchanged, known = list[Change](), list[RefusedLine](), 0, tables
    taken: set[str] = set()
    for number, typed in _lines(info, text):
        try:
            if _EXTRA in typed:
                raise TableFileError("trop de cellules : guillemets autour d’un texte à virgules ?")
            key = _key(known, info, typed)
            change = _change(known, info, typed, key)
            if change is not None and change.edit.key in taken:
                raise TableFileError("la même ligne est deux fois dans le fichier")
        except Refusal as refusal:
            refused.append(RefusedLine(number, _shown(info, typed), str(refusal)))
            continue
        if change is None:
            unchanged += 1
            continue
        taken.add(change.edit.key)
        changes.append(change)
        known = tables_with([*standing, *(one.edit for one in changes)])
    return Report(tuple(changes), unchanged, tuple(refused))


def _change(
    tables: Tables, info: TableInfo, typed: Mapping[str, str], key: str | None
) -> Change | None:
    """The change that a line asks for; null when it says what is there already."""
    if key is not None and _says_the_same(rows_of(tables, info)[key], info, typed):
        return None
    return change_of(tables, info, typed, key)


def _says_the_same(cells: Mapping[str, str], info: TableInfo, typed: Mapping[str, str]) -> bool:
    """Whether every cell reads as what the row has, an empty source as an unknown one."""
    for field in info.fields:
        try:
            if _optional(field, typed.get(field.column, "")) != cells[field.column]:
                return False
        except Refusal:
            return False
    return True


def _optional(field: Field, text: str) -> str:
    return field.read(text) if text.strip() else ""


def _key(tables: Tables, info: TableInfo, typed: Mapping[str, str]) -> str | None:
    """The row that a line is about, by its key columns; null when it is a new one."""
    asked = {field.column: _key_cell(field, typed) for field in info.fields if field.key}
    for key, cells in rows_of(tables, info).items():
        if all(cells[column] == cell for column, cell in asked.items()):
            return key
    return None


def _key_cell(field: Field, typed: Mapping[str, str]) -> str:
    try:
        return field.read(typed.get(field.column, ""))
    except FieldError as refusal:
        raise TableFileError(f"{field.label} : {refusal}") from None


def _shown(info: TableInfo, typed: Mapping[str, str]) -> str:
    return ", ".join(typed.get(field.column, "")[:60] for field in info.fields if field.key)


def _lines(info: TableInfo, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    # Strict: a quotation mark that nothing closes would swallow the lines below.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = _columns(info, next(reader, []))
        for cells in reader:
            if reader.line_num > MOST_LINES:
                raise TableFileError(f"plus de {MOST_LINES} lignes : ce n’est pas cette table")
            if any(cell.strip() for cell in cells):
                yield reader.line_num, _typed(columns, cells)
    except csv.Error:
        raise TableFileError("un guillemet n’est pas refermé, ou est mal placé") from None


def _typed(columns: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    found = dict(zip(columns, (bare(cell.strip()[: LONGEST + 1]) for cell in cells), strict=False))
    beyond = [cell for cell in cells[len(columns) :] if cell.strip()]
    return found | ({_EXTRA: beyond[0]} if beyond else {})


def _columns(info: TableInfo, header: Sequence[str]) -> list[str]:
    names = {normalise(field.label): field.column for field in info.fields}
    names |= {normalise(field.column): field.column for field in info.fields}
    found = [names.get(normalise(name[:LONGEST]), "") for name in header]
    if sorted(found) != sorted(field.column for field in info.fields):
        labels = ", ".join(field.label for field in info.fields)
        raise TableFileError(f"la première ligne doit nommer les colonnes : {labels}")
    return found
