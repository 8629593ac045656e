"""A table as files that spreadsheets open: CSV and XLSX. Its cells are harmless already."""

import csv
import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"
"""Before a CSV: without it, the spreadsheets of French offices take UTF-8 for Latin-1."""

_WIDTH = 28


def csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Semicolons between cells, as French spreadsheets read a CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return (BOM + text.getvalue()).encode()


def xlsx_of(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet, its first line kept in sight."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title
    sheet.append(list(columns))
    for row in rows:
        sheet.append(list(row))
    for number in range(1, len(columns) + 1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTH
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
