"""The tables of the observatory as files that a spreadsheet shows and never runs."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from veille.app import sheets
from veille.core.observatory.tables import Cell, Column, Section, Table
from veille.core.spreadsheet import harmless

_WIDTHS = {"text": 46, "count": 16, "share": 12}
_LONGEST_SHEET = 31  # characters of a sheet's name
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_csv(table: Table) -> bytes:
    """Semicolons between cells and a comma in decimals, as French spreadsheets read them.

    A share is in per cent.
    """
    return csv_of([[column.title for column in table.columns], *_lines(table)])


def csv_of(lines: Iterable[Sequence[str]]) -> bytes:
    """Cells of text as such a file, its columns first."""
    columns, *rows = ([harmless(cell) for cell in line] for line in lines)
    return sheets.csv_of(columns, rows)


def as_xlsx(lead: Sequence[str], sections: Sequence[Section]) -> bytes:
    """A first sheet that says what this is, then a sheet for each section."""
    book = Workbook()
    first = book.active
    assert first is not None  # noqa: S101 - a new workbook has a sheet
    first.title = "À lire"
    first.column_dimensions["A"].width = 110
    for line in lead:
        first.append([harmless(line)])
    names: set[str] = set()
    for section in sections:
        sheet = book.create_sheet(_sheet_name(section.title, names))
        sheet.append([harmless(section.sentence)])
        sheet.append([])
        sheet.append([harmless(column.title) for column in section.table.columns])
        for row in section.table.rows:
            sheet.append([_safe(cell) for cell in row.cells])
            _format(sheet, section.table.columns)
        for number, column in enumerate(section.table.columns, start=1):
            sheet.cell(3, number).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column.kind]
        sheet.freeze_panes = "B4"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _lines(table: Table) -> Iterable[list[str]]:
    for row in table.rows:
        pairs = zip(table.columns, row.cells, strict=True)
        yield [_written(column, cell) for column, cell in pairs]


def _written(column: Column, cell: Cell) -> str:
    if cell is None or isinstance(cell, str):
        return cell or ""
    if column.kind == "share":
        return f"{100 * cell:.1f}".replace(".", ",")
    return str(cell)


def _format(sheet: object, columns: Sequence[Column]) -> None:
    """The cells of the last line that are shares."""
    for number, column in enumerate(columns, start=1):
        if column.kind == "share":
            sheet.cell(sheet.max_row, number).number_format = "0.0 %"  # type: ignore[attr-defined]


def _safe(cell: Cell) -> Cell:
    return harmless(cell) if isinstance(cell, str) else cell


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that no other sheet has, whatever the title."""
    base = " ".join(title.translate(_FORBIDDEN).split())[:_LONGEST_SHEET]
    name, number = base, 2
    while name.lower() in taken:
        suffix = f" {number}"
        name, number = base[: _LONGEST_SHEET - len(suffix)] + suffix, number + 1
    taken.add(name.lower())
    return name
